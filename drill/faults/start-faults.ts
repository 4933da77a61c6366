import { HOUR, Instant, MINUTE } from '../../core/time';
import type { Firing } from '../simulation/conditions';
import type { ExpectedAlert, FaultDefinition, Play, Scene } from './fault';
import { notifierFunctions, onRuns, onSchedules } from './inject';
import { comesFrom } from './own-topics';

/** The schedule fires, but its target cannot be invoked for long enough that people must be notified of a missing run. */
function refused(scene: Scene, why: Extract<Firing, { kind: 'refused' }>['why']): Play {
  const [slot] = scene.slots(1);
  const unseen = scene.unseen(slot!);
  const [after] = scene.slots(1, unseen.to);
  // The first attempt is refused in the minute of the slot. The alert may come as late as that for a missing run.
  const knowableAt: Instant = slot! + MINUTE;
  const until = unseen.alert.knowableAt + unseen.alert.withinSeconds * 1000;
  return {
    conditions: [onSchedules(scene, unseen, { kind: 'refused', why })],
    begins: slot!,
    expectedAlerts: [{ knowableAt, withinSeconds: (until - knowableAt) / 1000 }],
    heals: after!,
    to: scene.settledAfter(after!),
  };
}

/** The target answers every invocation with an error. */
export const targetRefuses: FaultDefinition = {
  id: 'targetRefuses',
  title: 'Never starts: its target refuses',
  what: 'The schedule fires, but its target answers with an error: it was renamed, or it expects a different input.',
  expects: 'detected',
  needs: ['schedule', 'expectation'],
  play: (scene) => refused(scene, 'targetError'),
};

/** The first attempt to start a run fails, and the retry succeeds. */
export const targetRefusesOnce: FaultDefinition = {
  id: 'targetRefusesOnce',
  title: 'The target refuses once and accepts the retry',
  what: 'The target answers the schedule\'s first attempt with an error. The schedule retries some seconds later, and the run takes place in time.',
  expects: 'quiet',
  needs: ['schedule', 'retriedTrigger'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const { from, to } = scene.around(slot!);
    return {
      conditions: [{
        from, to, sparesWatchers: true,
        firing: (schedule, served, attempt) => (scene.starts(schedule) && served === slot && attempt === 0 ? { kind: 'refused', why: 'targetError' } : undefined),
      }],
      begins: slot!,
      expectedAlerts: [],
      to: scene.settledAfter(next!),
    };
  },
};

/** The schedule's role can no longer start the target. */
export const roleLostPermission: FaultDefinition = {
  id: 'roleLostPermission',
  title: 'Never starts: its role lost the permission',
  what: 'Someone tidies up policies, and the schedule\'s role can no longer start the target.',
  expects: 'detected',
  needs: ['schedule', 'expectation'],
  play: (scene) => refused(scene, 'notAllowed'),
};

/** A run gets no capacity and never takes place. */
export const runThrottled: FaultDefinition = {
  id: 'runThrottled',
  title: 'A run is throttled until it is dropped',
  what: 'There is no capacity for a run: Step Functions refuses StartExecution, or a function\'s event waits until Lambda drops it. People must be notified before that.',
  expects: 'detected',
  needs: ['expectation'],
  play: (scene) => (scene.first.kind === 'stateMachine' ? refused(scene, 'targetThrottled') : dropped(scene)),
};

/** Lambda accepts the event, retries while there is no capacity, and then drops it. */
function dropped(scene: Scene): Play {
  const [slot] = scene.slots(1);
  const { alert, ...unseen } = scene.unseen(slot!);
  const [after] = scene.slots(1, unseen.to);
  return {
    conditions: [onRuns(scene.first, unseen, (plan) => ({ ...plan, throttled: true }))],
    begins: slot!,
    expectedAlerts: [alert],
    heals: after!,
    to: scene.settledAfter(after!),
  };
}

/** The execution waits this long, or this share of its limit, whichever is less. */
const WAITS = 3 * MINUTE;
const SHARE_OF_LIMIT = 0.25;

/** An execution waits because the account makes too many state transitions, and then continues. */
export const transitionsThrottled: FaultDefinition = {
  id: 'transitionsThrottled',
  title: 'State transitions are throttled for a while',
  what: 'Another workload uses up the account\'s quota of state transitions. An execution waits for some minutes, continues, and succeeds in time.',
  expects: 'quiet',
  needs: ['machine'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const machines = scene.pipeline.stages.filter(({ kind }) => kind === 'stateMachine');
    return {
      conditions: machines.map((machine) => {
        const throttledMillis = Math.min(WAITS, SHARE_OF_LIMIT * (scene.limitOf(machine) ?? Infinity));
        return onRuns(machine, scene.around(slot!), (plan) => ({ ...plan, throttled: true, throttledMillis }));
      }),
      begins: slot!,
      expectedAlerts: [],
      to: scene.settledAfter(next!),
    };
  },
};

/** The fault begins this long before the run that it affects. */
const LEAD = 45 * MINUTE;
/** The fault lasts this long after that run should have been reported as missing. */
const LINGERS = HOUR;

/** Another workload uses all of the account's concurrency, so the pipeline and its watchers stop at the same time. */
export const concurrencyExhausted: FaultDefinition = {
  id: 'concurrencyExhausted',
  title: 'The account has no Lambda concurrency left',
  what: 'Another workload uses all of the account\'s concurrency. Only functions with reserved concurrency still run: neither the pipeline\'s functions nor the checker nor the notifier. People must be notified all the same.',
  expects: 'detected',
  needs: ['functions'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const begins = slot! - Math.min(LEAD, scene.interval / 2);
    const heals = unseen.alert.knowableAt + unseen.alert.withinSeconds * 1000 + LINGERS;
    const [after] = scene.slots(1, heals);
    const reserved = new Set(scene.account.functions.filter(({ reservedConcurrency }) => reservedConcurrency !== undefined).map(({ arn }) => arn));
    return {
      conditions: [{
        from: begins, to: heals,
        run: (plan) => (plan.kind === 'function' && !reserved.has(plan.resourceArn) ? { ...plan, throttled: true } : plan),
      }],
      begins,
      expectedAlerts: scene.pipeline.observed === undefined ? [unseen.alert] : watchersDown(scene, begins),
      severity: 'critical',
      to: scene.settledAfter(after!),
    };
  },
};

/** The alarm on the notifier notifies people directly. The checker's alarms must wait until Lambda gives up on the notifier. */
function watchersDown(scene: Scene, begins: number): ExpectedAlert[] {
  const patience = Math.max(0, ...notifierFunctions(scene).map(({ asyncMaxEventAgeSeconds = 0 }) => asyncMaxEventAgeSeconds));
  const checker = scene.checkerSilentAt(begins);
  return [
    ...(notifierFunctions(scene).length === 0 ? [] : [scene.notifierFailingAt(begins)]),
    { ...checker, withinSeconds: checker.withinSeconds + patience + 60, isMetBy: comesFrom(scene.account, 'CheckerSilent', 'CheckerFailing') },
  ];
}
