import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDrill } from '../../cli/open-drill';
import { run } from '../../cli/program';
import type { DrillReport } from '../../drill';

/** A function that a rule starts every hour, with a hand-written alarm on its errors that notifies someone by e-mail. */
const TEMPLATE = {
  Resources: {
    Sync: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'sync', Timeout: 60, Runtime: 'nodejs24.x', Handler: 'index.handler', Code: {}, Role: 'arn:aws:iam::111122223333:role/sync' } },
    Hourly: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 hour)', State: 'ENABLED', Targets: [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Sync', 'Arn'] } }] } },
    Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Sync' }, Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': ['Hourly', 'Arn'] } } },
    Topic: { Type: 'AWS::SNS::Topic' },
    Mail: { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'email', Endpoint: 'data@example.com', TopicArn: { Ref: 'Topic' } } },
    Errors: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'sync-errors', Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Sync' } }], Statistic: 'Sum', Period: 300,
        EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching', AlarmActions: [{ Ref: 'Topic' }],
      },
    },
  },
};

const app = mkdtempSync(path.join(tmpdir(), 'assembly-'));
const damaged = path.join(app, 'damaged');

beforeAll(() => {
  const manifest = { version: '48.0.0', artifacts: { Data: { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/eu-west-1', properties: { templateFile: 'Data.template.json' } } } };
  writeFileSync(path.join(app, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(path.join(app, 'Data.template.json'), JSON.stringify(TEMPLATE));
  mkdirSync(damaged);
  writeFileSync(path.join(damaged, 'manifest.json'), '{');
});

afterAll(() => rmSync(app, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stderr: string;
  readonly report?: DrillReport;
}

/** Runs the command on the app, and keeps the report of its drill. */
async function drill(...args: readonly string[]): Promise<Ended> {
  let report: DrillReport | undefined;
  let stderr = '';
  let now = 0;
  const code = await run(['drill', '--app', app, ...args], {
    version: '1.2.3',
    terminal: { stdout: { write: () => true }, stderr: { write: (text) => { stderr += text; } }, env: {}, clock: () => (now += 3000) },
    open: (folder, options) => {
      const opened = openDrill(folder, options);
      return {
        pipelines: opened.pipelines,
        nameOf: (name) => opened.nameOf(name),
        runAll: async (asked) => {
          report = await opened.runAll({ ...asked, workers: 1 });
          return report;
        },
      };
    },
  });
  return { code, stderr, report };
}

test('The command plays what a schedule starts in an app without this library.', async () => {
  const { report } = await drill('--fault', 'runFails', 'scheduleDisabled', 'checkerCrashes');
  expect(report!.results.map(({ pipeline, fault, outcome }) => [pipeline, fault, outcome])).toEqual([
    ['sync', 'runFails', 'detected'], ['sync', 'scheduleDisabled', 'undetected'], ['sync', 'checkerCrashes', 'notApplicable'],
  ]);
});

test('The command plays a year in the pipeline\'s own zone and in the zones that are named.', async () => {
  const { report } = await drill('--fault', 'runFails', '--quiet-year', 'own', 'Asia/Kolkata');
  expect(report!.years.map(({ timeZone, falseAlarms }) => [timeZone, falseAlarms])).toEqual([['UTC', []], ['Asia/Kolkata', []]]);
});

test('The report has timelines only when something shows them.', async () => {
  const lanes = async (...args: readonly string[]): Promise<number> => (await drill('--fault', 'runFails', ...args)).report!.results[0]!.timeline.length;
  expect(await lanes()).toBe(0);
  expect(await lanes('--json')).toBeGreaterThan(3);
});

test('Progress counts cells and years up to their total.', async () => {
  const { stderr } = await drill('--fault', 'runFails', 'runTwice', '--quiet-year');
  expect(stderr.match(/^\d of \d played/gm)).toEqual(['1 of 3 played', '2 of 3 played', '3 of 3 played']);
});

test.each([
  ['a folder that does not exist', ['--app', path.join(app, 'nowhere')], /nowhere.*cdk synth/],
  ['a damaged assembly', ['--app', damaged], /manifest\.json is not JSON .*cdk synth/],
  ['a misspelled pipeline', ['--pipeline', 'synk'], /^error: in .* Use one of: sync\. Did you mean sync\?\n$/],
  ['a pipeline that does not exist', ['--pipeline', 'Nightly'], /^error: in .*: There is no pipeline "Nightly", nor a function or state machine of that name, id or construct path\. Use one of: sync\.\n$/],
])('The command ends with 2 and says what to do about %s.', async (_, args, text) => {
  const { code, stderr } = await drill(...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(text);
});
