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

/** A fault that begins at minute 100, has to be told within 10 minutes of minute 110, and is over at minute 300. */
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

describe('what a play came to', () => {
  test('What is told within its promise is told, by the first alarm that spoke.', () => {
    expect(judged([message(at(112)), message(at(113), { alarm: 'Other' })])).toEqual({
      outcome: 'detected', knowableAt: at(110), detectedAt: at(112), by: 'LoadFailed', promisedSeconds: 600,
    });
  });

  test('It may be told before it could be known.', () => {
    expect(judged([message(at(101))])).toMatchObject({ outcome: 'detected', detectedAt: at(101) });
  });

  test('Exactly at the promise it is in time, and a moment later it is late.', () => {
    expect(judged([message(at(120))]).outcome).toBe('detected');
    expect(judged([message(at(120) + 1)]).outcome).toBe('detectedLate');
  });

  test('What nobody says is a blind spot.', () => {
    expect(judged([])).toMatchObject({ outcome: 'undetected', reason: 'No alarm went off.', knowableAt: at(110) });
  });

  test('An all-clear tells nothing.', () => {
    expect(judged([message(at(112), { state: 'OK' })]).outcome).toBe('undetected');
  });

  test('A message that nobody hears tells nothing, and the reason names the topic.', () => {
    expect(judged([message(at(112), { to: [] })])).toMatchObject({ outcome: 'undetected', reason: `LoadFailed published to ${CRITICAL.arn}, but nobody received it: no subscription is confirmed.` });
  });

  test('A message that a topic did not take is a blind spot with its reason.', () => {
    expect(judged([], { lost: [{ at: at(112), alarm: 'LoadFailed', actionArn: CRITICAL.arn, why: 'the policy says no' }] })).toMatchObject({
      outcome: 'undetected', reason: 'LoadFailed went off, but its message was lost: the policy says no.',
    });
  });

  test('A message that no subscriber\'s channel could carry is a blind spot with that reason.', () => {
    const lost = [{ at: at(112), alarm: 'LoadFailed', actionArn: CRITICAL.arn, why: 'an SMS of 4,000 characters is too long' }];
    expect(judged([message(at(112), { to: [] })], { lost })).toMatchObject({ outcome: 'undetected', reason: 'LoadFailed went off, but its message was lost: an SMS of 4,000 characters is too long.' });
  });

  test('A warning does not do where the pipeline\'s alarms are critical.', () => {
    expect(judged([message(at(112), { severity: 'warning' })])).toMatchObject({ outcome: 'undetected', reason: 'Someone was notified only at severity warning, by LoadFailed, but it had to be critical.' });
    expect(judged([message(at(112), { severity: 'warning' })], { severity: 'warning' }).outcome).toBe('detected');
  });

  test('When the runs show when it could be known, that counts.', () => {
    const knownFrom: ExpectedAlert['knownFrom'] = (runs) => runs[0]?.end;
    const runs = [{ resourceArn: LOAD.arn, start: at(100), end: at(130), attempt: 1, outcome: 'failed' as const }];
    expect(judged([message(at(135))], { expectedAlerts: [{ knowableAt: at(110), withinSeconds: 600, knownFrom }], runs })).toMatchObject({ outcome: 'detected', knowableAt: at(130) });
  });

  test('Of several that have to be told each needs a message of its own.', () => {
    const expectedAlerts = [110, 150, 190].map((minute) => ({ knowableAt: at(minute), withinSeconds: 600 }));
    expect(judged([message(at(111)), message(at(151)), message(at(191))], { expectedAlerts }).outcome).toBe('detected');
    expect(judged([message(at(111)), message(at(191))], { expectedAlerts })).toMatchObject({
      outcome: 'undetected', knowableAt: at(150), reason: 'Of 3 expected alerts, number 2 was not sent. No alarm went off.',
    });
    expect(judged([message(at(111)), message(at(165)), message(at(191))], { expectedAlerts })).toMatchObject({ outcome: 'detectedLate', knowableAt: at(150) });
  });

  test('One that is late counts, however slow another one may be in time.', () => {
    const expectedAlerts: ExpectedAlert[] = [{ knowableAt: at(110), withinSeconds: 600 }, { knowableAt: at(150), withinSeconds: 3600, paidBy: (one) => one.at >= at(150) }];
    expect(judged([message(at(125)), message(at(200))], { expectedAlerts })).toMatchObject({ outcome: 'detectedLate', knowableAt: at(110), detectedAt: at(125) });
  });

  test('How long a repetition takes is not shown as the time to detect it.', () => {
    const expectedAlerts: ExpectedAlert[] = [{ knowableAt: at(110), withinSeconds: 600 }, { knowableAt: at(150), withinSeconds: 3600, repeats: true, paidBy: (one) => one.at >= at(150) }];
    expect(judged([message(at(112)), message(at(200))], { expectedAlerts })).toMatchObject({ outcome: 'detected', knowableAt: at(110), detectedAt: at(112) });
  });

  test('Too many messages are a storm.', () => {
    expect(judged([message(at(112)), message(at(113)), message(at(114))], { mostMessages: 2 })).toMatchObject({
      outcome: 'falseAlarm', reason: '3 messages were sent, but at most 2 were expected.',
    });
  });

  test('A recovery is told when the last word of an alarm that spoke is that it is over.', () => {
    const heals = at(150);
    expect(judged([message(at(112)), message(at(160), { state: 'OK' })], { heals }).recoveryNotified).toBe(true);
    expect(judged([message(at(112)), message(at(160), { state: 'OK' }), message(at(170))], { heals }).recoveryNotified).toBe(false);
    expect(judged([message(at(112)), message(at(160), { state: 'OK', alarm: 'Other' })], { heals }).recoveryNotified).toBe(false);
    expect(judged([message(at(112)), message(at(160), { state: 'OK' })]).recoveryNotified).toBeUndefined();
  });

  test('An alarm that speaks before anything is wrong is a false one, whatever comes later.', () => {
    expect(judged([message(at(60)), message(at(112))])).toEqual({
      outcome: 'falseAlarm', reason: 'LoadFailed notified someone before anything was wrong.', detectedAt: at(60), by: 'LoadFailed',
    });
  });

  test('An alarm that speaks of a run that is really missing before anything was done is a true one: the template is broken as it stands.', () => {
    const verdict = judged([message(at(60)), message(at(112))], { unserved: (until) => (until === at(60) ? Date.UTC(2026, 5, 1, 2) : undefined) });
    expect(verdict).toMatchObject({
      outcome: 'brokenBefore', detectedAt: at(60),
      reason: 'LoadFailed notified someone before the fault, and was right: no run of Load that was due at 2026-06-01 02:00 UTC succeeded.',
    });
    expect(judged([message(at(60))], { unserved: () => undefined }).outcome).toBe('falseAlarm');
  });

  test('A message about another pipeline with which nothing was wrong is a false alarm, and a blind spot stays one.', () => {
    const bystander = { name: 'Sync', message: message(at(115), { subject: 'Sync did not start' }) };
    expect(judged([message(at(112))], { bystander })).toMatchObject({ outcome: 'falseAlarm', reason: '"Sync did not start" was sent about Sync, but nothing was wrong with Sync.',
      remedy: 'Give each pipeline a function or state machine of its own, and a schedule group of its own.' });
    expect(judged([], { bystander }).outcome).toBe('undetected');
  });

  test('What is told while everything is just being deployed counts for nothing.', () => {
    expect(judged([message(at(40)), message(at(112))]).outcome).toBe('detected');
  });

  test('Where nothing has to be told, silence and all-clears are quiet, and an alarm is a false one.', () => {
    expect(judged([message(at(112), { state: 'OK' })], { expectedAlerts: [], expects: 'quiet' })).toEqual({ outcome: 'correctlyQuiet' });
    expect(judged([message(at(112))], { expectedAlerts: [], expects: 'quiet' })).toEqual({
      outcome: 'falseAlarm', detectedAt: at(112), by: 'LoadFailed', reason: 'LoadFailed notified someone, but nothing was wrong.',
    });
    expect(judged([message(at(112), { to: [] })], { expectedAlerts: [], expects: 'quiet' })).toEqual({ outcome: 'correctlyQuiet' });
  });

  test('What is told after the play is over counts for nothing.', () => {
    expect(judged([message(at(301))]).outcome).toBe('undetected');
  });

  test('A debt that says which messages are about it is paid by no other.', () => {
    const expectedAlerts = [{ knowableAt: at(110), withinSeconds: 600, paidBy: ({ alarm }: DeliveredMessage) => alarm === 'Own' }];
    expect(judged([message(at(112), { alarm: 'Other' })], { expectedAlerts }).outcome).toBe('undetected');
    expect(judged([message(at(112), { alarm: 'Other' }), message(at(115), { alarm: 'Own' })], { expectedAlerts })).toMatchObject({ outcome: 'detected', detectedAt: at(115), by: 'Own' });
  });

  test('Who told is named with the alarm that was the reason.', () => {
    expect(judged([message(at(112), { alarm: 'notifier: Load', kind: 'opened', because: 'LoadFailed' })])).toMatchObject({ by: 'notifier: Load', because: 'LoadFailed' });
  });

  describe('An alarm of the app\'s own beside this library\'s', () => {
    const theirs = (minute: number, more: Partial<DeliveredMessage> = {}): DeliveredMessage => message(at(minute), { alarm: 'Theirs', ...more });

    test('is named when nothing else has detected it.', () => {
      expect(judged([], { others: [theirs(112)] })).toMatchObject({ outcome: 'detected', detectedAt: at(112), by: 'Theirs', reliesOn: 'Theirs' });
    });

    test('is named when the others were late.', () => {
      expect(judged([message(at(140))], { others: [theirs(112)] })).toMatchObject({ outcome: 'detected', by: 'Theirs', reliesOn: 'Theirs' });
    });

    test('is not, when it was sooner and the others were in time.', () => {
      const verdict = judged([message(at(115))], { others: [theirs(112)] });
      expect(verdict).toMatchObject({ outcome: 'detected', by: 'LoadFailed', detectedAt: at(115) });
      expect(verdict.reliesOn).toBeUndefined();
    });

    test('detects nothing when it spoke before anything was wrong, too.', () => {
      expect(judged([], { others: [theirs(60), theirs(112)] }).outcome).toBe('undetected');
    });

    test('is no false alarm before anything is wrong, nor where nothing is, nor one message too many.', () => {
      expect(judged([message(at(112))], { others: [theirs(60)] }).outcome).toBe('detected');
      expect(judged([], { others: [theirs(112)], expectedAlerts: [], expects: 'quiet' })).toEqual({ outcome: 'correctlyQuiet' });
      expect(judged([message(at(112))], { others: [theirs(113), theirs(114)], mostMessages: 1 }).outcome).toBe('detected');
    });
  });

  test('A reminder tells nothing new: it pays for no other failure.', () => {
    const expectedAlerts = [{ knowableAt: at(110), withinSeconds: 600 }, { knowableAt: at(200), withinSeconds: 600 }];
    const told = [message(at(112), { kind: 'opened' }), message(at(190), { kind: 'reminder' })];
    expect(judged(told, { expectedAlerts })).toMatchObject({ outcome: 'undetected', reason: 'Of 2 expected alerts, number 2 was not sent. No alarm went off.' });
    expect(judged([...told, message(at(205), { kind: 'failedAgain' })], { expectedAlerts }).outcome).toBe('detected');
  });

  test('A recovery that is sent before a run has succeeded again is a false all-clear, and one after it is not.', () => {
    const told = message(at(112), { kind: 'opened' });
    const recovered = (minute: number): DeliveredMessage => message(at(minute), { kind: 'recovered', state: 'OK', subject: 'RECOVERED: Load' });
    expect(judged([told, recovered(150)], { unhealedUntil: at(151) })).toMatchObject({ outcome: 'falseAlarm', reason: '"RECOVERED: Load" was sent, but no run had succeeded since.' });
    expect(judged([told, recovered(151)], { unhealedUntil: at(151) }).outcome).toBe('detected');
    expect(judged([told, recovered(150)]).outcome).toBe('detected');
  });

  test('What something else says already must not be told, though it may be told that it is over.', () => {
    const unwanted = ({ alarm }: DeliveredMessage): boolean => alarm === 'Downstream';
    expect(judged([message(at(112)), message(at(150), { alarm: 'Downstream', state: 'OK' })], { unwanted }).outcome).toBe('detected');
    expect(judged([message(at(112)), message(at(150), { alarm: 'Downstream', subject: 'down' })], { unwanted }))
      .toMatchObject({ outcome: 'falseAlarm', reason: '"down" was sent, but another message already reports it.' });
  });
});
