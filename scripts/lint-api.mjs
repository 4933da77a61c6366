// Checks the public API against the rules for CDK constructs (awslint), except for the exclusions below.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { environment } from './ensure-built.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** The exclusions, each with its reason. An exclusion that no longer matches anything is an error. */
const EXCLUDED = [
  // A reference interface knows no more than a name and an ARN. Stages are asked for their timeout, topics and keys are
  // given policies, schedules are asked when they are due; and the rule fires on aws-cdk-lib's own types as well.
  'prefer-ref-interface:*',
  // Not durations: `nearTimeout` is the name of a signal and takes its options, and one of these is a fraction.
  'duration-prop-type:cdk-observed-pipeline.LambdaFunctionSignals.nearTimeout',
  'duration-prop-type:cdk-observed-pipeline.StateMachineSignals.nearTimeout',
  'duration-prop-type:cdk-observed-pipeline.NearTimeoutSignalOptions.fractionOfTimeout',
  // Every event about a pipeline is about its incidents, so that onEvent would be onIncident under another name.
  'events-generic:cdk-observed-pipeline.ObservedPipeline',
];

const { status, stdout, stderr, error } = spawnSync(path.join(root, 'node_modules/.bin/awslint'), ['--no-compile', ...EXCLUDED.flatMap((rule) => ['--exclude', rule])], {
  // Without it the rules for constructs look for a base class that only aws-cdk-lib itself has, and say nothing.
  cwd: root, env: { ...environment, AWSLINT_BASE_CONSTRUCT: '1' }, encoding: 'utf8',
});
if (error) throw error;
const lines = (stdout + stderr).trim().split('\n').filter((line) => line !== '');
const skipped = lines.filter((line) => line.startsWith('skipped: '));
const findings = lines.filter((line) => !skipped.includes(line));
for (const finding of findings) console.error(finding);

const stale = EXCLUDED.filter((rule) => !skipped.some((line) => line.includes(`[awslint:${rule.replace(/\*$/, '')}`)));
for (const rule of stale) console.error(`${rule} excludes nothing: remove it from scripts/lint-api.mjs`);
if (status !== 0 || stale.length > 0) process.exit(1);
console.log(`awslint finds nothing; ${EXCLUDED.length} exclusions, each with its reason.`);
