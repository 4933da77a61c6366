import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../../../lib';

/** An app with what the example app does not have: a web hook that receives its messages. */
export function withWebHook(): Stack {
  const stack = new Stack(new App(), 'WithWebHook');
  const observatory = new Observatory(stack, 'Observatory', {
    contacts: [Contact.email('data@example.com'), Contact.subscription(new UrlSubscription('https://pager.example.com/hook'))],
  });
  const load = new Function(stack, 'Load', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {};'), timeout: Duration.minutes(5) });
  const schedule = new Schedule(stack, 'Schedule', {
    schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }), target: new LambdaInvoke(load), scheduleGroup: new ScheduleGroup(stack, 'Group'),
  });
  new ObservedPipeline(stack, 'Nightly', { stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.fromSchedule(schedule), observatory });
  return stack;
}
