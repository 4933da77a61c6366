import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Drill, Fault } from '../../drill';
import { terminalReport } from '../../drill/report/terminal/terminal-report';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../../lib';

/**
 * A nightly function with two hand-written alarms, one of them noisy, and this library beside them: the first step of a
 * migration.
 */
function migrating(): Stack {
  const stack = new Stack(new App(), 'Migrating');
  const load = new Function(stack, 'Load', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {}'), timeout: Duration.minutes(10) });
  const schedule = new Schedule(stack, 'Schedule', {
    schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }), target: new LambdaInvoke(load), scheduleGroup: new ScheduleGroup(stack, 'Group'),
  });
  const topic = new Topic(stack, 'Alerts');
  topic.addSubscription(new EmailSubscription('old@example.com'));
  const errors = new Alarm(stack, 'Errors', { alarmName: 'old-errors', metric: load.metricErrors(), threshold: 1, evaluationPeriods: 1, treatMissingData: TreatMissingData.NOT_BREACHING });
  const idle = new Alarm(stack, 'Idle', {
    alarmName: 'old-idle', metric: load.metricInvocations({ period: Duration.hours(6) }), threshold: 1, evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD, treatMissingData: TreatMissingData.BREACHING,
  });
  for (const alarm of [errors, idle]) alarm.addAlarmAction(new SnsAction(topic));
  new ObservedPipeline(stack, 'Nightly', {
    stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(schedule),
    observatory: new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com')] }),
  });
  return stack;
}

const drill = Drill.of(migrating());

test('This library detects a failed run, and the app\'s own alarm on the same run is counted separately.', async () => {
  const result = await drill.run(Fault.runFails());
  expect(result).toMatchObject({ outcome: 'detected', by: 'notifier: Nightly', alongside: expect.arrayContaining([{ alarm: 'old-errors', messages: 1 }]) });
  expect(result.reliesOn).toBeUndefined();
  expect(result.messages.flatMap(({ to }) => to)).not.toContain('email:old@example.com');
});

test('An alarm of the app\'s own that goes off when nothing is wrong is not a false alarm of this library.', async () => {
  const { outcome, alongside } = await drill.run(Fault.runTwice());
  expect({ outcome, alongside }).toEqual({ outcome: 'correctlyQuiet', alongside: [{ alarm: 'old-idle', messages: expect.any(Number) }] });
});

test('Such an alarm fails no quiet year, and the report says to delete it.', async () => {
  const report = await drill.runAll({ faults: ['runTwice'], years: ['UTC'] });
  expect(report.years).toMatchObject([{ falseAlarms: [], alongside: [{ alarm: 'old-idle' }] }]);
  expect(terminalReport(report, { columns: 1000 })).toMatch(/Your own alarms that notified somebody too\n· old-idle, \d+ messages\. It detects nothing that this library's alarms do not detect\. Delete it when you trust them\./);
});
