import { DAY } from '../../core/time';
import { LEAD, quietDate } from './calendar-window';

/** The shortest month ends. */
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
