import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Drill, type DrillResult, Fault } from '../../drill';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../../lib';

const functionIn = (stack: Stack, id: string): Function => new Function(stack, id, {
  runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {}'), timeout: Duration.minutes(5),
});

/** A pipeline that expects one function at a minute after 02:00, with a schedule of its own. */
function pipelineIn(stack: Stack, id: string, load: Function, minute: string, scheduleGroup?: ScheduleGroup): void {
  const schedule = new Schedule(stack, `${id}Schedule`, {
    schedule: ScheduleExpression.cron({ hour: '2', minute }), target: new LambdaInvoke(load), scheduleGroup: scheduleGroup ?? new ScheduleGroup(stack, `${id}Group`),
  });
  new ObservedPipeline(stack, id, { observatory: observatoryOf(stack), stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(schedule) });
}

function observatoryOf(stack: Stack): Observatory {
  return stack.node.tryFindChild('Observatory') as Observatory | undefined ?? new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com')] });
}

const succeeded = ({ timeline }: DrillResult): string[] => timeline[0]!.marks.filter(({ what }) => what === 'succeeded').map(({ from }) => new Date(from).toISOString().slice(11, 16));

describe('Two pipelines that expect one function, each with a schedule of its own,', () => {
  const stack = new Stack(new App(), 'Shared');
  const load = functionIn(stack, 'Load');
  pipelineIn(stack, 'Early', load, '0');
  pipelineIn(stack, 'Later', load, '10');
  const drill = Drill.of(stack);

  test('are played together: when the schedule of one is disabled, the schedule of the other still starts the function.', async () => {
    // In the night without the run of 02:00, only the run of 02:10 comes; in the next night both come.
    expect(succeeded(await drill.run(Fault.scheduleDisabled('Early')))).toEqual(['02:10', '02:00', '02:10']);
  });

  test('notify nobody of the missing run today, and the drill shows it.', async () => {
    expect(await drill.run(Fault.scheduleDisabled('Early'))).toMatchObject({ outcome: 'undetected', messages: [] });
  });

  test('fail one at a time: a run that the other schedule started is not affected.', async () => {
    const { timeline } = await drill.run(Fault.runFails('Later'));
    const failed = timeline[0]!.marks.filter(({ what }) => what === 'failed').map(({ from }) => new Date(from).toISOString().slice(11, 15));
    expect(failed.length).toBeGreaterThan(0);
    expect(new Set(failed)).toEqual(new Set(['02:1']));
  });
});

describe('Two pipelines in one schedule group', () => {
  test('report each other\'s losses, and the drill calls that a false alarm.', async () => {
    const stack = new Stack(new App(), 'OneGroup');
    const group = new ScheduleGroup(stack, 'Group');
    pipelineIn(stack, 'Orders', functionIn(stack, 'LoadOrders'), '0', group);
    pipelineIn(stack, 'Customers', functionIn(stack, 'LoadCustomers'), '30', group);
    const { outcome, reason } = await Drill.of(stack).run(Fault.roleLostPermission('Orders'));
    expect({ outcome, reason }).toEqual({ outcome: 'falseAlarm', reason: expect.stringMatching(/^".*Customers.*" was sent about Customers, but nothing was wrong with Customers\.$/) });
  });

  test('do not report each other\'s losses when each has a group of its own.', async () => {
    const stack = new Stack(new App(), 'TwoGroups');
    pipelineIn(stack, 'Orders', functionIn(stack, 'LoadOrders'), '0');
    pipelineIn(stack, 'Customers', functionIn(stack, 'LoadCustomers'), '30');
    expect(await Drill.of(stack).run(Fault.roleLostPermission('Orders'))).toMatchObject({ outcome: 'detected' });
  });
});
