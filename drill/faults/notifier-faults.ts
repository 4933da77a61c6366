import { HOUR, Instant, MINUTE, SECOND } from '../../core/time';
import type { Account } from '../../template/model';
import type { PipelineModel } from '../../template/pipeline';
import type { Condition } from '../simulation/conditions';
import { accessDenied } from './checker-faults';
import type { ExpectedAlert, FaultDefinition, Play, Scene, Span } from './fault';
import { failedRun, notifierFunctions, onNotifier, onNotifierCalls, onNotifierSchedule, onRuns } from './inject';
import { comesFrom, isAbout, ownTopics } from './own-topics';

/** It begins so long before a run fails: what says that the notifier is silent speaks before that. */
const LEAD = 45 * MINUTE;
/** And lasts so long after that, so that whatever is tried again fails again. */
const LINGERS = HOUR;

/** What else is in order. */
interface OfTheNotifier {
  readonly condition: (span: Span) => Condition;
  /** What has to be told of the notifier itself, from when it begins. */
  readonly itself?: (scene: Scene, begins: number) => ExpectedAlert;
  /** How much later than by the notifier the run that fails has to be told all the same. */
  readonly laterSeconds: number;
}

/**
 * For `knownGap`: where the notifier fails, an alarm reaches people as the record of an invocation or as CloudWatch wrote it, and
 * neither fits an SMS.
 */
function onlyPhones(pipeline: PipelineModel, account: Account): string | undefined {
  const topics = new Set([...ownTopics(account, pipeline), ...(pipeline.observed?.notifiers ?? []).map(({ criticalTopicArn }) => criticalTopicArn)]);
  const subscriptions = account.subscriptions.filter(({ topicArn }) => topics.has(topicArn));
  return subscriptions.length === 0 || subscriptions.some(({ protocol }) => protocol !== 'sms') ? undefined
    : 'Only phones are subscribed. When the notifier fails, the unformatted alarm is too long for an SMS; only the alarms about the notifier itself arrive. Add a contact by e-mail.';
}

/** Something is wrong with the notifier when a run of the pipeline fails. Both have to be told. */
function ofTheNotifier(scene: Scene, { condition, itself, laterSeconds }: OfTheNotifier): Play {
  const [slot, next] = scene.slots(2);
  const begins = slot! - Math.min(LEAD, scene.interval / 2);
  const heals = Math.min(scene.settledAfter(slot!) + LINGERS, Math.max(next!, slot! + LINGERS));
  const failed = failedRun(scene, slot!);
  const [after] = scene.slots(1, heals);
  return {
    conditions: [condition({ from: begins, to: heals }), onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, outcome: 'failed' }))],
    begins,
    expectedAlerts: [
      ...(itself === undefined ? [] : [itself(scene, begins)]),
      { ...failed, withinSeconds: failed.withinSeconds + laterSeconds, paidBy: isAbout(scene.account, scene.pipeline) },
    ],
    to: scene.settledAfter(after!),
  };
}

/** The notifier's code fails whenever it is run. */
export const notifierCrashes: FaultDefinition = {
  id: 'notifierCrashes',
  title: 'The notifier crashes',
  what: 'Every invocation of the notifier ends with an error. Then a run fails: its alarm has to reach people as CloudWatch wrote it, and an alarm has to say that the notifier fails.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifier(scene, span, (plan) => ({ ...plan, outcome: 'failed' })),
    itself: (one, at) => one.notifierFailingAt(at),
    // Lambda tries once more after a minute, and then gives it to the destination for failures.
    laterSeconds: 2 * 60,
  }),
};

/** Whatever the notifier asks does not answer. */
export const notifierTimesOut: FaultDefinition = {
  id: 'notifierTimesOut',
  title: 'The notifier times out',
  what: 'Whatever the notifier asks does not answer, and it is cut off. Then a run fails: its alarm has to reach people as CloudWatch wrote it, and an alarm has to say that the notifier fails.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifier(scene, span, (plan) => ({ ...plan, durationMillis: Infinity })),
    itself: (one, at) => ({ ...one.notifierFailingAt(at), knowableAt: at + longestRun(one) }),
    // Two attempts that take all their time, and a minute between them.
    laterSeconds: (2 * longestRun(scene)) / SECOND + 2 * 60,
  }),
};

/** How long the notifier may take, in milliseconds. */
function longestRun(scene: Scene): number {
  return SECOND * Math.max(...notifierFunctions(scene).map(({ timeoutSeconds }) => timeoutSeconds));
}

/** The notifier gets no capacity. */
export const notifierThrottled: FaultDefinition = {
  id: 'notifierThrottled',
  title: 'The notifier is throttled',
  what: 'A neighbour uses up the account\'s concurrency, and the notifier gets none. Then a run fails: its alarm waits in Lambda\'s queue, and has to reach people as CloudWatch wrote it when it has waited too long.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifier(scene, span, (plan) => ({ ...plan, throttled: true })),
    itself: (one, at) => one.notifierFailingAt(at),
    // Lambda tries again until the event is too old.
    laterSeconds: patience(scene) + 60,
  }),
};

/** How long an event may wait for the notifier, in seconds. */
function patience(scene: Scene): number {
  return Math.max(0, ...notifierFunctions(scene).map(({ asyncMaxEventAgeSeconds = 0 }) => asyncMaxEventAgeSeconds));
}

/** The notifier is not there any more. */
export const notifierDeleted: FaultDefinition = {
  id: 'notifierDeleted',
  title: 'The notifier is deleted',
  what: 'Somebody deletes the functions of the notifier. Then a run fails: its alarm has to come out of the dead-letter queue to people, and an alarm has to say that the notifier is silent.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => ({
      ...onNotifierSchedule(scene, span, { kind: 'refused', why: 'targetError' }),
      invocable: ({ name }) => (notifierFunctions(scene).some((one) => one.name === name) ? 'deleted' : undefined),
    }),
    itself: (one, at) => one.notifierSilentAt(at),
    laterSeconds: 60,
  }),
};

/** Nobody asks the notifier what time brings. */
export const notifierScheduleDisabled: FaultDefinition = {
  id: 'notifierScheduleDisabled',
  title: 'The notifier\'s schedule is disabled',
  what: 'Somebody disables the schedule of the notifier: alarms are told as ever, but no reminder and no recovery would be. An alarm has to say so.',
  expects: 'detected',
  needs: ['notifier'],
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifierSchedule(scene, span, { kind: 'none' }),
    itself: (one, at) => one.notifierSilentAt(at),
    laterSeconds: 0,
  }),
};

/** SNS takes no message of the notifier. */
export const notifierCannotPublish: FaultDefinition = {
  id: 'notifierCannotPublish',
  title: 'The notifier\'s messages are refused',
  what: 'SNS refuses what the notifier sends. Then a run fails: its alarm has to reach people as CloudWatch wrote it.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifierCalls(scene, span, ['Publish'], () => Object.assign(new Error('Invalid parameter: Message'), { name: 'InvalidParameterException' })),
    // Lambda tries once more after a minute, and then gives it to the destination for failures.
    laterSeconds: 2 * 60,
  }),
};

/** Nothing that acts as the notifier's role gets into a topic. */
export const notifierLostPermission: FaultDefinition = {
  id: 'notifierLostPermission',
  title: 'The notifier may not publish',
  what: 'Somebody tidies up policies, and the notifier\'s role may not publish to any topic: neither its messages arrive nor what Lambda would send in its place. An alarm has to say so when the first run fails.',
  expects: 'detected',
  needs: ['notifier'],
  play: (scene) => {
    const play = ofTheNotifier(scene, {
      condition: (span) => ({ ...span, publish: (_topic, by) => (by === 'role' ? 'the role is not authorized to perform: sns:Publish' : undefined) }),
      laterSeconds: 0,
    });
    const expectedAlerts = play.expectedAlerts.map((alert) => ({ ...alert, withinSeconds: alert.withinSeconds + (4 * MINUTE) / 1000, paidBy: comesFrom(scene.account, 'NotifierFailing') }));
    return { ...play, expectedAlerts };
  },
};

/** Whatever could take an alarm is dead. */
export const notifierAndPipeDead: FaultDefinition = {
  id: 'notifierAndPipeDead',
  title: 'Neither notifier nor pipe takes an alarm',
  what: 'The intake topic may not invoke the notifier, and the pipe that would tell its alarms as they are may not publish. Then a run fails: its alarm stays in a queue, and another alarm has to say so.',
  expects: 'detected',
  needs: ['notifier'],
  play: (scene) => {
    const names = new Set(notifierFunctions(scene).map(({ name }) => name));
    const play = ofTheNotifier(scene, {
      condition: (span) => ({
        ...span,
        invocable: ({ name }) => (names.has(name) ? 'notPermitted' : undefined),
        publish: (_topic, by) => (by === 'role' ? 'the role is not authorized to perform: sns:Publish' : undefined),
      }),
      // It is seen in a metric of SNS that is published a minute later.
      laterSeconds: 2 * 60,
    });
    return { ...play, expectedAlerts: play.expectedAlerts.map((alert) => ({ ...alert, paidBy: comesFrom(scene.account, 'AlarmsUndelivered') })) };
  },
};

/** The intake topic may not invoke the notifier any more. */
export const invokePermissionRemoved: FaultDefinition = {
  id: 'invokePermissionRemoved',
  title: 'The topic may not invoke the notifier',
  what: 'The permission of the intake topic to invoke the notifier is removed. Then a run fails: its alarm has to come out of the dead-letter queue to people.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => ({ ...span, invocable: ({ name }) => (notifierFunctions(scene).some((one) => one.name === name) ? 'notPermitted' : undefined) }),
    laterSeconds: 60,
  }),
};

/** The notifier may not use its table any more. */
export const incidentTableDenied: FaultDefinition = {
  id: 'incidentTableDenied',
  title: 'The table of incidents cannot be used',
  what: 'The notifier may not read or write its table any more. Then a run fails: it has to be told, by a message of its own, and an alarm has to say that the notifier fails.',
  expects: 'detected',
  needs: ['notifier'],
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifierCalls(scene, span, ['GetItem', 'Query', 'PutItem', 'UpdateItem'], accessDenied('dynamodb:GetItem')),
    itself: (one, at) => one.notifierFailingAt(at),
    laterSeconds: 60,
  }),
};

/** All that the notifier remembers is gone. */
export const incidentTableLost: FaultDefinition = {
  id: 'incidentTableLost',
  title: 'The table of incidents is lost',
  what: 'Two runs in a row fail, and between them the table of incidents is emptied. Both failures have to be told, and the recovery: only that they belong together is lost. Of runs within an hour, the second may wait for proof of life.',
  expects: 'detected',
  needs: ['notifier'],
  play: (scene) => {
    const [slot, second, after] = scene.slots(3);
    const emptied = second! - Math.min(5 * MINUTE, scene.interval / 4);
    const tables = new Set(scene.pipeline.observed!.notifiers.map(({ tableName }) => tableName));
    const paidBy = isAbout(scene.account, scene.pipeline);
    return {
      conditions: [
        onRuns(scene.first, scene.around(slot!, 2), (plan) => ({ ...plan, outcome: 'failed' })),
        { from: emptied, to: emptied + 1, empties: (name) => tables.has(name) },
      ],
      begins: slot!,
      expectedAlerts: [
        { ...failedRun(scene, slot!), paidBy },
        { ...failedAgain(scene, second!), paidBy: (message) => message.at > emptied && paidBy(message) && message.kind !== 'reminder' },
      ],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};

/** While the alarm of a run shortly before is still up, another failure changes nothing about it: proof of life notifies of that. */
function failedAgain(scene: Scene, slot: Instant): ExpectedAlert {
  const failed = failedRun(scene, slot);
  if (scene.interval >= HOUR) return failed;
  const { knowableAt, withinSeconds } = scene.unseen(slot).alert;
  return { ...failed, withinSeconds: Math.max(failed.withinSeconds, (knowableAt - slot) / SECOND + withinSeconds) };
}
