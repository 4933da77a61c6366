import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { Contact, ObservedPipeline, PipelineStage, RunExpectation } from '../../../lib';

export class DataStack extends Stack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const load = new Function(this, 'LoadOrders', {
      runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {};'), timeout: Duration.minutes(5),
    });
    const nightly = new Schedule(this, 'Nightly', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.EUROPE_BERLIN }),
      target: new LambdaInvoke(load),
      scheduleGroup: new ScheduleGroup(this, 'NightlyGroup'),
    });
    new ObservedPipeline(this, 'NightlyOrders', {
      stages: [PipelineStage.lambdaFunction(load)],
      expectation: RunExpectation.fromSchedule(nightly, { startWithin: Duration.minutes(10) }),
      contacts: [Contact.email('data@example.com'), Contact.sms('+15550100')],
    });
  }
}
