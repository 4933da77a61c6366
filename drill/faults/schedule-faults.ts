import { DAY, Instant, MINUTE, SECOND } from '../../core/time';
import { silenceOf } from '../../template/pipeline';
import type { Condition } from '../simulation/conditions';
import type { ExpectedAlert, FaultDefinition, Scene, Span } from './fault';
import { onSchedules } from './inject';

/** Somebody switches the schedule off and forgets about it for a while. */
export const scheduleDisabled: FaultDefinition = {
  id: 'scheduleDisabled',
  title: 'Never starts: its schedule is disabled',
  what: 'Somebody disables the schedule for maintenance and forgets it. Nothing runs, nothing fails, no metric moves.',
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

/** No alarm of CloudWatch looks back longer than a week; whatever has not spoken after that will not. */
const WATCHED = 8 * DAY;

/** The schedule is gone for good. */
export const scheduleDeleted: FaultDefinition = {
  id: 'scheduleDeleted',
  title: 'Never starts: its schedule is deleted',
  what: 'The schedule is deleted, by hand or by a deployment that lost it. From then on nothing runs any more.',
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

/** Runs after which it is settled that they come at another time now. */
const RUNS = 6;

/** A rate counts from when its schedule was made: whoever makes it again moves all runs. */
export const phaseMoves: FaultDefinition = {
  id: 'phaseMoves',
  title: 'Its rate is made again, and runs come at another time',
  what: 'The schedule of a rate is deleted and made again between two runs. From then on runs come half an interval earlier than before, the first at once.',
  expects: 'quiet',
  needs: ['rate', 'dueTimes', 'schedule'],
  play: (scene) => {
    const { recreatedAt, condition } = recreated(scene);
    return { conditions: [condition], begins: recreatedAt, expectedAlerts: [], to: scene.settledAfter(recreatedAt + RUNS * scene.interval) };
  },
};

/** What is due moves with the runs. */
export const phaseMovesThenStops: FaultDefinition = {
  id: 'phaseMovesThenStops',
  title: 'Its rate is made again, and later runs do not come',
  what: `The schedule of a rate is deleted and made again between two runs. ${RUNS} runs come at the new time, and then none.`,
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
    // The first run of a schedule that is made without a start date comes at once.
    condition: { from: recreatedAt, to: Infinity, sparesWatchers: true, recreated: (schedule) => (scene.starts(schedule) ? recreatedAt : undefined) },
  };
}

/** Whatever starts it falls silent: nothing fails anywhere, there is just nothing any more. */
export const nothingArrives: FaultDefinition = {
  id: 'nothingArrives',
  title: 'Nothing arrives any more',
  what: 'What starts the pipeline from outside its templates falls silent, or is cut off from it: no upload, no message, no event. Nothing runs, nothing fails, no metric moves. Later it comes again.',
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

/** Where nobody says how long it may be silent, any alarm that speaks at all is soon enough. */
function longSilence(slot: Instant): Span & { readonly alert: ExpectedAlert } {
  return { from: slot - MINUTE, to: slot + WATCHED, alert: { knowableAt: slot, withinSeconds: WATCHED / SECOND } };
}

const ARRIVALS = 4;
/** So much of the silence that is allowed lies between two of them. */
const SHARE = 0.9;

/** Business is slow, and still within what was agreed. */
export const arrivalsGetRarer: FaultDefinition = {
  id: 'arrivalsGetRarer',
  title: 'Arrivals get rarer, within the silence allowed',
  what: `What starts the pipeline comes more rarely than usual: ${ARRIVALS} times in a row after ${SHARE * 100} % of the silence that its owner allows. That is no reason to wake anybody.`,
  expects: 'quiet',
  needs: ['otherTrigger', 'silence'],
  play: (scene) => {
    const begins = scene.slots(1)[0]!;
    const gap = SHARE * silenceOf(scene.pipeline)!.maxSilenceSeconds * SECOND;
    const arrivals = Array.from({ length: ARRIVALS }, (_, index): Instant => begins + (index + 1) * gap);
    // The slots between are not served, and the last one before an arrival is served when that is due.
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
