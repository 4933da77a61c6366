import type { Duration } from 'aws-cdk-lib/core';
import { exactDuration } from '../../core/words/duration';
import { secondsOf } from '../expectation/tolerances';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** When the next run is due before this one is late, a missing run is noticed a run too late. */
export const toleranceLongerThanInterval: Check<ObservedPipeline> = {
  id: 'toleranceLongerThanInterval',
  level: 'error',
  find: ({ _spec, _stages, _tolerances: { interval } }) => {
    if (interval === undefined) return [];
    const given: [string, Duration | undefined][] = [
      ['startWithin', _spec.options.startWithin],
      ['early', _spec.options.early],
      ..._stages.map(({ stageName, _options }): [string, Duration | undefined] => [`startWithin of stage ${stageName}`, _options.startWithin]),
    ];
    return given.flatMap(([name, tolerance]) => {
      if (tolerance === undefined || secondsOf(name, tolerance) <= interval) return [];
      return [`${name} is ${exactDuration(secondsOf(name, tolerance))}, but runs are due ${exactDuration(interval)} apart; make it shorter than that`];
    });
  },
};
