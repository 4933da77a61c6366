import { onMetrics } from './aim';
import type { Fault } from './fault';

const LATE_SECONDS = 10 * 60;
const RUNS = 3;

/** CloudWatch shows everything ten minutes later than usual. */
export const metricsLate: Fault = {
  id: 'metricsLate',
  title: 'Metrics arrive 10 minutes late',
  what: `For ${RUNS} runs everything is well, but CloudWatch shows their metrics ${LATE_SECONDS / 60} minutes later than usual.`,
  expects: 'silence',
  play: (scene) => {
    const slots = scene.slots(RUNS + 1);
    const span = { from: slots[0]!, to: slots[RUNS]! };
    return {
      conditions: [onMetrics(scene, span, ['AWS/Lambda', 'AWS/States'], { delaySeconds: LATE_SECONDS })],
      begins: slots[0]!,
      debts: [],
      to: scene.settledAfter(slots[RUNS]!),
    };
  },
};
