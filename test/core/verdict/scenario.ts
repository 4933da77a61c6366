import {
  Contract, Expectation, ScheduledExpectation, SilenceExpectation, StageContract,
} from '../../../core/contract/contract';
import { Outcome, Run, StageEvidence } from '../../../core/evidence/run';
import { Instant } from '../../../core/time';
import { judge } from '../../../core/verdict/judge';
import { Judgement } from '../../../core/verdict/verdict';

/** An instant in the form that people write: `t('2026-03-10 02:00')` is in UTC, and `:30` seconds may follow. */
export function t(text: string): Instant {
  const instant = Date.parse(`${text.replace(' ', 'T')}${/:\d\d:/.test(text) ? '' : ':00'}Z`);
  if (Number.isNaN(instant)) throw new Error(`not an instant: ${text}`);
  return instant;
}

/** The inverse of `t`, without seconds if there are none. */
export function show(instant: Instant | undefined): string | undefined {
  return instant === undefined ? undefined : new Date(instant).toISOString().replace('T', ' ').replace(/(:00)?(\.000)?Z$/, '');
}

/** Seconds of a few minutes or hours. */
export const minutes = (count: number): number => count * 60;
export const hours = (count: number): number => count * 3600;

/** A standard state machine: it shows its running executions, and its record confirms failures. */
export const STANDARD: StageContract['source'] = { kind: 'stateMachine', stateMachineArn: 'arn:load', type: 'STANDARD' };
/** An express machine: visible only by its ends. */
export const EXPRESS: StageContract['source'] = { kind: 'stateMachine', stateMachineArn: 'arn:load', type: 'EXPRESS' };
/** A function: visible at its end, stamped with its start. */
export const LAMBDA: StageContract['source'] = { kind: 'lambdaFunction', functionName: 'load' };

/** A stage that must start within 15 minutes, may take an hour, and whose evidence may be 5 minutes late. */
export function stage(overrides: Partial<StageContract> = {}): StageContract {
  return {
    name: 'load',
    source: STANDARD,
    startWithinSeconds: minutes(15),
    maxDurationSeconds: hours(1),
    publicationDelaySeconds: minutes(5),
    minSuccessfulRuns: 1,
    optional: false,
    retryWithinSeconds: 0,
    ...overrides,
  };
}

/** Every night at 02:00 UTC. */
export function nightly(overrides: Partial<ScheduledExpectation> = {}): ScheduledExpectation {
  return {
    failuresToAlarm: 1,
    successesToRecover: 1,
    schedule: 'cron(0 2 * * ? *)',
    timeZone: 'UTC',
    startEarlyBySeconds: 60,
    flexibleWindowSeconds: 0,
    ...overrides,
  };
}

export function hourly(overrides: Partial<ScheduledExpectation> = {}): ScheduledExpectation {
  return nightly({ schedule: 'cron(0 * * * ? *)', ...overrides });
}

/** At least one success in any 24 hours. */
export function silence(overrides: Partial<SilenceExpectation> = {}): SilenceExpectation {
  return { failuresToAlarm: 1, successesToRecover: 1, maxSilenceSeconds: hours(24), ...overrides };
}

export interface ContractParts {
  readonly expectation?: Expectation;
  readonly stages?: readonly StageContract[];
  readonly since?: Instant;
}

/** A pipeline with one stage, deployed at noon on 9 March 2026. The first slot owed is that of the 10th at 02:00. */
export function contractOf({ expectation = nightly(), stages = [stage()], since = t('2026-03-09 12:00') }: ContractParts = {}): Contract {
  return { version: 1, pipeline: 'nightly', expectation, stages, since };
}

/** A run, with times in the form that people write. */
export function run(outcome: Outcome, start: string, end?: string, more: Partial<Run> = {}): Run {
  return { start: t(start), end: end === undefined ? undefined : t(end), outcome, ...more };
}

export const ok = (start: string, end?: string, more?: Partial<Run>): Run => run('succeeded', start, end ?? start, more);
export const failed = (start: string, end?: string, more?: Partial<Run>): Run => run('failed', start, end ?? start, more);
export const running = (start: string, more?: Partial<Run>): Run => run('running', start, undefined, more);

/** A complete record that confirms failures by default. */
export function record(runs: readonly Run[], overrides: Partial<StageEvidence> = {}): StageEvidence {
  return { stage: 'load', runs, from: -Infinity, confirmsFailure: true, ...overrides };
}

/** Judges a pipeline with one stage by its runs, or one with several stages by their records. */
export function judgeAt(now: string, contract: Contract, evidence: readonly Run[] | readonly StageEvidence[]): Judgement {
  return judge(contract, isRecords(evidence) ? evidence : [record(evidence)], t(now));
}

function isRecords(evidence: readonly Run[] | readonly StageEvidence[]): evidence is readonly StageEvidence[] {
  return evidence.length > 0 && 'runs' in evidence[0];
}

/** The slots of a judgement, as `2026-03-10 02:00 ok`. */
export function slotsOf(judgement: Judgement): string[] {
  return judgement.slots.map(({ slot, verdict }) => `${show(slot)} ${verdict}`);
}

/** The verdict of the newest slot, with its reason. */
export function newestOf(judgement: Judgement): string | undefined {
  const newest = judgement.slots.at(-1);
  return newest === undefined ? undefined : `${newest.verdict}: ${newest.decidedBy.reason}`;
}

/** The open incident in one line: `since 2026-03-10 02:00, 2 bad, missed`. */
export function incidentOf({ incident }: Judgement): string | undefined {
  if (incident === undefined) return undefined;
  const { since, sinceAtLeast, badSlots, verdict } = incident;
  return `since ${sinceAtLeast ? 'at least ' : ''}${show(since)}, ${badSlots} bad, ${verdict}`;
}
