import { onMetrics } from './aim';
import type { Fault } from './fault';

const RUNS = 3;

/** Step Functions' metrics are best effort. */
export const metricsLost: Fault = {
  id: 'metricsLost',
  title: 'Metrics are lost although runs succeed',
  what: `Of ${RUNS} executions in a row that succeed no metric arrives: Step Functions publishes them at best effort.`,
  expects: 'silence',
  needs: ['bestEffortMetrics'],
  play: (scene) => {
    const slots = scene.slots(RUNS + 1);
    const span = { from: slots[0]!, to: slots[RUNS]! };
    return { conditions: [onMetrics(scene, span, ['AWS/States'], { lost: true })], begins: slots[0]!, debts: [], to: scene.settledAfter(slots[RUNS]!) };
  },
};
