import { Token } from 'aws-cdk-lib/core';
import { appTreeOf, pathOf } from '../app-tree/app-tree';
import { timesOf, timesText } from '../app-tree/scheduled';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** Any minute, at hours that are named one by one: whoever writes `hour: '2'` means two o'clock. */
const EVERY_MINUTE_OF_AN_HOUR = /^cron\(\s*\*\s+\d{1,2}(,\d{1,2})*\s/;

/** CDK fills in `*` for a minute that is left out: `cron({ hour: '2' })` is due sixty times. */
export const minuteLeftOut: Check<ObservedPipeline> = {
  id: 'minuteLeftOut',
  level: 'warning',
  find: (pipeline) => {
    const { expression, timeZone, minuteLeftOut: leftOut, trigger } = pipeline._spec;
    const expected = expression !== undefined && trigger === undefined && (leftOut || isEveryMinute(expression))
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
  return !Token.isUnresolved(expression) && EVERY_MINUTE_OF_AN_HOUR.test(expression);
}
