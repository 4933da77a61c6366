import { secondsOf, Tolerances } from '../expectation/tolerances';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** When the next run is due before this one is late, a missing run is noticed a run too late. */
export const toleranceLongerThanInterval: Check<ObservedPipeline> = {
  id: 'toleranceLongerThanInterval',
  level: 'error',
  find: ({ _spec }) => {
    const { interval } = new Tolerances(_spec);
    if (interval === undefined) return [];
    const { startWithin, early } = _spec.options;
    return [['startWithin', startWithin] as const, ['early', early] as const].flatMap(([name, tolerance]) => {
      if (tolerance === undefined || secondsOf(name, tolerance) <= interval) return [];
      return [`${name} is ${secondsOf(name, tolerance)} s, but runs are due every ${interval} s; make it shorter than that`];
    });
  },
};
