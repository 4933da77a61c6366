import { Drill, DrillResult, FAULT_IDS, FaultId } from '../../../drill';
import { faultOf, FAULTS } from '../../../drill/faults/catalogue';
import { isKnownGap } from '../../../drill/report/known-gaps';
import { OUTCOMES } from '../../../drill/report/outcome-text';
import { exampleAccount } from '../example';

const drill = Drill.of(exampleAccount());

/** The alarms that may report a fault first. */
const TOLD_BY: Readonly<Partial<Record<FaultId, RegExp>>> = {
  runFails: /Failed/, secondRunFails: /Failed/, failsForAWeek: /Failed/, runTimesOut: /Failed/, runAborted: /Failed/, runHangs: /Failed|ProofOfLife/, flapping: /Failed/,
  busyFunctionTimesOut: /Failed/, runThrottled: /TriggerUndeliverable|Failed|ProofOfLife/, scheduleDisabled: /ProofOfLife/, scheduleDeleted: /ProofOfLife/, runLate: /ProofOfLife/, stageDiesSilently: /ProofOfLife/,
  targetRefuses: /TriggerUndeliverable|ProofOfLife/, roleLostPermission: /TriggerUndeliverable|ProofOfLife/, runFarSlower: /NearTimeout|SlowerThanUsual/, runCreeps: /NearTimeout|SlowerThanUsual/,
  checkerThrottled: /Checker/, checkerCrashes: /Checker/, checkerScheduleDisabled: /CheckerSilent/, putMetricDataFails: /CheckerSilent/, regionalOutage: /NotifierSilent|CheckerSilent/,
  checkerCannotReadMetrics: /PipelinesUnverifiable|ProofOfLife/, contractCorrupted: /PipelinesUnverifiable|ProofOfLife/,
  topicPolicyBroken: /TopicUnreachable/, policyOfPeopleBroken: /TopicUnreachable/, subscriberNeverConfirmed: /TopicUnreachable|ProofOfLife/,
  notifierCrashes: /NotifierFailing|Failed/, notifierThrottled: /NotifierFailing|Failed/, notifierTimesOut: /NotifierFailing|Failed/,
  notifierDeleted: /NotifierSilent|Failed/, notifierScheduleDisabled: /NotifierSilent|Failed/, invokePermissionRemoved: /Failed/, notifierCannotPublish: /Failed/,
  notifierLostPermission: /NotifierFailing/, notifierAndPipeDead: /AlarmsUndelivered/, incidentTableDenied: /NotifierFailing|Failed/, incidentTableLost: /Failed/,
  topicSubscribersGone: /TopicUnreachable/, concurrencyExhausted: /NotifierFailing|Checker/,
  failsAllDay: /Failed/, upstreamBroken: /ProofOfLife/, muteWindow: /ProofOfLife/,
};

/** Slowness is a warning. A topic without subscribers is reported on the other topic, whichever that is. */
const MAY_WARN = /NearTimeout|SlowerThanUsual|TopicUnreachable/;

/**
 * Faults that need something that the example app does not have: rate-and-key.simulation.test.ts, web-hook.simulation.test.ts
 * and the event-driven apps play them.
 */
const ELSEWHERE: readonly FaultId[] = ['webHookHiccups', 'keyDisabled', 'phaseMoves', 'phaseMovesThenStops', 'nothingArrives', 'arrivalsGetRarer'];

/** Faults that can happen to some pipeline of the example. */
const hits = new Set<string>();

describe('the catalogue of faults', () => {
  test('Every fault has its id as its key, and a description.', () => {
    for (const id of FAULT_IDS) {
      const { title, what, id: own } = FAULTS[id];
      expect(own).toBe(id);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(what).toMatch(/^[A-Z].*\.$/);
    }
    expect(new Set(Object.values(FAULTS).map(({ title }) => title)).size).toBe(FAULT_IDS.length);
  });

  test('An unknown id is refused.', () => {
    expect(() => faultOf('constructor')).toThrow('There is no fault "constructor". Use one of: runFails, ');
  });
});

describe.each(FAULT_IDS.map((id) => [id, FAULTS[id].title] as const))('%s: %s', (id) => {
  let results: readonly DrillResult[];
  beforeAll(async () => {
    ({ results } = await drill.runAll({ faults: [id], timelines: 'none' }));
    if (results.some(({ outcome }) => OUTCOMES[outcome].played)) hits.add(id);
  });

  test(FAULTS[id].expects === 'detected' ? 'The example app detects it in time.' : 'The example app stays quiet.', () => {
    for (const { outcome, reason, pipeline, knownGap } of results) {
      const wanted = FAULTS[id].expects === 'detected' ? 'detected' : 'correctlyQuiet';
      // A stated known gap must be one, or the statement must go.
      if (knownGap !== undefined && OUTCOMES[outcome].played) {
        expect({ pipeline, outcome }).not.toMatchObject({ outcome: wanted });
        expect(knownGap).toMatch(/^[A-Z].*\.$/);
        expect(isKnownGap({ outcome, knownGap })).toBe(true);
        continue;
      }
      expect({ pipeline, reason, outcome }).toMatchObject({ outcome: OUTCOMES[outcome].played ? wanted : outcome });
      if (!OUTCOMES[outcome].played) expect(reason).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('The first message comes from the right alarm, at the right severity, with the time when it could be known and a promise.', () => {
    for (const result of results.filter(({ outcome }) => outcome === 'detected')) {
      const { by, because, knowableAt, detectedAt, promisedSeconds, messages, pipeline } = result;
      // A check of the evidence may be faster than the alarm.
      const isLook = because === undefined && by === `notifier: ${pipeline}`;
      if (!isLook) expect(because ?? by).toMatch(TOLD_BY[id] ?? /./);
      expect(promisedSeconds).toBeGreaterThan(0);
      expect((detectedAt! - knowableAt!) / 1000).toBeLessThanOrEqual(promisedSeconds!);
      const severity = messages.find(({ at, alarm }) => at === detectedAt && alarm === by)!.severity;
      if (pipeline !== 'CustomerSync' && !MAY_WARN.test(because ?? by!)) expect(severity).toBe('critical');
      // The notifier reports every recovery; a fault that never heals has none.
      expect(result.recoveryNotified).not.toBe(false);
    }
  });

  test('Nobody is notified before the fault, and every message reaches someone.', () => {
    for (const { messages, from, to } of results) {
      for (const message of messages) {
        expect(message.to.length).toBeGreaterThan(0);
        expect(message.at).toBeGreaterThanOrEqual(from);
        expect(message.at).toBeLessThanOrEqual(to);
      }
    }
  });
});

describe('the example app under the whole catalogue', () => {
  test('Each fault affects at least one pipeline.', () => {
    expect(FAULT_IDS.filter((id) => !hits.has(id))).toEqual(FAULT_IDS.filter((id) => ELSEWHERE.includes(id)));
  });
});
