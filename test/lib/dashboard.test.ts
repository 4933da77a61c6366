import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Observatory, ObservedPipelineProps, PipelineStage, RunExpectation } from '../../lib';
import type { DashboardEntry } from '../../lib/observatory/dashboard-page';
import { Json, newFunction, newMachine, newObservatory, newPipeline, newStack, plain } from './fixtures';

/** The bodies of the dashboards of a stack, with `<…>` in place of values that are known only at deployment. */
function bodiesOf(stack: Stack): { start: string; widgets: Json[] }[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard')).map(({ Properties }) => JSON.parse(plain(Properties.DashboardBody)));
}

function widgetsOf(props: Partial<ObservedPipelineProps> = {}, stackProps = {}): Json[] {
  const stack = newStack(stackProps);
  const stages = (): PipelineStage[] => [PipelineStage.stateMachine(newMachine(stack)), PipelineStage.lambdaFunction(newFunction(stack))];
  newPipeline(stack, { stages: stages(), owner: 'data-platform', runbookUrl: 'https://wiki.example.com/nightly', ...props });
  return bodiesOf(stack)[0].widgets;
}

describe('a page', () => {
  test('answers first whether everything is alive: the observatory and each pipeline\'s proof of life', () => {
    const [status] = widgetsOf();

    expect(status).toMatchObject({ type: 'alarm', x: 0, y: 0, width: 24, properties: { title: 'S-Observatory: alive?' } });
    expect(status.properties.alarms).toEqual([
      'ObservatoryCheckerSilent', 'ObservatoryPipelinesUnverifiable', 'ObservatoryTopicUnreachable', 'ObservatoryLedgerUnavailable', 'ObservatoryCheckerFailing', 'ObservatoryScheduleUndeliverable',
      'ObservatoryNotificationsFailed', 'ObservatoryNotifierSilent', 'ObservatoryNotifierFailing', 'ObservatoryAlarmsUndelivered', 'NightlyProofOfLife',
    ].map((id) => expect.stringMatching(new RegExp(`^<\\{Fn::GetAtt:\\[${id}[0-9A-F]{8},Arn\\]\\}>$`))));
  });

  test('links to the executions, logs and runbook of each pipeline, with its schedule and owner', () => {
    const [, links] = widgetsOf();

    expect(links.type).toBe('text');
    expect(links.properties.markdown).toMatch(new RegExp('^\\*\\*Nightly\\*\\* every day at 02:00 UTC, data-platform: '
      + '\\[Machine executions\\]\\(https://<AWS::Region>\\.console\\.aws\\.amazon\\.com/states/home\\?region=<AWS::Region>#/statemachines/view/<Machine[^>]*>\\) '
      + '\\[Load logs\\]\\(https://<AWS::Region>\\.console\\.aws\\.amazon\\.com/lambda/home\\?region=<AWS::Region>#/functions/<Load[^>]*>\\?tab=monitoring\\) '
      + '\\[runbook\\]\\(https://wiki\\.example\\.com/nightly\\)$'));
  });

  test('has three widgets for a pipeline with a machine: the state of its alarms, how long its runs took, and how often they waited', () => {
    const [, , status, why, waits, ...more] = widgetsOf();

    expect(more).toEqual([]);
    expect(waits.properties).toMatchObject({
      title: 'waiting state transitions',
      metrics: [['AWS/States', 'ExecutionThrottled', 'StateMachineArn', expect.any(String), { label: 'Machine', stat: 'Sum' }]],
    });
    expect([status, why, waits].map(({ width }) => width)).toEqual([10, 9, 5]);
    expect(status).toMatchObject({ type: 'alarm', properties: { title: 'Nightly' } });
    expect(status.properties.alarms).toHaveLength(6);
    expect(why).toMatchObject({ type: 'metric', properties: { title: 'Nightly: why', yAxis: { left: { label: 'duration', min: 0 }, right: { label: 'alive', min: 0, max: 1 } } } });
    expect(why.properties.metrics).toEqual([
      ['AWS/States', 'ExecutionTime', 'StateMachineArn', expect.any(String), { label: 'Machine', stat: 'Maximum' }],
      ['AWS/Lambda', 'Duration', 'FunctionName', expect.any(String), { label: 'Load', stat: 'Maximum' }],
      ['ObservedPipeline', 'ProofOfLife', 'Observatory', 'S-Observatory', 'Pipeline', 'Nightly', { label: 'alive', stat: 'Minimum', yAxis: 'right' }],
    ]);
  });

  test('shows a week', () => {
    const stack = newStack();
    newPipeline(stack);

    expect(bodiesOf(stack)[0].start).toBe('-P1W');
  });

  test('shows no proof of life for a pipeline without expected runs', () => {
    const [status, , , why] = widgetsOf({ expectation: RunExpectation.unscheduled('event driven') });

    expect(status.properties.alarms).toHaveLength(10);
    expect(why.properties.metrics.map(([namespace]: string[]) => namespace)).toEqual(['AWS/States', 'AWS/Lambda']);
  });

  test('shows no other alarm instead of a proof of life that is switched off', () => {
    expect(widgetsOf({ signals: { proofOfLife: { enabled: false } } })[0].properties.alarms).toHaveLength(10);
  });

  test('says so if a pipeline has no alarm at all, since CloudWatch refuses a widget without alarms', () => {
    const stack = newStack();
    const off = { enabled: false };
    const signals = { failed: off, nearTimeout: off, slowerThanUsual: off };
    newPipeline(stack, { stages: [PipelineStage.lambdaFunction(newFunction(stack), { signals })], signals: { proofOfLife: off } });

    expect(bodiesOf(stack)[0].widgets[2]).toMatchObject({ type: 'text', properties: { markdown: 'Nightly: no signal is watched' } });
  });

  test('shows stages that were added later', () => {
    const stack = newStack();
    newPipeline(stack).addStage(PipelineStage.stateMachine(newMachine(stack)));

    expect(bodiesOf(stack)[0].widgets[3].properties.metrics.map(([namespace]: string[]) => namespace)).toEqual(['AWS/Lambda', 'AWS/States', 'ObservedPipeline']);
  });
});

describe('links to the console', () => {
  test.each([
    ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/'],
    ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/lambda/home?region=cn-north-1#/functions/'],
    ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/lambda/home?region=us-gov-west-1#/functions/'],
  ])('of %s lead to the console of its partition', (region, url) => {
    expect(widgetsOf({}, { env: { account: '111122223333', region } })[1].properties.markdown).toContain(`](${url}`);
  });

  test('of an express machine lead to its executions too', () => {
    const stack = newStack();
    newPipeline(stack, { stages: [PipelineStage.stateMachine(newMachine(stack, 'Machine', { stateMachineType: StateMachineType.EXPRESS, timeout: Duration.minutes(4) }))] });

    expect(bodiesOf(stack)[0].widgets[1].properties.markdown).toContain('[Machine executions](https://<AWS::Region>.console.aws.amazon.com/states/home?region=<AWS::Region>#/statemachines/view/');
  });
});

describe('many pipelines', () => {
  /** 250 entries of pipelines, without the cost of creating the pipelines. */
  const show = (observatory: Observatory, scope: Construct): void => {
    const alarms = [1, 2, 3].map((number) => Alarm.fromAlarmArn(scope, `Alarm${number}`, `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${number}`));
    const metric = new Metric({ namespace: 'N', metricName: 'M' });
    for (let number = 1; number <= 250; number += 1) {
      const entry: DashboardEntry = {
        name: `p${number}`, expectation: 'every day', alarms: () => alarms, lifeAlarm: () => alarms[0], proofOfLife: metric, durations: () => [metric], waits: () => [], links: () => [],
      };
      observatory._show(scope, entry);
    }
  };

  test('are spread over pages of fewer than 500 widgets', () => {
    const stack = newStack();
    const observatory = newObservatory(stack);
    show(observatory, stack);

    const pages = bodiesOf(stack).map(({ widgets }) => widgets);
    expect(pages.map((widgets) => widgets.length)).toEqual([2 + 1 + 2 * 160, 1 + 1 + 2 * 90]);
    expect(Math.max(...pages.map((widgets) => widgets.length))).toBeLessThan(500);
    expect(observatory.dashboards).toHaveLength(2);
  });

  test('have at most 100 alarms in a widget', () => {
    const stack = newStack();
    show(newObservatory(stack), stack);

    const [first, second] = bodiesOf(stack).map(({ widgets }) => widgets.filter(({ properties: { title } }) => title === 'S-Observatory: alive?'));
    expect(first.map(({ properties: { alarms } }) => alarms.length)).toEqual([100, 70]);
    expect(second.map(({ properties: { alarms } }) => alarms.length)).toEqual([100]);
  });
});

test('there is no dashboard if the props switch it off', () => {
  const stack = newStack();
  const observatory = new Observatory(stack, 'Observatory', { dashboard: false });
  newPipeline(stack, { observatory });

  expect(observatory.dashboards).toEqual([]);
  Template.fromStack(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
});
