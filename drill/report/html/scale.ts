import { OwnerClock } from '../../../core/text/owner-clock';
import { DAY, HOUR, Instant, MINUTE } from '../../../core/time';
import { clockText, localText, shortDay } from '../instant-text';

/** The span of time that a picture shows. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** A mark of the time axis. */
export interface AxisMark {
  /** Its position, in per cent of the picture's width. */
  readonly percent: number;
  readonly text: string;
}

const STEPS = [5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 28 * DAY, 56 * DAY];
const MOST_MARKS = 8;
const MONDAY = Date.UTC(1970, 0, 5);

/** The position of an instant, from 0 to 1; an instant outside the span is at its edge. */
export function shareOf(at: Instant, { from, to }: Span): number {
  return to <= from ? 0 : Math.min(1, Math.max(0, (at - from) / (to - from)));
}

/** The position of an instant, in per cent with two decimals. */
export function percentOf(at: Instant, span: Span): number {
  return Math.round(shareOf(at, span) * 10_000) / 100;
}

/** At most nine round instants: days by their date, other instants by their time. */
export function axisMarks(span: Span): AxisMark[] {
  return roundInstants(span).map((at) => ({ percent: percentOf(at, span), text: at % DAY === 0 ? shortDay(at) : clockText(at) }));
}

/**
 * The same instants in the local time of a zone, the first of each day with its weekday: `Sun 21:00`, `22:00`. Undefined when
 * the zone is UTC or unknown.
 */
export function localAxisMarks(span: Span, timeZone: string | undefined): AxisMark[] | undefined {
  if (localText(span.from, timeZone) === undefined) return undefined;
  const texts = roundInstants(span).map((at) => ({ percent: percentOf(at, span), text: new OwnerClock(timeZone!, at).shortMoment(at) }));
  return texts.map(({ percent, text }, index) => ({ percent, text: index > 0 && texts[index - 1]!.text.startsWith(text.slice(0, 3)) ? text.slice(4) : text }));
}

function roundInstants(span: Span): Instant[] {
  const length = span.to - span.from;
  const step = STEPS.find((candidate) => length / candidate <= MOST_MARKS) ?? STEPS.at(-1)! * Math.ceil(length / STEPS.at(-1)! / MOST_MARKS);
  const first = MONDAY + Math.ceil((span.from - MONDAY) / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((span.to - first) / step) + 1) }, (_, index) => first + index * step);
}
