import { LAST_INSTANT } from '../../core/time';
import { isBad, Judgement } from '../../core/verdict/verdict';
import type { CheckerPorts } from './ports';

/**
 * One line per verdict that changed or is bad. What was logged before is remembered only as long as the process lives:
 * a new process logs every pipeline once, and no verdict depends on it.
 */
export class VerdictLog {
  private readonly seen = new Map<string, string>();

  public write(ports: Pick<CheckerPorts, 'log'>, judgement: Judgement): void {
    const newest = judgement.slots.findLast(({ verdict }) => verdict !== 'pending');
    const verdict = newest?.verdict ?? 'pending';
    const state = `${verdict} ${newest?.slot ?? ''}`;
    const changed = this.seen.get(judgement.pipeline) !== state;
    this.seen.set(judgement.pipeline, state);
    const loud = isBad(verdict) || judgement.incident !== undefined || judgement.problems.length > 0;
    if (!changed && !loud) return;

    const { incident } = judgement;
    ports.log({
      level: loud ? 'WARN' : 'INFO',
      event: 'verdict',
      pipeline: judgement.pipeline,
      verdict,
      slot: iso(newest?.slot),
      due: iso(newest?.dueAt),
      stage: newest?.decidedBy.stage,
      reason: newest?.decidedBy.reason,
      incidentSince: iso(incident?.since),
      incidentBadSlots: incident?.badSlots,
      lastSuccess: iso(judgement.lastSuccess),
      nextDue: iso(judgement.nextDue),
      problems: judgement.problems.length > 0 ? judgement.problems : undefined,
    });
  }
}

/** A log line must not fail, so what is no date is shown as it is. */
function iso(instant: number | undefined): string | undefined {
  if (instant === undefined) return undefined;
  return Math.abs(instant) <= LAST_INSTANT ? new Date(instant).toISOString() : String(instant);
}
