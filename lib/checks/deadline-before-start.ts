import type { Duration } from 'aws-cdk-lib/core';
import { exactDuration } from '../../core/words/duration';
import { secondsOf, secondsUntilDeadline } from '../expectation/tolerances';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A run may start in time and be too late already. */
export const deadlineBeforeStart: Check<ObservedPipeline> = {
  id: 'deadlineBeforeStart',
  level: 'warning',
  find: ({ _spec, _stages }) => {
    const deadline = secondsUntilDeadline(_spec);
    if (deadline === undefined) return [];
    const given: [string, Duration | undefined][] = [
      ['startWithin', _spec.options.startWithin],
      ..._stages.map(({ stageName, _options }): [string, Duration | undefined] => [`startWithin of stage ${stageName}`, _options.startWithin]),
    ];
    return given.flatMap(([name, startWithin]) => (startWithin === undefined || secondsOf(name, startWithin) <= deadline ? []
      : [`${name} is ${exactDuration(secondsOf(name, startWithin))}, but a run must have succeeded ${exactDuration(deadline)} after it is due, `
        + 'so one that starts in time can be too late already; shorten startWithin, or set a later deadline']));
  },
};
