import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../../../lib';

/** An app with what the example app does not have: a pipeline that a rate starts, and a customer-managed key. */
export function rateAndKey({ failuresToAlarm = 1, timeout = Duration.minutes(5) }: { readonly failuresToAlarm?: number; readonly timeout?: Duration } = {}): Stack {
  const stack = new Stack(new App(), 'RateAndKey');
  const observatory = new Observatory(stack, 'Observatory', {
    contacts: [Contact.email('data@example.com')], encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }),
  });
  const sync = new Function(stack, 'Sync', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {};'), timeout });
  const schedule = new Schedule(stack, 'Schedule', {
    schedule: ScheduleExpression.rate(Duration.hours(1)), target: new LambdaInvoke(sync), scheduleGroup: new ScheduleGroup(stack, 'Group'),
  });
  new ObservedPipeline(stack, 'HourlySync', {
    stages: [PipelineStage.lambdaFunction(sync)], expectation: RunExpectation.fromSchedule(schedule, { failuresToAlarm }), observatory,
  });
  return stack;
}
