import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, CfnParameter, Duration, NestedStack, Stack, TimeZone } from 'aws-cdk-lib/core';
import { ExampleStack } from '../../bin/example-stack';
import { context as recommended } from '../../cdk.json';
import {
  AlarmRouting, Contact, Digest, FailureCounting, LocalTime, MuteWindow, Observatory, PipelineStage, PipelineTrigger, RunExpectation, Severity,
} from '../../lib';
import { Json, newApp, newFunction, newMachine, newPipeline } from './fixtures';

// Only this file turns on CDK's template validation, which takes seconds (jest.config.cjs).
process.env.CDK_VALIDATION = 'true';

/** Every finding is an error, even the warnings of CDK's validation. */
const STRICT = { '@aws-cdk/core:strictCfnValidateErrors': true };

function reportOf(app: App): Json[] {
  return JSON.parse(readFileSync(path.join(app.synth().directory, 'validation-report.json'), 'utf8')).pluginReports;
}

/** Everything that the library can create, in two stacks and a nested one. */
function everything(app: App): App {
  const [shared, own] = [new Stack(app, 'Shared'), new Stack(app, 'Own')];
  const observatory = new Observatory(shared, 'Observatory', {
    contacts: [Contact.email('data@example.com'), Contact.sms('+15550100'), Contact.topic(new Topic(shared, 'Chat'), { minimumSeverity: Severity.WARNING })],
    encryptionKey: new Key(shared, 'Key'), checkInterval: Duration.minutes(1), watchdogUrl: 'https://watchdog.example.com/a',
    digest: Digest.daily({ timeZone: TimeZone.EUROPE_BERLIN }), escalationDelay: Duration.hours(4), escalationContacts: [Contact.email('lead@example.com')],
  });
  newPipeline(shared, {
    observatory: new Observatory(shared, 'Direct', { alarmRouting: AlarmRouting.TOPICS, contacts: [Contact.email('data@example.com')] }),
    stages: [PipelineStage.lambdaFunction(newFunction(shared, 'Direct1'))],
  }, 'Directly');
  const landing = newPipeline(own, { observatory, stages: [PipelineStage.lambdaFunction(newFunction(own, 'Land'))] }, 'Landing');
  const machine = newMachine(own);
  const trigger = PipelineTrigger.rule(new Rule(own, 'Rule', { eventPattern: { source: ['shop'] }, targets: [new SfnStateMachine(machine)] }));
  newPipeline(own, {
    observatory,
    expectation: RunExpectation.dailyBy(LocalTime.of(7, 30), { timeZone: TimeZone.EUROPE_BERLIN, excludeDates: ['2026-12-25'], trigger }),
    contacts: [Contact.sms(new CfnParameter(own, 'Phone').valueAsString), Contact.topic(new Topic(own, 'OwnChat', { masterKey: new Key(own, 'OwnKey') }))],
    upstreamPipelines: [landing],
    muteWindows: [
      MuteWindow.cron({ minute: '0', hour: '4', weekDay: 'SUN' }, { duration: Duration.hours(2), timeZone: TimeZone.EUROPE_BERLIN }),
      MuteWindow.at('2099-12-24T18:00', { duration: Duration.days(2) }),
    ],
    stages: [
      PipelineStage.stateMachine(machine, { scheduledTimeField: 'time', signals: { nearTimeout: { enabled: true } } }),
      PipelineStage.lambdaFunction(newFunction(own), { failureCounting: FailureCounting.AFTER_RETRIES, signals: { streamLag: { enabled: true } } }),
    ],
  });
  const nested = new NestedStack(own, 'Nested');
  newPipeline(nested, { observatory, severity: Severity.WARNING, expectation: RunExpectation.atLeastEvery(Duration.hours(26)) }, 'InNested');
  return app;
}

test('the validation of CDK finds a mistake', () => {
  const app = newApp(STRICT);
  const stack = new Stack(app, 'S');
  (newPipeline(stack).proofOfLifeAlarm!.node.defaultChild as Json).treatMissingData = 'breeching';

  expect(() => app.synth()).toThrow(/TreatMissingData: 'breeching' is not one of/);
});

test.each([
  ['', {}],
  [' with the flags that CDK recommends for new apps', recommended],
])('the example app and everything that the library creates have no findings%s', (_, context) => {
  const app = everything(newApp({ ...context, ...STRICT }));
  new ExampleStack(app, 'Example', { email: 'data@example.com', phone: '+15550100' });

  expect(reportOf(app)).toEqual([]);
});
