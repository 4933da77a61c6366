import { isObject, type JsonObject, parseObject } from './json';
import { DAY, Instant, MINUTE, SECOND } from './time';

/** The time span of what an alarm is about. */
export interface Breach {
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
}

/** What is known about an alarm that went into ALARM. Everything except the instant may be absent or malformed. */
export interface Raised {
  readonly at: Instant;
  /** CloudWatch's StateReasonData, a JSON text. */
  readonly reasonData?: unknown;
  /** CloudWatch's reason, which names points too. */
  readonly reason?: string;
  readonly periodSeconds?: unknown;
  readonly evaluationPeriods?: unknown;
  readonly comparisonOperator?: unknown;
  readonly threshold?: unknown;
}

/** No alarm looks further back (PutMetricAlarm API reference, EvaluationPeriods). Older points are malformed. */
const LONGEST_WINDOW = 7 * DAY;
/** Clocks may differ a little. */
const AHEAD = MINUTE;

/** How CloudWatch writes a time in StateReasonData: `2026-03-10T06:15:00.000+0000`. */
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?:Z|\+00:?00)$/;
/**
 * How CloudWatch writes the time of a point in its reason, in UTC: day, month, year. Old recordings have the month first.
 */
const WORDED = /\((\d{2})\/(\d{2})\/(\d{2}) (\d{2}:\d{2}:\d{2})\)/g;

const BREACHES: ReadonlyMap<unknown, (value: number, threshold: number) => boolean> = new Map([
  ['GreaterThanOrEqualToThreshold', (value: number, threshold: number) => value >= threshold],
  ['GreaterThanThreshold', (value: number, threshold: number) => value > threshold],
  ['LessThanThreshold', (value: number, threshold: number) => value < threshold],
  ['LessThanOrEqualToThreshold', (value: number, threshold: number) => value <= threshold],
]);

/**
 * The time span of what raised an alarm: the period of its newest breaching point according to StateReasonData, else
 * according to CloudWatch's reason. If neither names a point, the alarm's whole window before its change. Undefined if not
 * even that is known.
 */
export function breachOf(raised: Raised): Breach | undefined {
  const data = parsed(raised.reasonData);
  const period = positive(raised.periodSeconds) ?? positive(data?.period);
  const isPossible = (instant: Instant): boolean => instant <= raised.at + AHEAD && instant >= raised.at - LONGEST_WINDOW;
  const newest = [pointsOf(data, raised), wordedPoints(raised.reason ?? '', isPossible)].map((points) => Math.max(...points.filter(isPossible))).find(Number.isFinite);
  if (newest !== undefined) return { from: newest, to: newest + (period ?? MINUTE / SECOND) * SECOND };
  if (period === undefined) return undefined;
  const window = Math.min(period * SECOND * (positive(raised.evaluationPeriods) ?? 1), LONGEST_WINDOW);
  return { from: raised.at - window, to: raised.at };
}

/** The breaching points; if it is unclear which ones breach, all points of the evaluation. */
function pointsOf(data: JsonObject | undefined, { comparisonOperator, threshold }: Raised): Instant[] {
  const points: readonly unknown[] = Array.isArray(data?.evaluatedDatapoints) ? data.evaluatedDatapoints : [];
  const breaches = BREACHES.get(comparisonOperator);
  const limit = [threshold, data?.threshold].find((value) => typeof value === 'number');
  return points.flatMap((point) => {
    if (!isObject(point)) return [];
    const isGood = breaches !== undefined && typeof limit === 'number' && typeof point.value === 'number' && !breaches(point.value, limit);
    return isGood ? [] : instantOf(point.timestamp);
  });
}

function instantOf(text: unknown): Instant[] {
  const [, local] = typeof text === 'string' ? TIME.exec(text) ?? [] : [];
  return valid(Date.parse(`${local ?? ''}Z`));
}

function wordedPoints(reason: string, isPossible: (instant: Instant) => boolean): Instant[] {
  return [...reason.matchAll(WORDED)].flatMap(([, first, second, year, time]) => {
    const dayFirst = valid(Date.parse(`20${year}-${second}-${first}T${time}Z`));
    return dayFirst.some(isPossible) ? dayFirst : valid(Date.parse(`20${year}-${first}-${second}T${time}Z`));
  });
}

function valid(instant: Instant): Instant[] {
  return Number.isNaN(instant) ? [] : [instant];
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
}

function parsed(text: unknown): JsonObject | undefined {
  if (isObject(text)) return text;
  return typeof text === 'string' ? parseObject(text) : undefined;
}
