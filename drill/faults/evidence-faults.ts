import { DAY, HOUR, Instant, MINUTE } from '../../core/time';
import { type FaultDefinition, Scene } from './fault';
import { onMetrics } from './inject';

const LATE_SECONDS = 10 * 60;
const RUNS = 3;

/** CloudWatch shows all metrics ten minutes later than usual. */
export const metricsLate: FaultDefinition = {
  id: 'metricsLate',
  title: 'Metrics arrive 10 minutes late',
  what: `CloudWatch shows the metrics of ${RUNS} successful runs ${LATE_SECONDS / 60} minutes later than usual.`,
  expects: 'quiet',
  play: (scene) => {
    const slots = scene.slots(RUNS + 1);
    const span = { from: slots[0]!, to: slots[RUNS]! };
    return {
      conditions: [onMetrics(scene, span, ['AWS/Lambda', 'AWS/States'], { delaySeconds: LATE_SECONDS })],
      begins: slots[0]!,
      expectedAlerts: [],
      to: scene.settledAfter(slots[RUNS]!),
    };
  },
};

/** Step Functions publishes its metrics on a best-effort basis. */
export const metricsLost: FaultDefinition = {
  id: 'metricsLost',
  title: 'Metrics are lost although runs succeed',
  what: `The metrics of ${RUNS} successful executions in a row never arrive. Step Functions publishes metrics on a best-effort basis.`,
  expects: 'quiet',
  needs: ['bestEffortMetrics'],
  play: (scene) => {
    const slots = scene.slots(RUNS + 1);
    const span = { from: slots[0]!, to: slots[RUNS]! };
    return { conditions: [onMetrics(scene, span, ['AWS/States'], { lost: true })], begins: slots[0]!, expectedAlerts: [], to: scene.settledAfter(slots[RUNS]!) };
  },
};

const LASTS = 3 * HOUR;
/** The outage begins this long before the first run that it affects. */
const LEAD = 30 * MINUTE;
/** Most messages of each pipeline: at once, at the due time, at the deadline, and the recoveries. */
const MESSAGES_PER_PIPELINE = 6;
/** Most messages of the observatory's own alarms, with their recoveries. */
const MESSAGES_OF_THE_OBSERVATORY = 8;

/** Everything fails at once and comes back at once. */
export const regionalOutage: FaultDefinition = {
  id: 'regionalOutage',
  title: 'Everything fails at once in a regional outage',
  what: 'For three hours no schedule fires, no function runs and no metric arrives, neither of any pipeline nor of the checker. Then everything works again. People must be notified, without a flood of messages.',
  expects: 'detected',
  together: true,
  play: (scene) => {
    const begins = busiest(scene);
    const heals = begins + LASTS;
    const [after] = scene.slots(1, heals);
    const outage = (): Error => Object.assign(new Error('the service is not available'), { name: 'ServiceUnavailableException' });
    return {
      conditions: [{
        from: begins, to: heals,
        firing: () => ({ kind: 'none' }),
        run: (plan) => ({ ...plan, outcome: 'failed' }),
        point: () => ({ lost: true }),
        call: outage,
      }],
      begins,
      expectedAlerts: [scene.pipeline.observed === undefined ? scene.unseen(scene.slots(1, begins)[0]!).alert : scene.checkerSilentAt(begins)],
      heals,
      to: scene.settledAfter(after!),
      mostMessages: MESSAGES_OF_THE_OBSERVATORY + MESSAGES_PER_PIPELINE,
    };
  },
};

/** The time of day at which an outage would affect the most pipelines. */
function busiest({ all, account, from, ready, settings }: Scene): Instant {
  const firsts = all.map((pipeline) => new Scene({ account, pipeline, from, ready, settings }).slots(1)[0]! - LEAD);
  const within = firsts.filter((moment) => moment < ready + DAY);
  const hits = (moment: Instant): number => firsts.filter((first) => moment <= first && first < moment + LASTS - LEAD).length;
  return within.reduce((best, moment) => (hits(moment) > hits(best) ? moment : best), within[0] ?? ready);
}
