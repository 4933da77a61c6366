import { DAY, HOUR, Instant, MINUTE, SECOND } from '../../core/time';
import type { RunRecord } from '../simulation/runs/run-plan';
import type { FaultDefinition, Scene } from './fault';
import { endedRun, failedRun, isOwnRun, onRuns, onSchedules, overdueRun } from './inject';

/** One run fails, with all its retries. */
export const runFails: FaultDefinition = {
  id: 'runFails',
  title: 'A run fails',
  what: 'One run of the first stage fails, and so do its retries. The next run succeeds.',
  expects: 'detected',
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, outcome: 'failed' }))],
      begins: slot!,
      expectedAlerts: [failedRun(scene, slot!)],
      heals: next!,
      to: scene.settledAfter(next!),
    };
  },
};

/** Someone stops an execution. */
export const runAborted: FaultDefinition = {
  id: 'runAborted',
  title: 'A run is aborted',
  what: 'Someone stops an execution by hand and forgets to start another.',
  expects: 'detected',
  needs: ['stateMachine'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, outcome: 'aborted' }))],
      begins: slot!,
      expectedAlerts: [failedRun(scene, slot!)],
      heals: next!,
      to: scene.settledAfter(next!),
    };
  },
};

/** The timeout of a run ends it. */
export const runTimesOut: FaultDefinition = {
  id: 'runTimesOut',
  title: 'A run times out',
  what: 'One run exceeds the timeout of its resource, which ends it. So do its retries.',
  expects: 'detected',
  needs: ['timeout'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const timeout = scene.first.resource.timeoutSeconds! * 1000;
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, durationMillis: 2 * timeout }))],
      begins: slot!,
      expectedAlerts: [overdueRun(scene, slot!)],
      heals: next!,
      to: scene.settledAfter(next!),
    };
  },
};

/** A run starts and never ends by itself. */
export const runHangs: FaultDefinition = {
  id: 'runHangs',
  title: 'A run starts and hangs',
  what: 'A run waits for an answer that never comes. A timeout ends it, or nothing does.',
  expects: 'detected',
  needs: ['endOfHangingRun'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, durationMillis: Infinity }))],
      begins: slot!,
      expectedAlerts: [overdueRun(scene, slot!)],
      heals: next!,
      to: scene.settledAfter(next!),
    };
  },
};

/** A run starts too late. */
export const runLate: FaultDefinition = {
  id: 'runLate',
  title: 'A run starts late',
  what: 'A run starts later than its owner tolerates and then succeeds. People must be notified of the delay and of the recovery.',
  expects: 'detected',
  needs: ['dueTimes', 'everyBadRun'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const slots = scene.slots(100, slot!).filter((one) => one < unseen.to);
    const last = slots.at(-1)!;
    const seconds = (unseen.alert.knowableAt - last) / 1000 + (scene.pipeline.observed === undefined ? 0 : unseen.alert.withinSeconds) + 5 * 60;
    const [after] = scene.slots(1, unseen.to);
    return {
      conditions: [onSchedules(scene, unseen, { kind: 'delayed', seconds })],
      begins: slot!,
      expectedAlerts: [unseen.alert],
      heals: last + seconds * 1000,
      to: Math.max(scene.settledAfter(after!), last + seconds * 1000 + 60 * MINUTE),
    };
  },
};

/** Nearly the longest time that a run may take. */
const SHARE_OF_LIMIT = 0.9;

/** A run succeeds but uses nearly all the time that it may take. */
export const runFarSlower: FaultDefinition = {
  id: 'runFarSlower',
  title: 'A run is far slower than usual',
  what: `One run uses ${SHARE_OF_LIMIT * 100} % of the time that it may take, several times as long as usual, and succeeds.`,
  expects: 'detected',
  warmUpDays: 15,
  needs: ['knownLimit'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const millis = SHARE_OF_LIMIT * scene.limitOf(scene.first)!;
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, durationMillis: millis }))],
      begins: slot!,
      expectedAlerts: [endedRun(scene, slot!)],
      severity: 'warning',
      to: scene.settledAfter(next!),
    };
  },
};

const WEEKS = 3;
/** The share of the limit that the last runs use. */
const ENDS_AT = 0.97;
/** A run that takes this many times its usual duration deserves attention. */
const NOTICEABLE = 2;

/** Runs take a little longer every day, until one would time out. */
export const runCreeps: FaultDefinition = {
  id: 'runCreeps',
  title: 'Runs slowly approach the timeout over weeks',
  what: `Over ${WEEKS} weeks runs take longer and longer, up to ${ENDS_AT * 100} % of the time that they may take. People must be notified before a run fails.`,
  expects: 'detected',
  gradual: true,
  warmUpDays: 15,
  needs: ['knownLimit'],
  play: (scene) => {
    const [first] = scene.slots(1);
    const length = Math.max(WEEKS * 7 * DAY, 10 * scene.interval);
    const to = first! + length;
    const usual = scene.usualOf(scene.first);
    const most = ENDS_AT * scene.limitOf(scene.first)!;
    const durationAt = (start: number): number => usual + (most - usual) * Math.min(1, (start - first!) / length);
    const knowableAt = first! + length * Math.min(1, ((NOTICEABLE - 1) * usual) / (most - usual));
    return {
      conditions: [onRuns(scene.first, { from: first!, to: Infinity }, (plan) => ({ ...plan, durationMillis: durationAt(plan.start) }))],
      begins: first!,
      expectedAlerts: [{ knowableAt, withinSeconds: (to - knowableAt) / 1000 }],
      severity: 'warning',
      to,
    };
  },
};

/** EventBridge delivers an event at least once. */
export const runTwice: FaultDefinition = {
  id: 'runTwice',
  title: 'A run happens twice',
  what: 'EventBridge delivers its event twice, which it may do, and both runs succeed. Nobody needs to be notified.',
  expects: 'quiet',
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    return { conditions: [onSchedules(scene, scene.around(slot!), { kind: 'twice' })], begins: slot!, expectedAlerts: [], to: scene.settledAfter(next!) };
  },
};

/** An attempt fails, and its retry succeeds. */
export const succeedsAfterRetries: FaultDefinition = {
  id: 'succeedsAfterRetries',
  title: 'A run succeeds after a retry',
  what: 'The first attempt fails and its retry succeeds, which the retry policy allows for.',
  expects: 'quiet',
  needs: ['retries'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const isMachine = scene.first.kind === 'stateMachine';
    return {
      conditions: [onRuns(scene.first, scene.around(slot!), (plan) => {
        if (isMachine) return { ...plan, failedTries: 1 };
        return plan.attempt === 1 ? { ...plan, outcome: 'failed' } : plan;
      })],
      begins: slot!,
      expectedAlerts: [],
      to: scene.settledAfter(next!),
    };
  },
};

/** The longest time from the first run to the second. */
const LONGEST_PAUSE = 8 * HOUR;

/** One successful run does not make up for a later failure. */
export const secondRunFails: FaultDefinition = {
  id: 'secondRunFails',
  title: 'A second run fails after the first has succeeded',
  what: 'A run succeeds. Hours later, or halfway to the next run, its event is delivered again, and that run fails. The pipeline has not recovered until a later run succeeds.',
  expects: 'detected',
  needs: ['dueTimes', 'schedule'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const pause = Math.min(LONGEST_PAUSE, (next! - slot!) / 2);
    const again = slot! + pause;
    return {
      conditions: [
        onSchedules(scene, scene.around(slot!), { kind: 'twice', seconds: pause / SECOND }),
        onRuns(scene.first, scene.around(slot!), (plan) => (plan.start >= again ? { ...plan, outcome: 'failed' } : plan)),
      ],
      begins: again,
      expectedAlerts: [{ ...scene.seenAt(again + MINUTE), knownFrom: (runs) => failedAt(scene, again, runs) }],
      heals: next!,
      unhealedUntil: next!,
      to: scene.settledAfter(next!),
    };
  },
};

/** When the second run failed: at its first attempt or, where the owner expects retries, at its last. */
function failedAt(scene: Scene, again: Instant, runs: readonly RunRecord[]): Instant | undefined {
  const ends = runs.filter((run) => isOwnRun(scene.first, run) && run.start >= again && run.outcome !== 'succeeded' && (run.slot ?? again) <= again).flatMap(({ end }) => end ?? []);
  return (scene.first.contract?.retryWithinSeconds ?? 0) > 0 ? ends.at(-1) : ends[0];
}

/** A deployment happens while the pipeline runs. */
export const deploymentDuringRun: FaultDefinition = {
  id: 'deploymentDuringRun',
  title: 'A deployment in the middle of a run',
  what: 'You deploy the stack during a run. The contract is stored again, and no earlier run is due any more.',
  expects: 'quiet',
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const deployedAt: Instant = slot! + MINUTE + scene.usualOf(scene.first) / 2;
    const name = scene.pipeline.observed?.parameter?.name;
    return {
      conditions: [{
        from: deployedAt, to: Infinity, sparesWatchers: false,
        contract: (parameter) => (parameter.name === name ? { lastChanged: deployedAt } : undefined),
      }],
      begins: slot!,
      expectedAlerts: [],
      to: scene.settledAfter(next!),
    };
  },
};
