import { DAY, HOUR, Instant } from '../time';
import { type DiagnosisContext, situationOf } from './context';
import type { ExecutionFacts } from './facts';

/**
 * An alarm speaks some minutes after what it is about, at most the longest run and a period; a run may start early. What
 * was before that belongs to another run.
 */
const BEFORE = HOUR;

/** From when on evidence is about the run in question. */
export function lookFrom({ about }: Pick<DiagnosisContext, 'about'>): Instant {
  return about - BEFORE;
}

/** Where no last success is known, a change longer ago is no news. */
const NEWS = 7 * DAY;

/** Whether a change may have to do with what is to be explained: made after the last success, and before it went wrong. */
export function isSuspicious(changedAt: Instant | undefined, wentWrongAt: Instant | undefined, { about, lastSuccess, now }: DiagnosisContext): changedAt is Instant {
  return changedAt !== undefined && changedAt > (lastSuccess ?? about - NEWS) && changedAt <= (wentWrongAt ?? now);
}

/** Says since when a change is suspicious. */
export function changedInWords(changedAt: Instant, { lastSuccess, time }: DiagnosisContext): string {
  return lastSuccess === undefined ? `was changed ${time(changedAt)}` : `was changed ${time(changedAt)}, after the last success`;
}

export function endedBadly({ status }: ExecutionFacts): boolean {
  return status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
}

export function isRunning({ status }: ExecutionFacts): boolean {
  return status === 'RUNNING' || status === 'PENDING_REDRIVE';
}

/** The execution that is looked at closer: the newest bad one of the run in question, or the one that runs for the longest time. */
export function executionToExplain(executions: readonly ExecutionFacts[], context: DiagnosisContext): ExecutionFacts | undefined {
  const from = lookFrom(context);
  const bad = executions.filter((one) => endedBadly(one) && (one.stop ?? one.start) >= from).reduce(newer, undefined);
  const running = executions.filter(isRunning).reduce((a: ExecutionFacts | undefined, b) => (a === undefined || b.start < a.start ? b : a), undefined);
  return situationOf(context) === 'stuck' || situationOf(context) === 'slow' ? running ?? bad : bad ?? running;
}

/** The execution that started last. */
export function newestExecution(executions: readonly ExecutionFacts[]): ExecutionFacts | undefined {
  return executions.reduce((a: ExecutionFacts | undefined, b) => (a === undefined || b.start > a.start ? b : a), undefined);
}

function newer(a: ExecutionFacts | undefined, b: ExecutionFacts): ExecutionFacts {
  return a === undefined || (b.stop ?? b.start) > (a.stop ?? a.start) ? b : a;
}
