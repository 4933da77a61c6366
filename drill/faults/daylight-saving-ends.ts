import { LEAD, quietDate } from './calendar-window';
import { nextClockChange } from './clock-change';

/** An hour comes twice. */
export const daylightSavingEnds = quietDate({
  id: 'daylightSavingEnds',
  title: 'Daylight saving ends',
  what: 'The clocks repeat an hour. What is due in it runs once.',
  needs: ['clockChange'],
  when: (pipeline, after) => {
    const change = nextClockChange(pipeline, after, false);
    return change === undefined ? undefined : change - LEAD;
  },
});
