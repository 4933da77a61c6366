import { PastedApp } from './pasted-app';
import { codeBlocks, PAGES, textOf } from './project-files';

/** What the blocks of code in docs/ use without declaring it. */
const FIXTURE = `
import { Duration, Stack, TimeZone, aws_lambda as lambda, aws_scheduler as scheduler, aws_sns as sns } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import {
  Contact, Digest, LocalTime, MuteWindow, Observatory, ObservedPipeline, PipelineStage, RunExpectation, Severity, Signal, Weekday,
} from 'cdk-observed-pipeline';
declare const fn: lambda.IFunction;
declare const publishOrders: lambda.IFunction;
declare const land: PipelineStage;
declare const load: PipelineStage;
declare const expectation: RunExpectation;
declare const mySchedule: scheduler.Schedule;
declare const nightly: ObservedPipeline;
declare const chat: sns.ITopic;
`;

/** Blocks of pages other than the README, whose app has a test of its own, and the pages whose blocks are tests themselves. */
const BLOCKS = PAGES.filter((page) => page.startsWith('docs/') && page !== 'docs/drills.md')
  .flatMap((page) => codeBlocks(textOf(page)).filter(({ language }) => language === 'ts').map(({ text }) => ({ page, text })));

/** All blocks in one file, each in a constructor of its own; imports come first. */
function together(blocks: typeof BLOCKS): string {
  const imports = blocks.flatMap(({ text }) => text.match(/^import .*$/gm) ?? []);
  const bodies = blocks.map(({ page, text }, index) => (
    `// ${page}\nexport class Block${index} extends Stack {\n  public constructor() {\n    super();\n${text.replaceAll(/^import .*\n/gm, '')}\n  }\n}`));
  return [...imports, FIXTURE, ...bodies].join('\n');
}

test('Every block of code in docs/ compiles.', () => {
  expect(BLOCKS.length).toBeGreaterThanOrEqual(5);
  const app = new PastedApp(`${together(BLOCKS)}\nvoid [FailOnPurpose];`);
  try {
    expect(app.compile()).toMatch(/^\S+: error TS2304: Cannot find name 'FailOnPurpose'\.\n$/);
  } finally {
    app.remove();
  }
});
