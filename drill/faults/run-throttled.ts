import { MINUTE } from '../../core';
import { onRuns } from './aim';
import { throttledRun } from './failed-run';
import type { Fault } from './fault';

/** A run gets no capacity. */
export const runThrottled: Fault = {
  id: 'runThrottled',
  title: 'A run is throttled',
  what: 'A neighbour uses up the account\'s concurrency: the run gets no capacity until it is too late for it.',
  expects: 'told',
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const { contract, kind } = scene.first;
    const isExpected = (contract?.retryWithinSeconds ?? 0) > 0;
    const span = isExpected ? unseen : scene.around(slot!);
    const [after] = scene.slots(1, span.to);
    const until = isExpected ? Math.max(unseen.debt.knowableAt + unseen.debt.withinSeconds * 1000, slot! + 30 * MINUTE) : slot! + Math.min(30 * MINUTE, scene.interval / 2);
    return {
      conditions: [onRuns(scene.first, span, (plan) => ({ ...plan, throttled: kind === 'stateMachine' || plan.start < until }))],
      begins: slot!,
      // An owner who expects retries does not want to hear of an attempt, but of the run that did not come in time.
      debts: [isExpected ? unseen.debt : throttledRun(scene, slot!)],
      heals: until,
      to: scene.settledAfter(after!),
    };
  },
};
