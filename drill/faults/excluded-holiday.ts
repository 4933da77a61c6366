import { isOptional, scheduleOf } from '../../core/contract/contract';
import { DAY, Instant } from '../../core/time';
import { DrillPipeline, timesOf } from '../pipeline';
import { onSchedules } from './aim';
import { LEAD } from './calendar-window';
import type { Fault } from './fault';

/** Nothing runs on a holiday, as agreed. */
export const excludedHoliday: Fault = {
  id: 'excludedHoliday',
  title: 'No run on an excluded holiday',
  what: 'On a date that the expectation excludes, whoever is in charge lets the run fall out.',
  expects: 'silence',
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
      debts: [],
      to: scene.settledAfter(slot + DAY),
    };
  },
};

/** The first slot on a date that is excluded. */
function excludedSlot(pipeline: DrillPipeline): Instant | undefined {
  const expectation = timesOf(pipeline);
  if (expectation === undefined) return undefined;
  const schedule = scheduleOf(expectation, 0);
  const slots = [...expectation.excludeDates ?? []].sort().flatMap((date) => {
    const noon = Date.parse(`${date}T12:00:00Z`);
    return schedule.slots(noon - 1.5 * DAY, noon + 1.5 * DAY).filter((slot) => !slot.optional && isOptional(expectation, slot));
  });
  return slots[0]?.at;
}
