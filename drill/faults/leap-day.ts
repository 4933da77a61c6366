import { LEAD, quietDate } from './calendar-window';

/** The 29th of February. */
export const leapDay = quietDate({
  id: 'leapDay',
  title: 'A leap day comes',
  what: 'A year has a 29th of February.',
  when: (_pipeline, after) => {
    const year = new Date(after).getUTCFullYear();
    const days = Array.from({ length: 10 }, (_, later) => Date.UTC(year + later, 1, 29)).filter((day) => new Date(day).getUTCDate() === 29);
    return days.map((day) => day - LEAD).find((moment) => moment >= after);
  },
}, 6);
