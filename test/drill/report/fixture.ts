import { DAY, HOUR, Instant, MINUTE } from '../../../core/time';
import type {
  DeliveredMessage, DrillReport, DrillResult, Outcome, TimelineLane, TimelineMark, YearResult,
} from '../../../drill';

/** A Monday, 02:00 in UTC: the pipelines in these tests are due every night. */
export const DUE: Instant = Date.UTC(2026, 10, 23, 2);

/** A message with the fields that matter to a test. */
export function message(given: Partial<DeliveredMessage> = {}): DeliveredMessage {
  return {
    at: DUE + 19 * MINUTE,
    alarm: 'NightlyOrders-ProofOfLife',
    state: 'ALARM',
    severity: 'critical',
    topicArn: 'arn:aws:sns:eu-central-1:111122223333:Critical',
    to: ['email:data-platform@example.com', 'sms:+15550100'],
    subject: 'ALARM: "NightlyOrders-ProofOfLife" in EU (Frankfurt)',
    text: 'ALIVE? NightlyOrders: The run that was due did not happen, hangs, or failed for good.\nFirst: Check that its schedule is enabled, then look at its newest run.',
    ...given,
  };
}

/** A cell with the fields that matter to a test; by default it is detected after four minutes. */
export function result(given: Partial<DrillResult> = {}): DrillResult {
  const outcome: Outcome = given.outcome ?? 'detected';
  const detected = outcome === 'detected' || outcome === 'detectedLate';
  return {
    pipeline: 'NightlyOrders',
    fault: 'never-starts',
    title: 'Never starts: its schedule is disabled',
    expected: outcome === 'correctlyQuiet' || outcome === 'falseAlarm' ? 'quiet' : 'detected',
    outcome,
    ...(detected || outcome === 'undetected' ? { knowableAt: DUE + 15 * MINUTE, promisedSeconds: 1800 } : {}),
    ...(detected ? { detectedAt: DUE + 19 * MINUTE, by: 'NightlyOrders-ProofOfLife', recoveryNotified: true } : {}),
    messages: detected || outcome === 'falseAlarm' ? [message()] : [],
    from: DUE - 2 * DAY,
    to: DUE + 2 * DAY,
    timeline: [],
    ...given,
  };
}

export function year(given: Partial<YearResult> = {}): YearResult {
  return {
    pipeline: 'NightlyOrders', timeZone: 'America/New_York', from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1),
    runs: 365, ticks: 105_120, falseAlarms: [], ...given,
  };
}

export function report(given: Partial<DrillReport> = {}): DrillReport {
  return { app: 'cdk.out', startedAt: '2026-11-22T09:00:00.000Z', results: [result()], years: [], notPlayed: [], tookMillis: 12_345, ...given };
}

/** The lanes of a window in which the run of one night is missing. */
export function lanes(from: Instant, to: Instant, missing: Instant, detectedAt?: Instant): TimelineLane[] {
  const due = every(DAY, from, to, DUE);
  const runs: TimelineMark[] = due.flatMap((at) => [
    { from: at, what: 'due', label: 'due' },
    ...(at === missing ? [] : [{ from: at + 20_000, to: at + 42 * MINUTE, what: 'succeeded', label: 'took 42 min' }]),
  ]);
  const points = due.filter((at) => at !== missing).map((at) => ({ from: at + 42 * MINUTE, what: 'point', label: '1' }));
  const ticks = every(5 * MINUTE, from, to, DUE).map((at) => ({ from: at, what: 'tick' }));
  const alarm: TimelineMark[] = detectedAt === undefined
    ? [{ from, to, what: 'OK' }]
    : [{ from, to: detectedAt, what: 'OK' }, { from: detectedAt, to: missing + DAY + 45 * MINUTE, what: 'ALARM' }, { from: missing + DAY + 45 * MINUTE, to, what: 'OK' }];
  const messages: TimelineMark[] = detectedAt === undefined ? [] : [
    { from: detectedAt, what: 'ALARM', label: 'ALARM: NightlyOrders' }, { from: missing + DAY + 45 * MINUTE, what: 'OK', label: 'OK: NightlyOrders' },
  ];
  return [
    { name: 'OrdersMachine', kind: 'runs', marks: runs },
    { name: 'ExecutionsSucceeded', kind: 'points', marks: points },
    { name: 'checker', kind: 'ticks', marks: ticks },
    { name: 'NightlyOrders-ProofOfLife', kind: 'alarm', marks: alarm },
    { name: 'NightlyOrders-Failed', kind: 'alarm', marks: [{ from, to, what: 'OK' }] },
    { name: 'messages', kind: 'messages', marks: messages },
  ];
}

function every(step: number, from: Instant, to: Instant, anchor: Instant): Instant[] {
  const first = anchor - Math.floor((anchor - from) / step) * step;
  return Array.from({ length: Math.max(0, Math.ceil((to - first) / step)) }, (_, index) => first + index * step);
}

const FAULTS: readonly (readonly [fault: string, title: string, outcomes: readonly Outcome[], minutes: number])[] = [
  ['run-fails', 'A run fails', ['detected', 'detected', 'detected'], 4],
  ['fails-all-week', 'Fails every night for a week', ['detected', 'detected', 'detected'], 4],
  ['times-out', 'A run times out', ['detected', 'detected', 'detectedLate'], 7],
  ['is-aborted', 'A run is aborted by hand', ['detected', 'notApplicable', 'notApplicable'], 5],
  ['schedule-disabled', 'The schedule is disabled', ['detected', 'detected', 'undetected'], 6],
  ['schedule-role', 'The schedule\'s role lost its permission', ['detected', 'detected', 'detected'], 6],
  ['hangs', 'Starts and hangs', ['detected', 'detected', 'detected'], 12],
  ['creeps', 'Runs slowly approach the timeout over weeks', ['detected', 'detected', 'detected'], 3 * 60],
  ['retries', 'Succeeds after retries', ['correctlyQuiet', 'correctlyQuiet', 'correctlyQuiet'], 0],
  ['metrics-late', 'Metrics arrive ten minutes late', ['correctlyQuiet', 'correctlyQuiet', 'falseAlarm'], 0],
  ['dst-ends', 'Daylight saving ends', ['correctlyQuiet', 'correctlyQuiet', 'correctlyQuiet'], 0],
  ['checker-crashes', 'The checker crashes on every tick', ['detected', 'detected', 'detected'], 16],
  ['topic-policy', 'The topic\'s policy no longer lets CloudWatch publish', ['undetected', 'detected', 'detected'], 16],
];

/** A report with every outcome, as a drill of an app with one gap would give it. */
export function variedReport(): DrillReport {
  const pipelines = ['NightlyOrders', 'CustomerSync', 'WeekdayReport'];
  const results = FAULTS.flatMap(([fault, title, outcomes, minutes]) => pipelines.map((pipeline, index) => {
    const outcome = outcomes[index]!;
    const detected = outcome === 'detected' || outcome === 'detectedLate';
    const knowableAt = DUE + 15 * MINUTE;
    const detectedAt = knowableAt + minutes * MINUTE + (outcome === 'detectedLate' ? 8 * HOUR : 0) + index * MINUTE;
    const from = DUE - (fault === 'creeps' ? 21 : 2) * DAY;
    const to = DUE + 2 * DAY;
    const notifies = detected || outcome === 'falseAlarm';
    return result({
      pipeline, fault, title, outcome, from, to,
      ...(detected ? { knowableAt, detectedAt, by: `${pipeline}-ProofOfLife` } : {}),
      ...(outcome === 'notApplicable' ? { reason: 'It has no state machine.' } : {}),
      ...(outcome === 'undetected' ? { reason: 'No alarm left the OK state.' } : {}),
      messages: notifies
        ? [message({ at: detectedAt, alarm: `${pipeline}-ProofOfLife` }), message({ at: DUE + DAY + 45 * MINUTE, alarm: `${pipeline}-ProofOfLife`, state: 'OK', subject: `OK: "${pipeline}-ProofOfLife" in EU (Frankfurt)`, text: 'A run has succeeded again. Down for 1 day.' })]
        : [],
      timeline: outcome === 'notApplicable' ? [] : lanes(from, to, outcome === 'correctlyQuiet' ? NaN : DUE, notifies ? detectedAt : undefined),
    });
  }));
  return report({
    results,
    years: [year(), year({ pipeline: 'CustomerSync', timeZone: 'UTC', runs: 8760 }), year({ pipeline: 'WeekdayReport', timeZone: 'Europe/Berlin', runs: 259 })],
    notPlayed: [{ where: 'ObservedExample/Dashboard', what: 'AWS::CloudWatch::Dashboard is not played' }],
  });
}
