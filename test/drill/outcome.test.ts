import type { Instant } from '../../core/time';
import type { ExpectedAlert, FaultDefinition, Play } from '../../drill/faults/fault';
import { outcomeOf, Played } from '../../drill/outcome';
import type { DeliveredMessage } from '../../drill';
import { accountOf, alarmOf, functionOf, lambdaMetric, scheduleOf, topicOf } from './accounts';

const MINUTE = 60_000;
const CRITICAL = topicOf('Critical', { displayName: 'CRITICAL' });
const LOAD = functionOf('Load');
const ACCOUNT = accountOf({ topics: [CRITICAL], functions: [LOAD], alarms: [alarmOf('LoadFailed', lambdaMetric('Load', 'Errors'), { actions: { alarm: [CRITICAL.arn], ok: [], insufficientData: [] } })] });

function message(at: Instant, more: Partial<DeliveredMessage> = {}): DeliveredMessage {
  return { at, alarm: 'LoadFailed', state: 'ALARM', severity: 'critical', topicArn: CRITICAL.arn, to: ['email:data@example.com'], subject: 's', text: 't', ...more };
}

/** A fault that begins at minute 100, must be detected within 10 minutes of minute 110, and ends at minute 300. */
function judged(messages: readonly DeliveredMessage[], { expectedAlerts = [{ knowableAt: 110 * MINUTE, withinSeconds: 600 }], expects = 'detected', lost = [], runs = [], unserved, bystander, others, ...play }: {
  readonly expectedAlerts?: readonly ExpectedAlert[]; readonly expects?: FaultDefinition['expects']; readonly lost?: Played['lost']; readonly runs?: Played['runs'];
  readonly unserved?: Played['unserved']; readonly bystander?: Played['bystander']; readonly others?: Played['others'];
} & Partial<Play> = {}): ReturnType<typeof outcomeOf> {
  return outcomeOf({
    account: ACCOUNT,
    pipeline: { name: 'Load', stages: [{ name: 'Load', kind: 'function', resource: LOAD }], schedules: [scheduleOf('rate(1 day)', LOAD.arn)], externalTrigger: false, links: [] },
    fault: { id: 'f', title: 'f', what: 'f', expects, play: () => { throw new Error('not played'); } },
    play: { conditions: [], begins: 100 * MINUTE, to: 300 * MINUTE, expectedAlerts, ...play },
    quietFrom: 50 * MINUTE, messages, lost, runs, unserved, bystander, others,
  });
}

const at = (minute: number): Instant => minute * MINUTE;

describe('the outcome of a play', () => {
  test('A fault is detected in time by the first alarm within the promise.', () => {
    expect(judged([message(at(112)), message(at(113), { alarm: 'Other' })])).toEqual({
      outcome: 'detected', knowableAt: at(110), detectedAt: at(112), by: 'LoadFailed', promisedSeconds: 600,
    });
  });

  test('A fault may be detected before it could be known.', () => {
    expect(judged([message(at(101))])).toMatchObject({ outcome: 'detected', detectedAt: at(101) });
  });

  test('A message exactly at the promised time is in time, and one a moment later is late.', () => {
    expect(judged([message(at(120))]).outcome).toBe('detected');
    expect(judged([message(at(120) + 1)]).outcome).toBe('detectedLate');
  });

  test('A fault without a message is undetected.', () => {
    expect(judged([])).toMatchObject({ outcome: 'undetected', reason: 'No alarm went off.', knowableAt: at(110) });
  });

  test('An all-clear message detects nothing.', () => {
    expect(judged([message(at(112), { state: 'OK' })]).outcome).toBe('undetected');
  });

  test('A message without recipients detects nothing, and the reason names the topic.', () => {
    expect(judged([message(at(112), { to: [] })])).toMatchObject({ outcome: 'undetected', reason: `LoadFailed published to ${CRITICAL.arn}, but nobody received it: no subscription is confirmed.` });
  });

  test('A fault whose message a topic refused is undetected, with the reason.', () => {
    expect(judged([], { lost: [{ at: at(112), alarm: 'LoadFailed', actionArn: CRITICAL.arn, why: 'the policy says no' }] })).toMatchObject({
      outcome: 'undetected', reason: 'LoadFailed went off, but its message was lost: the policy says no.',
    });
  });

  test('A fault whose message is too long for every subscriber is undetected, with the reason.', () => {
    const lost = [{ at: at(112), alarm: 'LoadFailed', actionArn: CRITICAL.arn, why: 'an SMS of 4,000 characters is too long' }];
    expect(judged([message(at(112), { to: [] })], { lost })).toMatchObject({ outcome: 'undetected', reason: 'LoadFailed went off, but its message was lost: an SMS of 4,000 characters is too long.' });
  });

  test('A warning is not enough where the pipeline\'s alarms are critical.', () => {
    expect(judged([message(at(112), { severity: 'warning' })])).toMatchObject({ outcome: 'undetected', reason: 'Someone was notified only at severity warning, by LoadFailed, but it had to be critical.' });
    expect(judged([message(at(112), { severity: 'warning' })], { severity: 'warning' }).outcome).toBe('detected');
  });

  test('The actual runs decide when it could be known.', () => {
    const knownFrom: ExpectedAlert['knownFrom'] = (runs) => runs[0]?.end;
    const runs = [{ resourceArn: LOAD.arn, start: at(100), end: at(130), attempt: 1, outcome: 'failed' as const }];
    expect(judged([message(at(135))], { expectedAlerts: [{ knowableAt: at(110), withinSeconds: 600, knownFrom }], runs })).toMatchObject({ outcome: 'detected', knowableAt: at(130) });
  });

  test('Each of several expected alerts needs a message of its own.', () => {
    const expectedAlerts = [110, 150, 190].map((minute) => ({ knowableAt: at(minute), withinSeconds: 600 }));
    expect(judged([message(at(111)), message(at(151)), message(at(191))], { expectedAlerts }).outcome).toBe('detected');
    expect(judged([message(at(111)), message(at(191))], { expectedAlerts })).toMatchObject({
      outcome: 'undetected', knowableAt: at(150), reason: 'Of 3 expected alerts, number 2 was not sent. No alarm went off.',
    });
    expect(judged([message(at(111)), message(at(165)), message(at(191))], { expectedAlerts })).toMatchObject({ outcome: 'detectedLate', knowableAt: at(150) });
  });

  test('A late alert decides, however slow another one in time was.', () => {
    const expectedAlerts: ExpectedAlert[] = [{ knowableAt: at(110), withinSeconds: 600 }, { knowableAt: at(150), withinSeconds: 3600, isMetBy: (one) => one.at >= at(150) }];
    expect(judged([message(at(125)), message(at(200))], { expectedAlerts })).toMatchObject({ outcome: 'detectedLate', knowableAt: at(110), detectedAt: at(125) });
  });

  test('The time of a repetition is not shown as the time until detection.', () => {
    const expectedAlerts: ExpectedAlert[] = [{ knowableAt: at(110), withinSeconds: 600 }, { knowableAt: at(150), withinSeconds: 3600, repeats: true, isMetBy: (one) => one.at >= at(150) }];
    expect(judged([message(at(112)), message(at(200))], { expectedAlerts })).toMatchObject({ outcome: 'detected', knowableAt: at(110), detectedAt: at(112) });
  });

  test('Too many messages are a false alarm.', () => {
    expect(judged([message(at(112)), message(at(113)), message(at(114))], { mostMessages: 2 })).toMatchObject({
      outcome: 'falseAlarm', reason: '3 messages were sent, but at most 2 were expected.',
    });
  });

  test('People are notified of the recovery when the last message of an alarm reports it.', () => {
    const heals = at(150);
    expect(judged([message(at(112)), message(at(160), { state: 'OK' })], { heals }).recoveryNotified).toBe(true);
    expect(judged([message(at(112)), message(at(160), { state: 'OK' }), message(at(170))], { heals }).recoveryNotified).toBe(false);
    expect(judged([message(at(112)), message(at(160), { state: 'OK', alarm: 'Other' })], { heals }).recoveryNotified).toBe(false);
    expect(judged([message(at(112)), message(at(160), { state: 'OK' })]).recoveryNotified).toBeUndefined();
  });

  test('An alarm before the fault is a false alarm, whatever comes later.', () => {
    expect(judged([message(at(60)), message(at(112))])).toEqual({
      outcome: 'falseAlarm', reason: 'LoadFailed notified someone before anything was wrong.', detectedAt: at(60), by: 'LoadFailed',
    });
  });

  test('An alarm before the fault about a run that really is missing is right: the template is broken as it stands.', () => {
    const verdict = judged([message(at(60)), message(at(112))], { unserved: (until) => (until === at(60) ? Date.UTC(2026, 5, 1, 2) : undefined) });
    expect(verdict).toMatchObject({
      outcome: 'brokenBefore', detectedAt: at(60),
      reason: 'LoadFailed notified someone before the fault, and was right: no run of Load that was due at 2026-06-01 02:00 UTC succeeded.',
    });
    expect(judged([message(at(60))], { unserved: () => undefined }).outcome).toBe('falseAlarm');
  });

  test('A message about another pipeline with which nothing was wrong is a false alarm, but an undetected fault stays undetected.', () => {
    const bystander = { name: 'Sync', message: message(at(115), { subject: 'Sync did not start' }) };
    expect(judged([message(at(112))], { bystander })).toMatchObject({ outcome: 'falseAlarm', reason: '"Sync did not start" was sent about Sync, but nothing was wrong with Sync.',
      remedy: 'Give each pipeline a function or state machine of its own, and a schedule group of its own.' });
    expect(judged([], { bystander }).outcome).toBe('undetected');
  });

  test('Messages during the deployment count for nothing.', () => {
    expect(judged([message(at(40)), message(at(112))]).outcome).toBe('detected');
  });

  test('For a harmless event, silence and all-clear messages are correct, and an alarm is a false one.', () => {
    expect(judged([message(at(112), { state: 'OK' })], { expectedAlerts: [], expects: 'quiet' })).toEqual({ outcome: 'correctlyQuiet' });
    expect(judged([message(at(112))], { expectedAlerts: [], expects: 'quiet' })).toEqual({
      outcome: 'falseAlarm', detectedAt: at(112), by: 'LoadFailed', reason: 'LoadFailed notified someone, but nothing was wrong.',
    });
    expect(judged([message(at(112), { to: [] })], { expectedAlerts: [], expects: 'quiet' })).toEqual({ outcome: 'correctlyQuiet' });
  });

  test('Messages after the play count for nothing.', () => {
    expect(judged([message(at(301))]).outcome).toBe('undetected');
  });

  test('An alert that names its messages is not met by any other message.', () => {
    const expectedAlerts = [{ knowableAt: at(110), withinSeconds: 600, isMetBy: ({ alarm }: DeliveredMessage) => alarm === 'Own' }];
    expect(judged([message(at(112), { alarm: 'Other' })], { expectedAlerts }).outcome).toBe('undetected');
    expect(judged([message(at(112), { alarm: 'Other' }), message(at(115), { alarm: 'Own' })], { expectedAlerts })).toMatchObject({ outcome: 'detected', detectedAt: at(115), by: 'Own' });
  });

  test('The sender is named together with the alarm that caused the message.', () => {
    expect(judged([message(at(112), { alarm: 'notifier: Load', kind: 'opened', because: 'LoadFailed' })])).toMatchObject({ by: 'notifier: Load', because: 'LoadFailed' });
  });

  describe('An alarm of the app\'s own beside this library\'s', () => {
    const theirs = (minute: number, more: Partial<DeliveredMessage> = {}): DeliveredMessage => message(at(minute), { alarm: 'Theirs', ...more });

    test('is named when nothing else detected the fault.', () => {
      expect(judged([], { others: [theirs(112)] })).toMatchObject({ outcome: 'detected', detectedAt: at(112), by: 'Theirs', reliesOn: 'Theirs' });
    });

    test('is named when this library\'s alarms were late.', () => {
      expect(judged([message(at(140))], { others: [theirs(112)] })).toMatchObject({ outcome: 'detected', by: 'Theirs', reliesOn: 'Theirs' });
    });

    test('is not named when it was sooner and this library\'s alarms were in time.', () => {
      const verdict = judged([message(at(115))], { others: [theirs(112)] });
      expect(verdict).toMatchObject({ outcome: 'detected', by: 'LoadFailed', detectedAt: at(115) });
      expect(verdict.reliesOn).toBeUndefined();
    });

    test('detects nothing if it went off before the fault as well.', () => {
      expect(judged([], { others: [theirs(60), theirs(112)] }).outcome).toBe('undetected');
    });

    test('is never a false alarm, and never one message too many.', () => {
      expect(judged([message(at(112))], { others: [theirs(60)] }).outcome).toBe('detected');
      expect(judged([], { others: [theirs(112)], expectedAlerts: [], expects: 'quiet' })).toEqual({ outcome: 'correctlyQuiet' });
      expect(judged([message(at(112))], { others: [theirs(113), theirs(114)], mostMessages: 1 }).outcome).toBe('detected');
    });
  });

  test('A reminder does not count as the message of another failure.', () => {
    const expectedAlerts = [{ knowableAt: at(110), withinSeconds: 600 }, { knowableAt: at(200), withinSeconds: 600 }];
    const sent = [message(at(112), { kind: 'opened' }), message(at(190), { kind: 'reminder' })];
    expect(judged(sent, { expectedAlerts })).toMatchObject({ outcome: 'undetected', reason: 'Of 2 expected alerts, number 2 was not sent. No alarm went off.' });
    expect(judged([...sent, message(at(205), { kind: 'failedAgain' })], { expectedAlerts }).outcome).toBe('detected');
  });

  test('A recovery message before a run has succeeded again is a false all-clear, and one after it is not.', () => {
    const sent = message(at(112), { kind: 'opened' });
    const recovered = (minute: number): DeliveredMessage => message(at(minute), { kind: 'recovered', state: 'OK', subject: 'RECOVERED: Load' });
    expect(judged([sent, recovered(150)], { unhealedUntil: at(151) })).toMatchObject({ outcome: 'falseAlarm', reason: '"RECOVERED: Load" was sent, but no run had succeeded since.' });
    expect(judged([sent, recovered(151)], { unhealedUntil: at(151) }).outcome).toBe('detected');
    expect(judged([sent, recovered(150)]).outcome).toBe('detected');
  });

  test('A message about something that another message reports is a false alarm, but its recovery is not.', () => {
    const unwanted = ({ alarm }: DeliveredMessage): boolean => alarm === 'Downstream';
    expect(judged([message(at(112)), message(at(150), { alarm: 'Downstream', state: 'OK' })], { unwanted }).outcome).toBe('detected');
    expect(judged([message(at(112)), message(at(150), { alarm: 'Downstream', subject: 'down' })], { unwanted }))
      .toMatchObject({ outcome: 'falseAlarm', reason: '"down" was sent, but another message already reports it.' });
  });
});
