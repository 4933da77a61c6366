import type { Contract } from '../core/contract/contract';
import { kindOf } from '../core/evidence/kinds';
import { metricRowsOf, planBatches } from '../core/evidence/metric-plan';
import { evidenceFrom } from '../core/evidence/windows';
import { parseSchedule } from '../core/schedule/parse';
import { DAY, HOUR, Instant } from '../core/time';
import { MONTH_HOURS } from './assumptions';

/** A year that begins and ends like any other. */
const FROM = Date.UTC(2027, 0, 1);
const YEAR = 365 * DAY;

/** How often a schedule fires in an average month. @throws ScheduleError */
export function timesAMonth(expression: string, timeZone = 'UTC'): number {
  const schedule = parseSchedule(expression, { timeZone, anchor: FROM });
  const month = MONTH_HOURS * HOUR;
  if (schedule.kind === 'rate') return month / (schedule.next(FROM)!.at - FROM);
  // A single run at one instant does not count in an average month.
  if (schedule.kind === 'at') return 0;
  return schedule.slots(FROM, FROM + YEAR).length / (YEAR / month);
}

/** Noon on days that are a month apart: how far back the checker reads depends on when the newest run was due. */
const SAMPLES = Array.from({ length: 12 }, (_, month) => Date.UTC(2027, month, 15, 12));
/** Long enough that no run is due for the first time any more. */
const AGE = 400 * DAY;

/**
 * How many metrics a tick of the checker reads for a healthy pipeline, on average. It reads some of them twice when runs are
 * far apart, because old points have longer periods. It does not read metrics where a record is better evidence.
 */
export function metricsReadByTick(contract: Contract): number {
  return SAMPLES.reduce((sum, now) => sum + readsAt(contract, now), 0) / SAMPLES.length;
}

function readsAt(contract: Contract, now: Instant): number {
  const from = evidenceFrom({ ...contract, since: now - AGE }, 'recent', now);
  if (from === undefined || from >= now) return 0;
  const reads = contract.stages.filter(({ optional }) => !optional).flatMap((stage) => metricRowsOf(contract, stage).map((row, index) => ({
    key: `${stage.name}.${index}`, namespace: kindOf(stage.source).namespace, dimensions: {}, row, from,
  })));
  return planBatches(reads, now).reduce((sum, batch) => sum + batch.reads.length, 0);
}
