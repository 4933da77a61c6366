import { counted } from '../../../core/text/count-and-duration';
import { Instant } from '../../../core/time';
import type { TimelineLane, TimelineMark } from '../../result';
import { instantText } from '../instant-text';
import { html, Html } from './markup';
import { shareOf, Span } from './scale';

/** Units across a picture. Two marks in the same unit become one, because no screen would show them apart. */
export const UNITS = 1500;
/** Lanes with more marks than this have no tooltip for each mark. */
const MOST_DRAWN_APART: Readonly<Record<TimelineLane['kind'], number>> = { runs: 40, points: 12, ticks: 0, alarm: 24, messages: 40 };
/** Instants nearer to each other than this are drawn as one band. */
const DENSE = 4;

/** How a kind of lane draws its marks; the classes are defined in the style sheet. */
const DRAWING: Readonly<Record<TimelineLane['kind'], { readonly instant: 'dot' | 'line'; readonly noun: string }>> = {
  runs: { instant: 'line', noun: 'run' },
  points: { instant: 'dot', noun: 'metric point' },
  ticks: { instant: 'line', noun: 'tick' },
  alarm: { instant: 'line', noun: 'state' },
  messages: { instant: 'dot', noun: 'message' },
};

const [HIGH, MIDDLE, LOW] = [4, 10, 16];

type HeightOf = (mark: TimelineMark) => number;

/** The class of a mark. Its text is free, so only known words become classes. */
const CLASSES: Readonly<Record<string, string>> = {
  due: 'due', missed: 'missed', succeeded: 'good', ok: 'good', OK: 'good', failed: 'bad', timedOut: 'bad', aborted: 'bad', throttled: 'bad', dropped: 'bad', ALARM: 'bad',
  running: 'open', stuck: 'open', INSUFFICIENT_DATA: 'dim', tick: 'dim', point: 'ink', message: 'ink',
};

/** A lane as an SVG that stretches to any width; strokes keep their width. */
export function laneSvg(lane: TimelineLane, span: Span): Html {
  const visible = lane.marks.filter(({ from, to = from }) => to >= span.from && from <= span.to);
  const heightOf = lane.kind === 'points' ? byValue(visible) : () => MIDDLE;
  const drawn = visible.length <= MOST_DRAWN_APART[lane.kind]
    ? visible.map((mark) => path(classOf(mark, lane), stroke(mark, lane, span, heightOf), titleOf(mark)))
    : [...grouped(visible, lane)].map(([className, marks]) => path(className, merged(marks, lane, span, heightOf)));
  return html`<svg class="${lane.kind}" viewBox="0 0 ${UNITS} 20" preserveAspectRatio="none" role="img" aria-label="${laneLabel(lane.name, visible, lane.kind)}">${drawn}</svg>`;
}

/** What a lane shows, for screen readers: `OrdersMachine: 4 due, 3 succeeded`. */
function laneLabel(name: string, marks: readonly TimelineMark[], kind: TimelineLane['kind']): string {
  if (marks.length === 0) return `${name}: nothing`;
  if (kind === 'ticks' || kind === 'points') return `${name}: ${counted(marks.length, DRAWING[kind].noun)}`;
  const counts = new Map<string, number>();
  for (const { what } of marks) counts.set(what, (counts.get(what) ?? 0) + 1);
  return `${name}: ${[...counts].map(([what, count]) => `${count} ${what}`).join(', ')}`;
}

function path(className: string, data: string, title?: string): Html {
  return title === undefined ? html`<path class="${className}" d="${data}"/>` : html`<path class="${className}" d="${data}"><title>${title}</title></path>`;
}

/** The classes that draw a mark. */
export function classOf({ what, to }: TimelineMark, { kind }: TimelineLane): string {
  const shape = to === undefined ? DRAWING[kind].instant : 'bar';
  return `${shape} ${Object.hasOwn(CLASSES, what) ? CLASSES[what]! : 'ink'}`;
}

function grouped(marks: readonly TimelineMark[], lane: TimelineLane): Map<string, TimelineMark[]> {
  const groups = new Map<string, TimelineMark[]>();
  for (const mark of marks) {
    const className = classOf(mark, lane);
    const group = groups.get(className);
    if (group === undefined) groups.set(className, [mark]);
    else group.push(mark);
  }
  return groups;
}

/** Many marks of one class as one path; marks that are too dense to tell apart become a band. */
function merged(marks: readonly TimelineMark[], lane: TimelineLane, span: Span, heightOf: HeightOf): string {
  const instants = marks.every(({ to }) => to === undefined);
  const parts: { readonly begin: number; end: number; readonly y: number }[] = [];
  for (const mark of [...marks].sort((a, b) => a.from - b.from)) {
    const [begin, end, y] = [unit(mark.from, span), unit(mark.to ?? mark.from, span), heightOf(mark)];
    const last = parts.at(-1);
    if (last !== undefined && last.y === y && begin - last.end <= (instants ? DENSE : 0)) last.end = Math.max(last.end, end);
    else parts.push({ begin, end, y });
  }
  const line = DRAWING[lane.kind].instant === 'line' && instants;
  return parts.map(({ begin, end, y }) => (line && begin === end ? `M${begin} 4v12` : line ? `M${begin} 4H${end}v12H${begin}z` : `M${begin} ${y}H${end}`)).join('');
}

function stroke(mark: TimelineMark, { kind }: TimelineLane, span: Span, heightOf: HeightOf): string {
  const begin = unit(mark.from, span);
  if (mark.to === undefined) return DRAWING[kind].instant === 'line' ? `M${begin} 1v18` : `M${begin} ${heightOf(mark)}h0`;
  return `M${begin} ${heightOf(mark)}H${Math.max(begin, unit(mark.to, span))}`;
}

/** A metric point is as high as its value, between the lowest and the highest visible value. */
function byValue(marks: readonly TimelineMark[]): HeightOf {
  const values = marks.map(valueOf).filter((value) => Number.isFinite(value));
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0 || lowest === highest) return () => MIDDLE;
  return (mark) => {
    const value = valueOf(mark);
    return Number.isFinite(value) ? Math.round(LOW - ((value - lowest) / (highest - lowest)) * (LOW - HIGH)) : MIDDLE;
  };
}

/** The number at the beginning of a point's label. */
function valueOf({ label = '' }: TimelineMark): number {
  return parseFloat(label);
}

function titleOf({ from, to, what, label }: TimelineMark): string {
  // A healthy state needs no reason, and reasons are long.
  const when = to === undefined ? instantText(from) : `${instantText(from)} to ${instantText(to)}`;
  return `${label === undefined || label === what || what === 'OK' ? what : `${what}, ${label}`} · ${when} UTC`;
}

function unit(at: Instant, span: Span): number {
  return Math.round(shareOf(at, span) * UNITS);
}
