import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { ExampleStack } from '../../../bin/example-stack';
import { SeenAlarm } from '../../../core/incident/record';
import { observatoryDid, pipelineDid } from '../../../core/message/message-context';
import { readDescription, SignalMark } from '../../../core/signals';
import { proofOfLife, TUESDAY } from './settings';

interface Reference {
  readonly Ref?: string;
}

/** The marks of all alarms that reach the notifier. */
function marks(): SignalMark[] {
  const template = Template.fromStack(new ExampleStack(new App(), 'Example', { email: 'data@example.com' }));
  const subscriptions = Object.values(template.findResources('AWS::SNS::Subscription')) as { Properties: { Protocol: string; TopicArn: Reference } }[];
  const intake = subscriptions.find(({ Properties }) => Properties.Protocol === 'lambda')!.Properties.TopicArn.Ref;
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')) as { Properties: { AlarmDescription?: string; AlarmActions?: Reference[] } }[];
  return alarms.flatMap(({ Properties: { AlarmDescription, AlarmActions = [] } }) =>
    (AlarmActions.some(({ Ref }) => Ref === intake) ? readDescription(AlarmDescription)?.mark ?? [] : []));
}

function spoken(signal: string): SeenAlarm {
  return { ...proofOfLife('NightlyOrders', TUESDAY), raisedAt: [], signal };
}

test('Every signal that reaches the notifier has a text of its own.', () => {
  const all = marks();
  const unworded = all.filter(({ pipeline, signal }) => (pipeline === undefined
    ? observatoryDid(spoken(signal)).did === observatoryDid(undefined).did
    : pipelineDid('SLOW', spoken(signal)) === pipelineDid('SLOW', undefined)));
  expect(new Set(all.map(({ signal }) => signal))).toEqual(new Set(['ProofOfLife', 'Failed', 'TriggerUndeliverable', 'NearTimeout', 'SlowerThanUsual', 'Deadline',
    'CheckerSilent', 'LedgerUnavailable', 'CheckerFailing', 'PipelinesUnverifiable', 'ScheduleUndeliverable']));
  expect(unworded.map(({ signal }) => signal)).toEqual([]);
});

test.each(['constructor', '__proto__', 'toString', ''])('A signal called "%s" counts as unknown.', (signal) => {
  expect([pipelineDid('FAILED', spoken(signal)), observatoryDid(spoken(signal)).did]).toEqual(['failed', 'has a problem']);
});
