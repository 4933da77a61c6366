import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DrillOrder } from '../../cli/driller';
import { OWN_DRILLER } from '../../cli/own-driller';
import type { Step } from '../../cli/progress';
import { UserError } from '../../cli/user-error';

/** A function that a rule starts every hour, with an alarm on its errors that mails somebody, as somebody wrote it by hand. */
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
const order: DrillOrder = { app, pipelines: [], faults: [], years: [], timelines: false };

beforeAll(() => {
  const manifest = { version: '48.0.0', artifacts: { Data: { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/eu-west-1', properties: { templateFile: 'Data.template.json' } } } };
  writeFileSync(path.join(app, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(path.join(app, 'Data.template.json'), JSON.stringify(TEMPLATE));
  mkdirSync(damaged);
  writeFileSync(path.join(damaged, 'manifest.json'), '{');
});

afterAll(() => rmSync(app, { recursive: true }));

test('An app without this library is drilled by what its schedules start.', async () => {
  const { results } = await OWN_DRILLER.play({ ...order, faults: ['runFails', 'scheduleDisabled', 'checkerCrashes'] }, () => undefined);
  expect(results.map(({ pipeline, fault, outcome }) => [pipeline, fault, outcome])).toEqual([
    ['sync', 'runFails', 'detected'], ['sync', 'scheduleDisabled', 'undetected'], ['sync', 'checkerCrashes', 'notApplicable'],
  ]);
});

test('A year is played in the pipeline\'s own zone unless told otherwise.', async () => {
  const { years } = await OWN_DRILLER.play({ ...order, faults: ['runFails'], years: [undefined, 'Asia/Kolkata'] }, () => undefined);
  expect(years.map(({ timeZone, falseAlarms }) => [timeZone, falseAlarms])).toEqual([['UTC', []], ['Asia/Kolkata', []]]);
});

test('Timelines are there when they are asked for.', async () => {
  const lanes = async (timelines: boolean): Promise<number> => (await OWN_DRILLER.play({ ...order, faults: ['runFails'], timelines }, () => undefined)).results[0]!.timeline.length;
  expect(await lanes(false)).toBe(0);
  expect(await lanes(true)).toBeGreaterThan(3);
});

test('Steps count cells and years up to their total.', async () => {
  const steps: Step[] = [];
  await OWN_DRILLER.play({ ...order, faults: ['runFails', 'runTwice'], years: [undefined] }, (step) => steps.push(step));
  expect(steps.map(({ done, total, what }) => `${done} of ${total} ${what}`)).toEqual(['1 of 3 sync: A run fails', '2 of 3 sync: A run happens twice', '3 of 3 sync: a quiet year']);
});

test.each([
  ['a folder that is not there', { app: path.join(app, 'nowhere') }, /nowhere.*cdk synth/],
  ['a damaged assembly', { app: damaged }, /manifest\.json is not JSON .*cdk synth/],
  ['a pipeline that is misspelt', { pipelines: ['synk'] }, /^in .* Use one of: sync\. Did you mean sync\?$/],
  ['a pipeline that is not there', { pipelines: ['Nightly'] }, /^in .*: There is no pipeline "Nightly", nor a function or state machine of that name, id or construct path\. Use one of: sync\.$/],
])('%s is the user\'s to put right.', async (_, given, text) => {
  const failure = await OWN_DRILLER.play({ ...order, ...given }, () => undefined).then(() => undefined, (error: unknown) => error);
  expect(failure).toBeInstanceOf(UserError);
  expect((failure as Error).message).toMatch(text);
});

test('Every fault of the catalogue says what happens.', () => {
  expect(OWN_DRILLER.catalogue().filter(({ title, what }) => title === '' || what === '')).toEqual([]);
});
