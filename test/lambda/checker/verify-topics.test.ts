import { METRICS } from '../../../core/metrics';
import { tick } from '../../../lambda/checker/tick';
import { FakeError } from '../shared/fake-evidence-ports';
import { at, nightly, stored } from './fake-contracts';
import { FakePorts, summaryOf } from './fake-ports';

const MORNING = at('06:00:00');
const CRITICAL = 'arn:aws:sns:eu-west-1:111122223333:Critical';
const WARNING = 'arn:aws:sns:eu-west-1:111122223333:Warning';
const WELL = { complete: true, pipelines: 1, unverifiable: 0 };

/** A policy that allows the alarms of an account to publish. */
function allowing(account: string): string {
  return JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Condition: { StringEquals: { 'aws:SourceAccount': account } } }],
  });
}

/** A healthy pipeline, and two topics with subscribers. */
function healthy(): FakePorts {
  const ports = new FakePorts(stored(nightly('Orders')));
  for (const day of ['2026-03-08', '2026-03-09', '2026-03-10']) ports.functionRan('Orders', at('02:00:10', day));
  for (const arn of [CRITICAL, WARNING]) ports.topicsStored.set(arn, { policy: allowing('111122223333'), confirmed: 1 });
  return ports;
}

test('When every topic has subscribers, 0 topics without subscribers are published, and nothing is logged.', async () => {
  const ports = healthy();
  expect(await summaryOf(ports, MORNING)).toEqual(WELL);
  expect(ports.value(METRICS.unreachableTopics)).toBe(0);
  expect(ports.linesOf('unreachableTopic')).toEqual([]);
});

test('Without topics to verify, 0 topics without subscribers are published.', async () => {
  const ports = healthy();
  ports.topicsStored.clear();
  await tick(ports, MORNING);
  expect(ports.value(METRICS.unreachableTopics)).toBe(0);
});

test('A topic without a confirmed subscriber is counted and logged with its remedy, and nothing else changes.', async () => {
  const ports = healthy();
  ports.topicsStored.set(WARNING, { policy: allowing('111122223333'), confirmed: 0 });
  expect(await summaryOf(ports, MORNING)).toEqual(WELL);
  expect(ports.value(METRICS.unreachableTopics)).toBe(1);
  expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
  expect(ports.hasHeartbeat).toBe(true);
  expect(ports.linesOf('unreachableTopic')).toEqual([{
    level: 'ERROR',
    event: 'unreachableTopic',
    topic: WARNING,
    problem: 'nobody is subscribed and confirmed',
    remedy: 'have a subscriber click the link in the mail "AWS Notification - Subscription Confirmation"; it is valid for two days, then subscribe again',
  }]);
});

test("The policy of a topic must allow alarms of the topic's own account.", async () => {
  const ports = healthy();
  ports.topicsStored.set(CRITICAL, { policy: allowing('999999999999'), confirmed: 1 });
  await tick(ports, MORNING);
  expect(ports.linesOf('unreachableTopic')).toMatchObject([{ topic: CRITICAL, problem: 'its policy does not allow cloudwatch.amazonaws.com sns:Publish' }]);
});

test('A topic that cannot be read counts as one without subscribers, is logged, and stops nothing.', async () => {
  const ports = healthy();
  ports.disturb.topic = (arn) => { if (arn === CRITICAL) throw new FakeError('AuthorizationError'); };
  expect(await summaryOf(ports, MORNING)).toEqual(WELL);
  expect(ports.value(METRICS.unreachableTopics)).toBe(1);
  expect(ports.hasHeartbeat).toBe(true);
  expect(ports.linesOf('unreachableTopic')).toEqual([{
    level: 'ERROR',
    event: 'unreachableTopic',
    topic: CRITICAL,
    problem: 'not readable: AuthorizationError: said the fake',
    remedy: "make sure that the topic exists and that the checker's role allows sns:GetTopicAttributes on it",
  }]);
});

test('The verdicts are published before a slow topic answers.', async () => {
  const ports = healthy();
  let publishedBefore = 0;
  ports.disturb.topic = async () => {
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    publishedBefore = ports.published.length;
  };
  expect(await summaryOf(ports, MORNING)).toEqual(WELL);
  expect(publishedBefore).toBe(1);
});

test('Topics without subscribers are published even when the contracts cannot be listed.', async () => {
  const ports = healthy();
  ports.topicsStored.set(WARNING, { confirmed: 0 });
  ports.disturb.contract = () => { throw new FakeError('AccessDeniedException'); };
  expect((await tick(ports, MORNING)).complete).toBe(false);
  expect(ports.published).toEqual([[{ metric: METRICS.unreachableTopics, value: 1 }, { metric: METRICS.ledgerUnavailable, value: 0 }]]);
});
