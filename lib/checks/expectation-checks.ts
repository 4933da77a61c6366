import { type Duration, Token } from 'aws-cdk-lib/core';
import { undocumentedParts } from '../../core/schedule/rate';
import { exactDuration } from '../../core/text/count-and-duration';
import { appTreeOf, pathOf } from '../app-tree/app-tree';
import { timesOf, timesText } from '../app-tree/scheduled';
import { finishWithinSeconds } from '../expectation/tolerances';
import { secondsOf } from '../seconds-of';
import type { Check } from './check';
import type { PipelineSubject } from './subjects';

/** A run that starts in time must not be late already. */
export const startWithinAfterDeadline: Check<PipelineSubject> = {
  id: 'startWithinAfterDeadline',
  level: 'warning',
  find: ({ _spec, _stages }) => {
    const deadline = finishWithinSeconds(_spec);
    if (deadline === undefined) return [];
    const given: [string, Duration | undefined][] = [
      ['startWithin', _spec.options.startWithin],
      ..._stages.map(({ stageName, _options }): [string, Duration | undefined] => [`startWithin of stage ${stageName}`, _options.startWithin]),
    ];
    return given.flatMap(([name, startWithin]) => (startWithin === undefined || secondsOf(name, startWithin) <= deadline ? []
      : [`${name} is ${exactDuration(secondsOf(name, startWithin))}, but a run must have succeeded ${exactDuration(deadline)} after it is due, `
        + 'so a run that starts in time can already be late; shorten startWithin, or lengthen finishWithin']));
  },
};

/** A run within the timeout of its resource must not be reported as stuck. */
export const maxDurationBelowTimeout: Check<PipelineSubject> = {
  id: 'maxDurationBelowTimeout',
  level: 'error',
  find: ({ _spec, _stages, _tolerances }) => {
    if (_spec.kind === 'none') return [];
    const { maxDuration } = _spec.options;
    const pipelineAllows = maxDuration === undefined ? Infinity : secondsOf('maxDuration', maxDuration);
    return _stages.flatMap((stage, index) => {
      const timeout = stage._kind.timeout()?.toSeconds({ integral: false });
      const allowed = Math.min(_tolerances.ofStage(stage, _stages.slice(0, index)).maxDurationSeconds, pipelineAllows);
      return timeout === undefined || timeout <= allowed ? []
        : [`stage ${stage.stageName} has a timeout of ${exactDuration(timeout)}, but its runs are expected to end within ${exactDuration(allowed)}; lower the timeout or raise maxDuration`];
    });
  },
};

/** Every minute of certain hours or of certain days. Who writes `hour: '2'` means two o'clock; who writes `day: '1'` means once a month. */
const EVERY_MINUTE = /^cron\(\s*\*\s+(\d{1,2}(,\d{1,2})*|\*\s+\d{1,2}(,\d{1,2})*)\s/;

/** Without a minute, CDK uses `*`: `cron({ hour: '2' })` is due sixty times. */
export const cronWithoutMinute: Check<PipelineSubject> = {
  id: 'cronWithoutMinute',
  level: 'warning',
  find: (pipeline) => {
    const { expression, timeZone, trigger } = pipeline._spec;
    const expected = expression !== undefined && trigger === undefined && isEveryMinute(expression)
      ? [`runs are due ${timesText({ expression, timeZone: timeZone! })}, since no minute was given; pass minute: '0' for one run an hour`] : [];
    const tree = appTreeOf(pipeline);
    const starters = new Set(pipeline._stages.flatMap((stage) => tree.startersTo(tree.keysOf(stage))));
    return [...expected, ...[...starters].flatMap(({ resource }) => {
      const times = timesOf(resource);
      return times !== undefined && isEveryMinute(times.expression)
        ? [`${pathOf(resource)} fires ${timesText(times)}, since its cron expression names no minute; pass minute: '0' for one run an hour`] : [];
    })];
  },
};

function isEveryMinute(expression: string): boolean {
  return !Token.isUnresolved(expression) && EVERY_MINUTE.test(expression);
}

/** If the next run is due before this one is late, a missing run is noticed one run too late. */
export const toleranceLongerThanInterval: Check<PipelineSubject> = {
  id: 'toleranceLongerThanInterval',
  level: 'error',
  find: ({ _spec, _stages, _tolerances: { interval } }) => {
    if (interval === undefined) return [];
    const given: [string, Duration | undefined][] = [
      ['startWithin', _spec.options.startWithin],
      ['startEarlyBy', _spec.options.startEarlyBy],
      ..._stages.map(({ stageName, _options }): [string, Duration | undefined] => [`startWithin of stage ${stageName}`, _options.startWithin]),
    ];
    return given.flatMap(([name, tolerance]) => {
      if (tolerance === undefined || secondsOf(name, tolerance) <= interval) return [];
      return [`${name} is ${exactDuration(secondsOf(name, tolerance))}, but two runs are due only ${exactDuration(interval)} apart; make it shorter than that`];
    });
  },
};

/** EventBridge may accept an expression that it does not document, so this is only a warning. */
export const undocumentedSchedule: Check<PipelineSubject> = {
  id: 'undocumentedSchedule',
  level: 'warning',
  find: ({ _spec: { expression } }) => (expression === undefined || Token.isUnresolved(expression) ? [] : undocumentedParts(expression))
    .map((part) => `EventBridge does not document '${part}' in ${expression} and may reject it at deployment; if it does, use L, LW or a day from 1 to 31`),
};
