import { type Contract, isSilence } from '../core/contract/contract';
import { kindOf } from '../core/evidence/kinds';
import { metricRowsOf, planBatches } from '../core/evidence/metric-plan';
import { evidenceFrom } from '../core/evidence/windows';
import { parseSchedule } from '../core/schedule/parse';
import { DAY, HOUR, Instant } from '../core/time';
import { ASSUMPTIONS, MONTH_HOURS } from './assumptions';

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

/** How often the checker ticks and looks, and for how many hours it publishes, in an average month. */
export interface CheckerMonth {
  /** How often it looks at the evidence of a pipeline. */
  readonly looks: number;
  /** In how many hours it publishes something about the pipeline: CloudWatch bills a metric by the hour. */
  readonly publishedHours: number;
}

/** Whatever is due, the checker looks at the evidence this often. */
const LOOKS_EVERY_HOURS = 6;
/** In an hour of the day that the pipeline's name decides, its values are published in any case. */
const PUBLISHED_HOURS_A_DAY = 1;

/**
 * What the checker does for a healthy pipeline: it looks from a due time until the run has succeeded and is visible, and publishes
 * until an hour after that.
 */
export function checkerMonth({ expectation, stages }: Contract, ticks: number): CheckerMonth {
  if (ticks === 0) return { looks: 0, publishedHours: 0 };
  const days = MONTH_HOURS / 24;
  const regular = MONTH_HOURS / LOOKS_EVERY_HOURS;
  if (isSilence(expectation)) return { looks: Math.min(ticks, Math.max(regular, MONTH_HOURS * 3600 / expectation.maxSilenceSeconds)), publishedHours: days * PUBLISHED_HOURS_A_DAY };
  const runs = timesAMonth(expectation.schedule, expectation.timeZone);
  const tickSeconds = MONTH_HOURS * 3600 / ticks;
  const visible = ASSUMPTIONS.runSeconds.value + Math.min(...stages.map(({ publicationDelaySeconds }) => publicationDelaySeconds), VISIBLE_WITHIN_SECONDS);
  const looks = Math.floor(visible / tickSeconds) + 2;
  const hours = Math.floor((visible + tickSeconds + 3600) / 3600) + 1;
  return { looks: Math.min(ticks, runs * looks + regular), publishedHours: Math.min(MONTH_HOURS, runs * hours + days * PUBLISHED_HOURS_A_DAY) };
}

/** Points usually come after this time. */
const VISIBLE_WITHIN_SECONDS = 120;

/** Noon on days that are a month apart: how far back the checker reads depends on when the newest run was due. */
const SAMPLES = Array.from({ length: 12 }, (_, month) => Date.UTC(2027, month, 15, 12));
/** Long enough that no run is due for the first time any more. */
const AGE = 400 * DAY;

/**
 * How many metrics a look of the checker reads for a healthy pipeline, on average. It reads some of them twice when runs are
 * far apart, because old points have longer periods. It does not read metrics where a record is better evidence.
 */
export function metricsReadByLook(contract: Contract): number {
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
