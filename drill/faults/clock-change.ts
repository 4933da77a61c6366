import { zoneOf } from '../../core/schedule/zone';
import { DAY, HOUR, Instant } from '../../core/time';
import { DrillPipeline, timesOf } from '../pipeline';

/** The zone whose clocks decide when a pipeline runs. */
export function zoneNameOf(pipeline: DrillPipeline): string {
  return timesOf(pipeline)?.timeZone ?? pipeline.schedules[0].timeZone;
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
