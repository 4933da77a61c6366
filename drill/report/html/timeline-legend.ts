import type { DrillResult, TimelineLane } from '../../result';
import { classOf } from './lane';
import { Content, html, Html } from './markup';
import { storyOf } from './story';
import { limitOf } from './timeline';

/** One kind of stroke: its lane and class, a sample, and its meaning. */
interface Sample {
  readonly kind: TimelineLane['kind'];
  readonly className: string;
  readonly data: string;
  readonly means: string;
}

const [INSTANT, LENGTH, POINT] = ['M13 1v18', 'M4 10H22', 'M13 10h0'];
const SAMPLES: readonly Sample[] = [
  { kind: 'runs', className: 'line due', data: INSTANT, means: 'run due' },
  { kind: 'runs', className: 'line missed', data: INSTANT, means: 'run due, none came' },
  { kind: 'runs', className: 'bar good', data: LENGTH, means: 'run succeeded' },
  { kind: 'runs', className: 'bar bad', data: LENGTH, means: 'run failed' },
  { kind: 'runs', className: 'bar open', data: LENGTH, means: 'run still running' },
  { kind: 'points', className: 'dot ink', data: POINT, means: 'metric point' },
  { kind: 'points', className: 'bar ink', data: LENGTH, means: 'regular metric points' },
  { kind: 'ticks', className: 'line dim', data: 'M4 4H22v12H4z', means: 'checker ticks' },
  { kind: 'alarm', className: 'bar good', data: LENGTH, means: 'alarm OK' },
  { kind: 'alarm', className: 'alarm in ALARM', data: LENGTH, means: 'alarm in ALARM' },
  { kind: 'alarm', className: 'bar dim', data: LENGTH, means: 'alarm without data' },
  { kind: 'messages', className: 'dot bad', data: POINT, means: 'message' },
  { kind: 'messages', className: 'dot good', data: POINT, means: 'all-clear message' },
];

/** The meaning of the strokes and tints in a cell's pictures: only those that occur. */
export function timelineLegend(result: DrillResult): Content {
  if (result.timeline.length === 0) return undefined;
  const drawn = new Set(storyOf(result).lanes.flatMap((lane) => lane.marks.map((mark) => `${lane.kind} ${classOf(mark, lane)}`)));
  return html`<ul class="key" aria-label="Legend">${SAMPLES.filter(({ kind, className }) => drawn.has(`${kind} ${className}`)).map(stroke)}${tints(result)}</ul>`;
}

function stroke({ kind, className, data, means }: Sample): Html {
  return html`<li><svg class="${kind}" viewBox="0 0 26 20" aria-hidden="true"><path class="${className}" d="${data}"/></svg>${means}</li>`;
}

function tints(result: DrillResult): Content {
  if (result.knowableAt === undefined) return undefined;
  return [
    html`<li><i class="tint" aria-hidden="true"></i>${result.detectedAt === undefined ? 'tinted: nobody is notified' : 'tinted: from when it could be known until the message'}</li>`,
    limitOf(result) === undefined ? undefined : html`<li><i class="dashed" aria-hidden="true"></i>end of the promised time</li>`,
  ];
}
