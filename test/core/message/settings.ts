import { NO_DIAGNOSIS } from '../../../core/diagnosis/diagnosis';
import { AlarmEvent } from '../../../core/incident/fold-alarm';
import { JudgedFacts } from '../../../core/incident/judged-facts';
import { Notification } from '../../../core/incident/record';
import { IncidentFacts, ObservatoryAddress } from '../../../core/message/facts';
import { DAY, HOUR, Instant, MINUTE } from '../../../core/time';
import { ReasonCode, SlotVerdict, StageVerdict, Verdict } from '../../../core/verdict/verdict';

/** Where the examples are deployed. */
export const PLACE: ObservatoryAddress = { observatory: 'Data', accountId: '111122223333', region: 'us-east-1', partition: 'aws' };

/** A Tuesday night in New York, 02:00 daylight saving time. */
export const TUESDAY: Instant = Date.UTC(2026, 9, 27, 6);

/** The code of a reason whose texts depend on it. For the others any code will do. */
const CODES: Readonly<Record<string, ReasonCode>> = { 'did not start': 'notStarted', 'did not succeed': 'noSuccess' };

/** The verdict of a stage in a slot. */
export function stage(name: string, verdict: Verdict, reason: string, succeededAt?: Instant): StageVerdict {
  return { stage: name, verdict, code: CODES[reason] ?? 'failed', reason, ...(succeededAt === undefined ? {} : { succeededAt }) };
}

/** A slot with the worst verdict of its stages. */
export function slotOf(dueAt: Instant, worst: StageVerdict, others: readonly StageVerdict[] = [], deadline?: Instant): SlotVerdict {
  return { slot: dueAt, dueAt, verdict: worst.verdict, decidedBy: worst, stages: [worst, ...others], closedAt: dueAt, runs: 1, ...(deadline === undefined ? {} : { deadline }) };
}

/** What the evidence says about consecutive slots, oldest first. */
export function judged(interval: number, open: boolean, slots: readonly (readonly [Instant, Verdict, Instant?])[]): JudgedFacts {
  const firstBad = slots.find(([, verdict]) => verdict !== 'ok' && verdict !== 'late' && verdict !== 'running');
  return {
    known: true, open, ...(open ? { since: firstBad?.[0] } : {}),
    slots: slots.map(([slot, verdict, succeededAt]) => ({ slot, verdict, until: slot + interval, ...(succeededAt === undefined ? {} : { succeededAt }) })),
  };
}

/** A change of an alarm's state. */
export function alarm(name: string, change: Pick<AlarmEvent, 'signal' | 'question' | 'severity' | 'at' | 'means' | 'lookFirst'> & Partial<AlarmEvent>): AlarmEvent {
  return {
    name, arn: `arn:aws:cloudwatch:us-east-1:111122223333:alarm:${name}`, lasting: false, state: 'ALARM',
    reason: 'Threshold Crossed: 1 datapoint [1.0] was greater than or equal to the threshold (1.0).', ...change,
  };
}

/** The alarm of a pipeline's proof of life. */
export function proofOfLife(pipeline: string, at: Instant, state: 'ALARM' | 'OK' = 'ALARM'): AlarmEvent {
  return alarm(`Data-${pipeline}-ProofOfLife`, {
    signal: 'ProofOfLife', question: 'ALIVE', severity: 'critical', lasting: true, state, at,
    means: 'The run that was due did not happen, hangs, or failed for good.',
    lookFirst: 'Check that its schedule is enabled, then look at its newest run.',
    reason: 'Threshold Crossed: 1 datapoint [0.0] was less than the threshold (1.0).',
  });
}

const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:OrdersMachine';
const CONSOLE = 'https://us-east-1.console.aws.amazon.com';

/** The facts of a message about the example app's nightly load, as the notifier collects them. */
export function nightlyOrders(notification: Notification, more: Partial<IncidentFacts> = {}): IncidentFacts {
  return {
    address: PLACE, pipeline: 'NightlyOrders', notification, now: notification.decidedAt, timeZone: 'America/New_York',
    expectation: 'every day at 02:00 America/New_York', startWithinSeconds: 15 * 60,
    lastSuccess: TUESDAY - DAY + 41 * MINUTE,
    nextDue: notification.decidedAt - ((notification.decidedAt - TUESDAY) % DAY) + DAY,
    owner: 'data-platform', runbookUrl: 'https://wiki.example.com/nightly-orders',
    diagnosis: NO_DIAGNOSIS,
    links: [
      { title: 'OrdersMachine', url: `${CONSOLE}/states/home?region=us-east-1#/statemachines/view/${MACHINE}` },
      { title: 'Dashboard', url: `${CONSOLE}/cloudwatch/home?region=us-east-1#dashboards/dashboard/Data` },
    ],
    downstream: [], problems: [],
    ...more,
  };
}

/** The facts of a message about its hourly sync, which is a function. */
export function customerSync(notification: Notification, more: Partial<IncidentFacts> = {}): IncidentFacts {
  return {
    address: PLACE, pipeline: 'CustomerSync', notification, now: notification.decidedAt, timeZone: 'UTC',
    expectation: 'every hour at minute 10 UTC', startWithinSeconds: 15 * 60,
    nextDue: notification.decidedAt - ((notification.decidedAt - 10 * MINUTE) % HOUR) + HOUR,
    owner: 'crm-team',
    diagnosis: NO_DIAGNOSIS,
    links: [{ title: 'SyncCustomers', url: `${CONSOLE}/lambda/home?region=us-east-1#/functions/SyncCustomers?tab=monitoring` }],
    downstream: [], problems: [],
    ...more,
  };
}
