import { HOUR, Instant, MINUTE } from '../../core/time';
import { longestFunction } from '../pipeline';
import { isOwnRun } from './aim';
import type { Fault } from './fault';

/** Before the first run that times out, so that the newest points are good. */
const BUSY_BEFORE = HOUR;
const LASTS = 3 * HOUR;
/** One of so many runs, one of which begins each minute. */
const ONE_OF = 10;

/** Long runs of a function fail while short ones, which began later, have long succeeded. */
export const busyFunctionTimesOut: Fault = {
  id: 'busyFunctionTimesOut',
  title: 'A busy function\'s longest runs time out',
  what: `Somebody calls a function every minute and waits for its answer. One run of ${ONE_OF} takes longer than its timeout: its points carry the time of its start and appear after its end, when newer points are good.`,
  expects: 'told',
  needs: ['countedFunction'],
  play: (scene) => {
    const stage = longestFunction(scene.pipeline)!;
    const timeout = 1000 * stage.resource.timeoutSeconds!;
    const from = Math.ceil(scene.ready / MINUTE) * MINUTE;
    const begins = from + BUSY_BEFORE;
    const heals = begins + LASTS;
    const isLong = (start: Instant): boolean => start >= begins && start < heals && ((start - begins) / MINUTE) % ONE_OF === 0;
    const [after] = scene.slots(1, heals);
    return {
      conditions: [
        { from, to: heals, sparesWatchers: true, calls: { functionArn: stage.resource.arn, everyMillis: MINUTE } },
        {
          from: begins, to: heals, sparesWatchers: true,
          run: (plan) => (isOwnRun(stage, plan) && plan.slot === undefined && isLong(plan.start) ? { ...plan, durationMillis: 2 * timeout } : plan),
        },
      ],
      begins,
      debts: [scene.seenAt(begins + timeout)],
      heals,
      to: scene.settledAfter(after!),
    };
  },
};
