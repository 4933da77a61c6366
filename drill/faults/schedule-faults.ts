import { DAY, Instant, MINUTE, SECOND } from '../../core/time';
import { silenceOf } from '../../template/pipeline';
import type { Condition } from '../simulation/conditions';
import type { ExpectedAlert, FaultDefinition, Scene, Span } from './fault';
import { onSchedules } from './inject';

/** Someone disables the schedule and forgets about it for a while. */
export const scheduleDisabled: FaultDefinition = {
  id: 'scheduleDisabled',
  title: 'Never starts: its schedule is disabled',
  what: 'Someone disables the schedule for maintenance and forgets about it. Nothing runs, nothing fails, and no metric changes.',
  expects: 'detected',
  needs: ['schedule', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const [after] = scene.slots(1, unseen.to);
    return {
      conditions: [onSchedules(scene, unseen, { kind: 'none' }, 'disabled')],
      begins: slot!,
      expectedAlerts: [unseen.alert],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};

/** No CloudWatch alarm looks back longer than a week. An alarm that has not gone off by then never will. */
const WATCHED = 8 * DAY;

/** The schedule is deleted for good. */
export const scheduleDeleted: FaultDefinition = {
  id: 'scheduleDeleted',
  title: 'Never starts: its schedule is deleted',
  what: 'Someone deletes the schedule, or a deployment loses it. From then on nothing runs.',
  expects: 'detected',
  needs: ['schedule', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    return {
      conditions: [onSchedules(scene, { from: unseen.from, to: Infinity }, { kind: 'none' }, 'deleted')],
      begins: slot!,
      expectedAlerts: [unseen.alert],
      to: Math.max(scene.settledAfter(unseen.to), slot! + WATCHED, slot! + 3 * scene.interval),
    };
  },
};

/** Number of runs after which the new time is established. */
const RUNS = 6;

/** A rate counts from the creation of its schedule, so recreating the schedule moves all runs. */
export const phaseMoves: FaultDefinition = {
  id: 'phaseMoves',
  title: 'The rate is recreated, and runs come at another time',
  what: 'Someone deletes and recreates a schedule with a rate between two runs. From then on runs come half an interval earlier than before, the first one at once.',
  expects: 'quiet',
  needs: ['rate', 'dueTimes', 'schedule'],
  play: (scene) => {
    const { recreatedAt, condition } = recreated(scene);
    return { conditions: [condition], begins: recreatedAt, expectedAlerts: [], to: scene.settledAfter(recreatedAt + RUNS * scene.interval) };
  },
};

/** The due times move with the runs. */
export const phaseMovesThenStops: FaultDefinition = {
  id: 'phaseMovesThenStops',
  title: 'The rate is recreated, and later runs are missing',
  what: `Someone deletes and recreates a schedule with a rate between two runs. ${RUNS} runs come at the new time, and then none.`,
  expects: 'detected',
  needs: ['rate', 'dueTimes', 'schedule'],
  play: (scene) => {
    const { recreatedAt, condition } = recreated(scene);
    const earlier = scene.interval / 2;
    const slot = recreatedAt + RUNS * scene.interval;
    const unseen = scene.unseen(slot + earlier);
    const alert = { ...unseen.alert, knowableAt: unseen.alert.knowableAt - earlier };
    const to = alert.knowableAt + alert.withinSeconds * 1000 + 2 * scene.interval;
    return {
      conditions: [condition, onSchedules(scene, { from: unseen.from - earlier, to }, { kind: 'none' }, 'disabled')],
      begins: slot,
      expectedAlerts: [alert],
      to,
    };
  },
};

function recreated(scene: Scene): { readonly recreatedAt: Instant; readonly condition: Condition } {
  const [slot] = scene.slots(1);
  const recreatedAt = slot! + scene.interval / 2;
  return {
    recreatedAt,
    // A schedule that is created without a start date starts its first run at once.
    condition: { from: recreatedAt, to: Infinity, sparesWatchers: true, recreated: (schedule) => (scene.starts(schedule) ? recreatedAt : undefined) },
  };
}

/** The trigger falls silent: nothing fails, and nothing runs. */
export const nothingArrives: FaultDefinition = {
  id: 'nothingArrives',
  title: 'The trigger falls silent',
  what: 'The trigger outside the templates falls silent or is cut off from the pipeline: no upload, no message, no event. Nothing runs, nothing fails, and no metric changes. Later the trigger works again.',
  expects: 'detected',
  needs: ['otherTrigger', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.pipeline.observed === undefined ? longSilence(slot!) : scene.unseen(slot!);
    const [after] = scene.slots(1, unseen.to);
    return {
      conditions: [onSchedules(scene, { from: unseen.from, to: unseen.to }, { kind: 'none' })],
      begins: slot!,
      expectedAlerts: [unseen.alert],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};

/** Where no maximum silence is configured, any alarm that goes off at all is soon enough. */
function longSilence(slot: Instant): Span & { readonly alert: ExpectedAlert } {
  return { from: slot - MINUTE, to: slot + WATCHED, alert: { knowableAt: slot, withinSeconds: WATCHED / SECOND } };
}

const ARRIVALS = 4;
/** The share of the maximum silence that lies between two arrivals. */
const SHARE = 0.9;

/** Arrivals are rare but stay within the maximum silence. */
export const arrivalsGetRarer: FaultDefinition = {
  id: 'arrivalsGetRarer',
  title: 'Arrivals become rarer, within the maximum silence',
  what: `The trigger fires more rarely than usual: ${ARRIVALS} times in a row after ${SHARE * 100} % of the maximum silence. Nobody needs to be notified.`,
  expects: 'quiet',
  needs: ['otherTrigger', 'silence'],
  play: (scene) => {
    const begins = scene.slots(1)[0]!;
    const gap = SHARE * silenceOf(scene.pipeline)!.maxSilenceSeconds * SECOND;
    const arrivals = Array.from({ length: ARRIVALS }, (_, index): Instant => begins + (index + 1) * gap);
    // No run comes for the slots in between; the last slot before an arrival gets its run at the arrival.
    const served = arrivals.map((at) => ({ at, slot: scene.slotBefore(at + 1) }));
    const [after] = scene.slots(1, arrivals.at(-1)! + 1);
    const spans = served.map(({ slot, at }) => onSchedules(scene, { from: slot, to: slot + scene.interval }, { kind: 'delayed', seconds: (at - slot) / SECOND }));
    return {
      conditions: [...spans, onSchedules(scene, { from: begins + 1, to: after! }, { kind: 'none' })],
      begins,
      expectedAlerts: [],
      to: scene.settledAfter(after!),
    };
  },
};
