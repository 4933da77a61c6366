import { HOUR, Instant, MINUTE } from '../../core/time';
import type { Firing } from '../simulation/conditions';
import type { ExpectedAlert, FaultDefinition, Play, Scene } from './fault';
import { notifierFunctions, onRuns, onSchedules } from './inject';
import { comesFrom } from './own-topics';

/** The schedule fires, and its target cannot be invoked, for as long as a missing run needs to be told. */
function refused(scene: Scene, why: Extract<Firing, { kind: 'refused' }>['why']): Play {
  const [slot] = scene.slots(1);
  const unseen = scene.unseen(slot!);
  const [after] = scene.slots(1, unseen.to);
  // The first attempt is refused in the minute of the slot; it need not be told sooner than a run that is missing.
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
  what: 'The schedule fires, but its target answers with an error: it was renamed, or takes another input now.',
  expects: 'detected',
  needs: ['schedule', 'expectation'],
  play: (scene) => refused(scene, 'targetError'),
};

/** The first attempt to start a run fails, and its retry does not. */
export const targetRefusesOnce: FaultDefinition = {
  id: 'targetRefusesOnce',
  title: 'Its target refuses once, then takes it',
  what: 'The target answers the first attempt of the schedule with an error. The schedule tries again some seconds later, and the run takes place in time.',
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

/** The schedule's role may no longer start the target. */
export const roleLostPermission: FaultDefinition = {
  id: 'roleLostPermission',
  title: 'Never starts: its role lost the permission',
  what: 'Somebody tidies up policies, and the role of the schedule may no longer start the target.',
  expects: 'detected',
  needs: ['schedule', 'expectation'],
  play: (scene) => refused(scene, 'notAllowed'),
};

/** A run gets no capacity, and never takes place. */
export const runThrottled: FaultDefinition = {
  id: 'runThrottled',
  title: 'A run is throttled until it is given up',
  what: 'There is no capacity for a run: StartExecution is refused, or the event of a function waits until Lambda drops it. Nobody may have to wait for that to be notified.',
  expects: 'detected',
  needs: ['expectation'],
  play: (scene) => (scene.first.kind === 'stateMachine' ? refused(scene, 'targetThrottled') : dropped(scene)),
};

/** Lambda takes the event, repeats it as long as there is no capacity, and then drops it. */
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

/** It waits so long, or for this share of what it may take, if that is less. */
const WAITS = 3 * MINUTE;
const SHARE_OF_LIMIT = 0.25;

/** An execution waits because the account makes too many state transitions, and goes on. */
export const transitionsThrottled: FaultDefinition = {
  id: 'transitionsThrottled',
  title: 'State transitions are throttled for a while',
  what: 'A neighbour uses up the account\'s quota of state transitions. An execution waits for some minutes, goes on, and succeeds in time.',
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

/** It begins so long before the run that it hits. */
const LEAD = 45 * MINUTE;
/** And lasts so long after that run should have been missed. */
const LINGERS = HOUR;

/** A neighbour takes all of the account's concurrency: work and watchers stand still together. */
export const concurrencyExhausted: FaultDefinition = {
  id: 'concurrencyExhausted',
  title: 'The account has no Lambda concurrency left',
  what: 'A neighbour uses all of the account\'s concurrency. No function runs that has none reserved: neither the pipeline\'s own nor the checker nor the notifier. It has to be notified past all of them.',
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

/** The notifier's own alarm speaks by itself; what the checker's alarms say has to wait until the notifier is given up. */
function watchersDown(scene: Scene, begins: number): ExpectedAlert[] {
  const patience = Math.max(0, ...notifierFunctions(scene).map(({ asyncMaxEventAgeSeconds = 0 }) => asyncMaxEventAgeSeconds));
  const checker = scene.checkerSilentAt(begins);
  return [
    ...(notifierFunctions(scene).length === 0 ? [] : [scene.notifierFailingAt(begins)]),
    { ...checker, withinSeconds: checker.withinSeconds + patience + 60, paidBy: comesFrom(scene.account, 'CheckerSilent', 'CheckerFailing') },
  ];
}
