import { counted, durationText } from '../../../core/text/count-and-duration';
import { zoneLabel } from '../../../core/text/owner-clock';
import { HOUR, Instant } from '../../../core/time';
import type { DrillResult } from '../../result';
import { afterText } from '../elapsed';
import { clockText, localText, spanText } from '../instant-text';
import { OUTCOMES } from '../outcome-text';
import { laneSvg } from './lane';
import { Content, html, Html } from './markup';
import { axisMarks, localAxisMarks, percentOf, Span } from './scale';
import { ShownLane, storyOf } from './story';

/** A close-up is useful when it shows at most this share of the whole window. */
const CLOSE_UP_SHARE = 0.3;
const SHORTEST_CLOSE_UP = 2 * HOUR;
/** Space on both sides of a close-up, as a share of what it shows. */
const MARGIN = 0.2;
/** Text before a lane's name, where the name alone is not clear. */
const KINDS: Readonly<Partial<Record<ShownLane['kind'], string>>> = { runs: 'runs of', points: 'metric', alarm: 'alarm' };

/** The pictures of a cell: its whole window and, where everything happens in a small part of it, a close-up. */
export function timelinePictures(result: DrillResult): Html[] {
  if (result.timeline.length === 0) return [];
  const whole = { from: result.from, to: result.to };
  const close = closeUp(result);
  const { lanes, calm } = storyOf(result);
  const note = calm === 0 ? undefined : `${counted(calm, 'other alarm')} stayed OK.`;
  return [
    ...(close === undefined ? [] : [picture(result, { caption: result.detectedAt === undefined ? 'Around the breakdown' : 'From the breakdown to the message', lanes, span: close })]),
    picture(result, { caption: close === undefined ? 'What happened' : `The whole window of ${durationText((whole.to - whole.from) / 1000)}`, lanes, span: whole, note }),
  ];
}

function closeUp({ from, to, knowableAt, detectedAt, promisedSeconds = 0, messages }: DrillResult): Span | undefined {
  const first = messages[0]?.at;
  const moments = [knowableAt, detectedAt ?? first, knowableAt === undefined ? undefined : knowableAt + promisedSeconds * 1000]
    .filter((at): at is Instant => at !== undefined && Number.isFinite(at));
  if (moments.length === 0) return undefined;
  const [begin, end] = [Math.min(...moments), Math.max(...moments)];
  const margin = Math.max((end - begin) * MARGIN, (SHORTEST_CLOSE_UP - (end - begin)) / 2);
  const span = { from: Math.max(from, begin - margin), to: Math.min(to, end + margin) };
  return span.to - span.from <= (to - from) * CLOSE_UP_SHARE ? span : undefined;
}

interface Picture {
  readonly caption: string;
  readonly lanes: readonly ShownLane[];
  readonly span: Span;
  readonly note?: string;
}

function picture(result: DrillResult, { caption, lanes, span, note }: Picture): Html {
  return html`<figure class="timeline"><figcaption>${caption}: ${spanText(span.from, span.to)}</figcaption>
<div class="plot${localText(span.from, result.timeZone) === undefined ? undefined : ' zoned'}"><div class="over" aria-hidden="true"><div>${overlay(result, span)}${axisMarks(span).map(({ percent }) => html`<i class="grid" style="left:${percent}%"></i>`)}</div></div>
${flags(result, span)}${lanes.map((lane) => html`<div class="lane"><span class="name" title="${lane.name}">${KINDS[lane.kind] === undefined ? undefined : html`<small>${KINDS[lane.kind]}</small> `}<bdi>${lane.shortName}</bdi></span>${laneSvg(lane, span)}</div>`)}
<div class="lane axis" aria-hidden="true"><span class="name">UTC</span><div>${axisMarks(span).map(({ percent, text }) => html`<span${edge(percent)} style="left:${percent}%">${text}</span>`)}</div></div>${localAxis(span, result.timeZone)}</div>
${note === undefined ? undefined : html`<p class="note">${note}</p>`}</figure>`;
}

/** A second axis in the local time of the pipeline's zone; none when that is UTC. */
function localAxis(span: Span, timeZone: string | undefined): Content {
  const marks = localAxisMarks(span, timeZone);
  if (marks === undefined) return undefined;
  return html`
<div class="lane axis local" aria-hidden="true"><span class="name">${zoneLabel(timeZone!)}</span><div>${marks.map(({ percent, text }) => html`<span${edge(percent)} style="left:${percent}%">${text}</span>`)}</div></div>`;
}

/** The time from when it could be known until the message, as a tinted area behind the lanes. */
function overlay(result: DrillResult, span: Span): Content {
  const { knowableAt, detectedAt, outcome, to } = result;
  if (knowableAt === undefined) return undefined;
  const [begin, end] = [percentOf(knowableAt, span), percentOf(detectedAt ?? to, span)];
  const limit = limitOf(result);
  return html`<i class="wait ${OUTCOMES[outcome].tone}" style="left:${begin}%;width:${Math.round((end - begin) * 100) / 100}%"></i>${limit === undefined ? undefined : html`<i class="limit" style="left:${percentOf(limit, span)}%"></i>`}`;
}

/** The moments of a cell, named above the lanes. */
function flags(result: DrillResult, span: Span): Content {
  const { knowableAt, detectedAt, outcome } = result;
  if (knowableAt === undefined) return undefined;
  const after = detectedAt === undefined ? '' : ` (${afterText(knowableAt, detectedAt)})`;
  const moments: readonly (readonly [at: Instant | undefined, text: string, tone: string])[] = [
    [knowableAt, `could be known ${clockText(knowableAt)}`, 'ink'],
    [limitOf(result), 'promised by now', 'warn'],
    [detectedAt, `notified ${detectedAt === undefined ? '' : clockText(detectedAt)}${after}`, OUTCOMES[outcome].tone],
  ];
  return moments.map(([at, text, tone]) => (at === undefined || at < span.from || at > span.to
    ? undefined
    : html`<div class="lane flag"><span class="name"></span><div><span class="${tone}${percentOf(at, span) > 60 ? ' end' : ''}" style="--at:${percentOf(at, span)}%">${text}</span></div></div>`));
}

/** The end of the promised time, where nobody was notified in time. */
export function limitOf({ knowableAt, promisedSeconds, outcome }: DrillResult): Instant | undefined {
  return knowableAt === undefined || promisedSeconds === undefined || outcome === 'detected' ? undefined : knowableAt + promisedSeconds * 1000;
}

/** Labels of the axis are centred below their mark, except at the edges. */
function edge(percent: number): Content {
  return percent < 3 ? html` class="start"` : percent > 97 ? html` class="end"` : undefined;
}
