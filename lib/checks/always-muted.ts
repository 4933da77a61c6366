import { activeMuteWindow, parseMuteRule } from '../../core/alarm/mute-rule';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** Windows are laid end to end from a fixed day on, so that the same code is judged alike whenever it is synthesized. */
const REFERENCE = Date.UTC(2024, 0, 1);
const YEAR = 366 * 24 * 60 * 60 * 1000;
/** So many windows without a gap between them are as good as a year: a person who lays that many means always. */
const MOST_WINDOWS = 10_000;

/** A pipeline whose alarms never tell anybody is not observed. */
export const alwaysMuted: Check<ObservedPipeline> = {
  id: 'alwaysMuted',
  level: 'error',
  find: ({ _muteDuring: windows }) => {
    const rules = windows.map(({ _settings }) => parseMuteRule(_settings));
    let covered = REFERENCE;
    for (let count = 0; covered < REFERENCE + YEAR && count < MOST_WINDOWS; count += 1) {
      const end = Math.max(...rules.map((rule) => activeMuteWindow(rule, covered)?.end ?? -Infinity));
      if (end <= covered) return [];
      covered = end;
    }
    return ['its maintenance windows leave no time in which an alarm would tell anybody; shorten them, or switch the signals off that nobody wants'];
  },
};
