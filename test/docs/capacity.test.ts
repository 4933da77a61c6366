import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { OURS, stackOf } from '../../bench/pipelines';
import { ExampleStack } from '../../bin/example-stack';
import { newApp } from '../lib/fixtures';

const PAGE = readFileSync(path.join(__dirname, '..', '..', 'docs', 'capacity.md'), 'utf8').replaceAll(/\s+/g, ' ');
/** Alarms of an account and Region, by default. */
const QUOTA = 5_000;
const SELF_WATCH = /^Observatory/;

function alarmsOf(stack: Stack): { readonly own: number; readonly ofPipelines: number } {
  const ids = Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  const own = ids.filter((id) => SELF_WATCH.test(id)).length;
  return { own, ofPipelines: ids.length - own };
}

test('docs/capacity.md says how many pipelines the quota of alarms allows, counted from the bench and the example.', () => {
  const bench = alarmsOf(stackOf(OURS, 2).stack);
  const each = bench.ofPipelines / 2;
  const example = alarmsOf(new ExampleStack(newApp(), 'Example', { email: 'data@example.com' }));
  expect(example.own).toBe(bench.own);
  const most = Math.floor((QUOTA - bench.own) / each);

  expect(PAGE).toContain(`the observatory has ${bench.own} alarms and each pipeline of the bench, a state machine and a function, has ${each}: (5,000 − ${bench.own}) ÷ ${each} = ${most}`);
  expect(PAGE).toContain(`The three pipelines of the example have ${example.ofPipelines}`);
});
