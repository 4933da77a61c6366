import { isOptional, scheduleOf } from '../../core/contract/contract';
import { DAY, Instant, MINUTE } from '../../core/time';
import { PipelineModel, timesOf } from '../../template/pipeline';
import type { Condition } from '../simulation/conditions';
import type { FaultDefinition, Play, Scene, Span } from './fault';
import { onSchedules } from './inject';
import { nextClockChange } from './needs';
import { ownAlarms } from './own-topics';

/** The pipeline runs normally around a date that schedules often handle wrongly. */
function quietAround(scene: Scene, daysAfter: number): Play {
  const to = scene.ready + daysAfter * DAY;
  return { conditions: [], begins: scene.ready, expectedAlerts: [], to: Math.max(to, scene.settledAfter(to)) };
}

/** A date on which nothing goes wrong. `when` gives the moment two days before it. */
function quietDate(fault: Pick<FaultDefinition, 'id' | 'title' | 'what' | 'when' | 'needs'>, daysAfter = 5): FaultDefinition {
  return { ...fault, expects: 'quiet', play: (scene) => quietAround(scene, daysAfter) };
}

/** A play begins this long before the date. */
const LEAD: Instant = 2 * DAY;

/** The clocks skip an hour. */
export const daylightSavingBegins = quietDate({
  id: 'daylightSavingBegins',
  title: 'Daylight saving begins',
  what: 'The clocks skip an hour. A run that was due in that hour does not happen, and no run counts as missing.',
  needs: ['clockChange'],
  when: (pipeline, after) => {
    const change = nextClockChange(pipeline, after, 'forward');
    return change === undefined ? undefined : change - LEAD;
  },
});

/** The clocks repeat an hour. */
export const daylightSavingEnds = quietDate({
  id: 'daylightSavingEnds',
  title: 'Daylight saving ends',
  what: 'The clocks repeat an hour. A run that is due in that hour happens once.',
  needs: ['clockChange'],
  when: (pipeline, after) => {
    const change = nextClockChange(pipeline, after, 'back');
    return change === undefined ? undefined : change - LEAD;
  },
});

/** The 29th of February. */
export const leapDay = quietDate({
  id: 'leapDay',
  title: 'A leap day comes',
  what: 'The year has a 29th of February.',
  when: (_pipeline, after) => {
    const year = new Date(after).getUTCFullYear();
    const days = Array.from({ length: 10 }, (_, later) => Date.UTC(year + later, 1, 29)).filter((day) => new Date(day).getUTCDate() === 29);
    return days.map((day) => day - LEAD).find((moment) => moment >= after);
  },
}, 6);

/** February, the shortest month, ends. */
export const monthEnd = quietDate({
  id: 'monthEnd',
  title: 'A month ends',
  what: 'February ends after 28 days, and a month of 31 days follows.',
  when: (_pipeline, after) => {
    const year = new Date(after).getUTCFullYear();
    const ends = [0, 1, 2, 3, 4].map((later) => Date.UTC(year + later, 2, 1)).filter((end) => new Date(end - DAY).getUTCDate() === 28);
    return ends.map((end) => end - LEAD).find((moment) => moment >= after);
  },
});

/** No run happens on a holiday, as the owner configured it. */
export const excludedHoliday: FaultDefinition = {
  id: 'excludedHoliday',
  title: 'No run on an excluded holiday',
  what: 'No run happens on a date that the expectation excludes.',
  expects: 'quiet',
  needs: ['excludedDates'],
  when: (pipeline) => {
    const slot = excludedSlot(pipeline);
    return slot === undefined ? undefined : slot - LEAD;
  },
  play: (scene) => {
    const slot = excludedSlot(scene.pipeline)!;
    return {
      conditions: [onSchedules(scene, { from: slot - 1, to: slot + 1 }, { kind: 'none' })],
      begins: scene.ready,
      expectedAlerts: [],
      to: scene.settledAfter(slot + DAY),
    };
  },
};

/** The first slot on an excluded date. */
function excludedSlot(pipeline: PipelineModel): Instant | undefined {
  const expectation = timesOf(pipeline);
  if (expectation === undefined) return undefined;
  const schedule = scheduleOf(expectation, 0);
  const slots = [...expectation.excludeDates ?? []].sort().flatMap((date) => {
    const noon = Date.parse(`${date}T12:00:00Z`);
    return schedule.slots(noon - 1.5 * DAY, noon + 1.5 * DAY).filter((slot) => !slot.optional && isOptional(expectation, slot));
  });
  return slots[0]?.at;
}

/** The window lasts this much longer than it would take to notify people of the breakdown. */
const LASTS = 10 * MINUTE;
/** CloudWatch takes muted actions at most a minute after the window ends. */
const DETECTED_WITHIN_SECONDS = 3 * 60;

/** People break the pipeline during maintenance and leave it broken. */
export const muteWindow: FaultDefinition = {
  id: 'muteWindow',
  title: 'A breakdown in a mute window lasts beyond it',
  what: 'A mute window covers the pipeline\'s alarms, and a run is missing in it. Nobody may be notified during the window. People must be notified of what is still broken when it ends.',
  expects: 'detected',
  needs: ['notifier', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const { from, alert } = scene.unseen(slot!);
    const to = minuteAfter(alert.knowableAt + alert.withinSeconds * 1000 + LASTS);
    // The fault lasts longer than the window, so that the pipeline is still broken when the window ends.
    const [after] = scene.slots(1, to + LASTS);
    return {
      conditions: [muted(scene, { from: minuteAfter(from - LASTS), to }), onSchedules(scene, { from, to: scene.around(after!).from }, { kind: 'none' }, 'disabled')],
      begins: to,
      expectedAlerts: [{ knowableAt: to, withinSeconds: DETECTED_WITHIN_SECONDS }],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};

/** The mute window, as CloudWatch and the notifier see it. */
function muted({ account, pipeline }: Scene, { from, to }: Span): Condition {
  const alarms = new Set(ownAlarms(account, pipeline).map(({ name }) => name));
  const profile = pipeline.observed?.profile?.parameter;
  const window = { expression: `at(${new Date(from).toISOString().slice(0, 16)})`, duration: `PT${(to - from) / MINUTE}M`, timeZone: 'UTC' };
  return {
    from, to, sparesWatchers: true,
    mutes: (name) => alarms.has(name),
    contract: (parameter) => (parameter === profile ? { text: JSON.stringify({ ...JSON.parse(parameter.value) as object, muteWindows: [window] }) } : undefined),
  };
}

function minuteAfter(instant: Instant): Instant {
  return Math.ceil(instant / MINUTE) * MINUTE;
}
