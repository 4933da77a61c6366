import { Template } from 'aws-cdk-lib/assertions';
import { ExampleStack } from '../../bin/example-stack';
import { ObservedPipeline, Severity } from '../../lib';
import { contractOf, newApp, warningsOf } from '../lib/fixtures';

function example(contacts = { email: 'data@example.com', phone: '+15550100' }): ExampleStack {
  return new ExampleStack(newApp(), 'Example', contacts);
}

function pipelineOf(stack: ExampleStack, id: string): ObservedPipeline {
  return stack.node.findChild(id) as ObservedPipeline;
}

describe('the example app', () => {
  test('causes no warnings', () => {
    expect(warningsOf(example())).toEqual([]);
  });

  test('causes a warning that nobody is notified if it has no contact', () => {
    const warnings = warningsOf(new ExampleStack(newApp(), 'Example', {})).map(({ text }) => text);

    expect(warnings).toEqual([
      expect.stringMatching(/^nobody is subscribed to the critical topic/), expect.stringMatching(/^nobody is subscribed to the warning topic/), expect.stringMatching(/^its digest reaches nobody/),
    ]);
  });

  test('sends everything by e-mail and critical notifications by SMS too', () => {
    const subscriptions = Object.values(Template.fromStack(example()).findResources('AWS::SNS::Subscription'));

    expect(subscriptions.map(({ Properties: { Protocol, Endpoint } }) => `${Protocol} ${Endpoint}`).sort()).toEqual([
      'email data@example.com', 'email data@example.com', expect.stringMatching(/^lambda /), 'sms +15550100',
    ]);
  });

  test.each([
    ['NightlyOrders', Severity.CRITICAL, { schedule: 'cron(0 2 * * ? *)', timeZone: 'America/New_York' }],
    ['CustomerSync', Severity.WARNING, { schedule: 'cron(10 * * * ? *)', timeZone: 'UTC', failuresToAlarm: 2 }],
    ['WeekdayReport', Severity.CRITICAL, { schedule: 'cron(0 6 ? * MON-FRI *)', timeZone: 'Europe/Berlin', finishWithinSeconds: 5400, excludeDates: ['2026-12-25', '2027-01-01'] }],
  ])('has a pipeline %s with severity %s, whose runs are expected as its schedule says', (id, severity, expectation) => {
    const pipeline = pipelineOf(example(), id);

    expect(pipeline.severity).toBe(severity);
    expect(contractOf(pipeline).expectation).toMatchObject(expectation);
  });

  test('watches the trigger of each pipeline in its own schedule group, beside the group of the checker', () => {
    const stack = example();

    Template.fromStack(stack).resourceCountIs('AWS::Scheduler::ScheduleGroup', 4);
    expect(['NightlyOrders', 'CustomerSync', 'WeekdayReport'].map((id) => pipelineOf(stack, id).alarms.map(({ node }) => node.id))).toEqual([
      [
        'ProofOfLife', 'TriggerUndeliverable', 'OrdersMachineFailed', 'PublishOrdersFailed',
        'OrdersMachineSlowerThanUsual', 'PublishOrdersNearTimeout', 'PublishOrdersSlowerThanUsual',
      ],
      ['ProofOfLife', 'TriggerUndeliverable', 'SyncCustomersFailed', 'SyncCustomersNearTimeout'],
      ['ProofOfLife', 'TriggerUndeliverable', 'WriteSalesReportFailed', 'Deadline', 'WriteSalesReportNearTimeout', 'WriteSalesReportSlowerThanUsual'],
    ]);
  });
});
