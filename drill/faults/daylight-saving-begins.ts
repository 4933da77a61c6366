import { LEAD, quietDate } from './calendar-window';
import { nextClockChange } from './clock-change';

/** An hour is skipped. */
export const daylightSavingBegins = quietDate({
  id: 'daylightSavingBegins',
  title: 'Daylight saving begins',
  what: 'The clocks skip an hour. A run that was due in it does not happen, and none is missing.',
  needs: ['clockChange'],
  when: (pipeline, after) => {
    const change = nextClockChange(pipeline, after, true);
    return change === undefined ? undefined : change - LEAD;
  },
});
