import { Instant, MINUTE } from '../../../core/time';
import type { DrillResult, TimelineLane, TimelineMark } from '../../result';
import { distinctName, sharedPrefix } from './names';

/** More alarms than this that stayed OK are not shown, even for an undetected fault. */
const MOST_CALM_ALARMS = 8;
/** A run may start this long before its due time and still belong to it. */
const EARLY = MINUTE;
/** A run that is due this shortly before the end of the window may start after the window. */
const STILL_OPEN = 10 * MINUTE;

/** A lane with a name that fits into the picture. */
export interface ShownLane extends TimelineLane {
  readonly shortName: string;
}

/** The lanes of a result that a picture shows, and the number of alarms that it leaves out because they stayed OK. */
export interface Story {
  readonly lanes: readonly ShownLane[];
  readonly calm: number;
}

/**
 * The lanes that show what happened. Alarms that stayed OK are only counted, unless the fault is undetected: then they are
 * shown, because they should have gone off. Messages are those that this pipeline's recipients receive.
 */
export function storyOf(result: DrillResult): Story {
  const { timeline, messages, outcome, to } = result;
  const isCalm = ({ kind, marks }: TimelineLane): boolean => kind === 'alarm' && marks.every(({ what }) => what === 'OK');
  const calm = timeline.filter(isCalm).length;
  const withCalm = outcome === 'undetected' && calm <= MOST_CALM_ALARMS;
  const prefix = alarmPrefix(result);
  const lanes = timeline.filter((lane) => lane.kind !== 'messages' && (withCalm || !isCalm(lane))).map((lane): ShownLane => ({
    ...lane,
    shortName: lane.kind === 'alarm' ? distinctName(lane.name, prefix, result.pipeline) : lane.name,
    marks: lane.kind === 'runs' ? withMissed(lane.marks, to) : lane.marks,
  }));
  const sent = messages.map(({ at, state, alarm }) => ({ from: at, what: state, label: alarm }));
  return { lanes: [...lanes, { name: 'messages', shortName: 'messages', kind: 'messages', marks: sent }], calm: withCalm ? 0 : calm };
}

/** The common beginning of all alarm names in a result, usually their stack. */
export function alarmPrefix({ timeline }: DrillResult): string {
  return sharedPrefix(timeline.filter(({ kind }) => kind === 'alarm').map(({ name }) => name));
}

/** A due mark after which no run came until the next one is what a drill is about, so it has a mark of its own. */
function withMissed(marks: readonly TimelineMark[], end: Instant): readonly TimelineMark[] {
  const due = marks.filter(({ what }) => what === 'due').map(({ from }) => from).sort((a, b) => a - b);
  const starts = marks.filter(({ what }) => what !== 'due').map(({ from }) => from);
  const missed = new Set(due.filter((at, index) => (
    at < end - STILL_OPEN && !starts.some((start) => start >= at - EARLY && start < (due[index + 1] ?? Infinity) - EARLY)
  )));
  return marks.map((mark) => (mark.what === 'due' && missed.has(mark.from) ? { ...mark, what: 'missed', label: 'no run came' } : mark));
}
