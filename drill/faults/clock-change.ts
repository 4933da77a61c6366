import { DAY, HOUR, Instant, isSilence } from '../../core';
import { zoneOf } from '../../core/schedule/zone';
import type { DrillPipeline } from '../pipeline';

/** The zone whose clocks decide when a pipeline runs. */
export function zoneNameOf({ observed, schedules: [schedule] }: DrillPipeline): string {
  const expectation = observed?.contract.expectation;
  return expectation === undefined || isSilence(expectation) ? schedule.timeZone : expectation.timeZone;
}

/** When the clocks of a pipeline's zone are next put forward or back; undefined when they are not within a year. */
export function nextClockChange(pipeline: DrillPipeline, after: Instant, forward: boolean): Instant | undefined {
  const zone = zoneOf(zoneNameOf(pipeline), (problem) => new Error(problem));
  for (let day = after; day < after + 366 * DAY; day += DAY) {
    const change = zone.offsetAt(day + DAY) - zone.offsetAt(day);
    if (change === 0 || change > 0 !== forward) continue;
    let hour = day;
    while (zone.offsetAt(hour + HOUR) === zone.offsetAt(day)) hour += HOUR;
    return hour + HOUR;
  }
  return undefined;
}

export function hasClockChange(pipeline: DrillPipeline): string | undefined {
  return nextClockChange(pipeline, Date.UTC(2026, 0, 1), true) === undefined ? `The clocks of its zone, ${zoneNameOf(pipeline)}, are never changed.` : undefined;
}
