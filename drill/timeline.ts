import { METRICS } from '../core/metrics';
import { exactDuration } from '../core/text/count-and-duration';
import { SECOND } from '../core/time';
import { targetOf } from '../template/model';
import type { Scene, Span } from './faults/fault';
import type { TimelineLane, TimelineMark } from './result';
import type { Alarm } from './simulation/alarms/alarm';
import type { Simulation } from './simulation/simulation';

/** More points of one metric would hide each other in a picture. */
const MOST_POINTS = 400;
/** More metrics in one picture would explain nothing. */
const MOST_METRICS = 6;

/** What a timeline picture shows: runs due and done, points, ticks, alarm states, messages. */
export function timelineOf(simulation: Simulation, scene: Scene, isAbout: (alarm: Alarm) => boolean, span: Span): TimelineLane[] {
  const { from, to } = span;
  const alarms = simulation.alarms.filter(isAbout).filter((alarm) => isNotification(alarm) || alarm.history.some(({ at }) => at >= from && at <= to));
  return [
    ...runLanes(simulation, scene, span),
    ...pointLanes(simulation, alarms, span),
    ...tickLanes(simulation, scene, span),
    ...alarms.map((alarm): TimelineLane => ({ name: alarm.model.name, kind: 'alarm', marks: statesOf(alarm, span) })),
    { name: 'messages', kind: 'messages', marks: messageMarks(simulation, span) },
  ];
}

/** The alarms on the proof of life of a pipeline and its checker are part of every picture. */
function isNotification({ model }: Alarm): boolean {
  return 'entries' in model && model.entries.some(({ metric }) => metric?.metricName === METRICS.proofOfLife || metric?.metricName === METRICS.checkerHeartbeat);
}

function runLanes(simulation: Simulation, scene: Scene, { from, to }: Span): TimelineLane[] {
  return scene.pipeline.stages.map(({ name, resource }, index): TimelineLane => ({
    name, kind: 'runs',
    marks: [
      ...(index === 0 ? scene.slotsBetween(from, to).map((at): TimelineMark => ({ from: at, what: 'due' })) : []),
      ...simulation.runs.filter(({ resourceArn, start, end }) => resourceArn === resource.arn && start <= to && (end ?? to) >= from)
        .map(({ start, end, outcome, attempt }): TimelineMark => ({ from: start, to: end ?? to, what: outcome, ...(attempt > 1 ? { label: `attempt ${attempt}` } : {}) })),
    ],
  }));
}

function pointLanes(simulation: Simulation, alarms: readonly Alarm[], { from, to }: Span): TimelineLane[] {
  const metrics = new Map(alarms.flatMap(({ model }) => ('entries' in model ? model.entries : [])).flatMap(({ metric }) => {
    const series = metric === undefined ? undefined : simulation.store.find(metric);
    return series === undefined ? [] : [[series, metric!.metricName] as const];
  }));
  return [...metrics].flatMap(([series, name]): TimelineLane[] => {
    const marks: TimelineMark[] = [];
    for (const stream of series.streams) {
      const begin = Math.max(stream.first, from);
      const end = Math.min(stream.last, to);
      if (begin <= end) marks.push({ from: begin, to: end, what: 'point', label: `${stream.value} every ${exactDuration(stream.interval / SECOND)}` });
    }
    for (const point of series.singlesFrom(from)) {
      if (point.at <= to && marks.length < MOST_POINTS) marks.push({ from: point.at, what: 'point', label: String(point.value) });
    }
    return marks.length === 0 ? [] : [{ name, kind: 'points', marks: marks.sort((a, b) => a.from - b.from) }];
  }).slice(0, MOST_METRICS);
}

/** Ticks that follow each other at the checker's interval become one mark. */
function tickLanes(simulation: Simulation, { pipeline, account }: Scene, { from, to }: Span): TimelineLane[] {
  const name = pipeline.observed?.checker.functionName;
  const checker = simulation.checkers.find(({ model }) => model.functionName === name);
  const invoked = account.schedules.some(({ targetArns }) => targetArns.some((arn) => targetOf(account, arn)?.model.name === name));
  if (checker === undefined || !invoked) return [];
  return [{ name: 'checker ticks', kind: 'ticks', marks: checker.ticks.spansUntil(to).filter((span) => span.to >= from && span.from <= to).map((span): TimelineMark => {
    const [begin, end] = [Math.max(span.from, from), Math.min(span.to, to)];
    const interval = (span.to - span.from) / Math.max(1, span.count - 1);
    return begin >= end ? { from: span.from, what: 'tick' } : { from: begin, to: end, what: 'tick', label: `every ${exactDuration(Math.round(interval / SECOND))}` };
  }) }];
}

function statesOf({ history }: Alarm, { from, to }: Span): TimelineMark[] {
  const marks = history.map(({ at, to: what, reason }, index): TimelineMark => ({ from: at, to: history[index + 1]?.at ?? to, what, label: reason }));
  return [{ from: -Infinity, to: history[0]?.at ?? to, what: 'INSUFFICIENT_DATA' }, ...marks]
    .filter((mark) => mark.to! >= from && mark.from <= to)
    .map((mark) => ({ ...mark, from: Math.max(mark.from, from), to: Math.min(mark.to!, to) }));
}

function messageMarks(simulation: Simulation, { from, to }: Span): TimelineMark[] {
  return simulation.messages.filter(({ at, to: recipients }) => at >= from && at <= to && recipients.length > 0)
    .map(({ at, subject }) => ({ from: at, what: 'message', label: subject }));
}
