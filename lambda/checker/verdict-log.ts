import { LAST_INSTANT } from '../../core/time';
import { isBad, Judgement } from '../../core/verdict/verdict';
import type { CheckerPorts } from './ports';

/**
 * Logs one line for each verdict that changed or is bad. The log remembers earlier lines only as long as the process lives. A new
 * process logs every pipeline once, and no verdict depends on that memory.
 */
export class VerdictLog {
  private readonly seen = new Map<string, string>();

  public write(ports: Pick<CheckerPorts, 'log'>, judgement: Judgement): void {
    const newest = judgement.slots.findLast(({ verdict }) => verdict !== 'pending');
    const verdict = newest?.verdict ?? 'pending';
    const state = `${verdict} ${newest?.slot ?? ''}`;
    const changed = this.seen.get(judgement.pipeline) !== state;
    this.seen.set(judgement.pipeline, state);
    const isBadNews = isBad(verdict) || judgement.incident !== undefined || judgement.problems.length > 0;
    if (!changed && !isBadNews) return;

    const { incident } = judgement;
    ports.log({
      level: isBadNews ? 'WARN' : 'INFO',
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

/** A log line must not fail, so a number that is not a date is shown as it is. */
function iso(instant: number | undefined): string | undefined {
  if (instant === undefined) return undefined;
  return Math.abs(instant) <= LAST_INSTANT ? new Date(instant).toISOString() : String(instant);
}
