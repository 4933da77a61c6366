import { HOUR, Instant, MINUTE, SECOND } from '../../core/time';
import type { Account } from '../../template/model';
import type { PipelineModel } from '../../template/pipeline';
import type { Condition } from '../simulation/conditions';
import { accessDenied } from './checker-faults';
import type { ExpectedAlert, FaultDefinition, Play, Scene, Span } from './fault';
import { failedRun, notifierFunctions, onNotifier, onNotifierCalls, onNotifierSchedule, onRuns } from './inject';
import { comesFrom, isAbout, ownTopics } from './own-topics';

/** The fault begins this long before a run fails, so that the alarm on a silent notifier goes off first. */
const LEAD = 45 * MINUTE;
/** The fault lasts this long after that, so that retries fail too. */
const LINGERS = HOUR;

/** The condition of the fault. */
interface OfTheNotifier {
  readonly condition: (span: Span) => Condition;
  /** The alert about the notifier itself, from the beginning of the fault. */
  readonly itself?: (scene: Scene, begins: number) => ExpectedAlert;
  /** Seconds more than through the notifier that the alert of the failed run may take. */
  readonly laterSeconds: number;
}

/**
 * For `knownGap`: when the notifier fails, an alarm arrives as an invocation record or as CloudWatch wrote it. Neither fits
 * into an SMS.
 */
function onlyPhones(pipeline: PipelineModel, account: Account): string | undefined {
  const topics = new Set([...ownTopics(account, pipeline), ...(pipeline.observed?.notifiers ?? []).map(({ criticalTopicArn }) => criticalTopicArn)]);
  const subscriptions = account.subscriptions.filter(({ topicArn }) => topics.has(topicArn));
  return subscriptions.length === 0 || subscriptions.some(({ protocol }) => protocol !== 'sms') ? undefined
    : 'Only phones are subscribed. When the notifier fails, the unformatted alarm is too long for an SMS; only the alarms about the notifier itself arrive. Add a contact by e-mail.';
}

/** The notifier is broken when a run of the pipeline fails. People must be notified of both. */
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
      { ...failed, withinSeconds: failed.withinSeconds + laterSeconds, isMetBy: isAbout(scene.account, scene.pipeline) },
    ],
    to: scene.settledAfter(after!),
  };
}

/** The notifier's code fails at every invocation. */
export const notifierCrashes: FaultDefinition = {
  id: 'notifierCrashes',
  title: 'The notifier crashes',
  what: 'Every invocation of the notifier ends with an error. Then a run fails. Its unformatted alarm must reach people, and another alarm must report that the notifier fails.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifier(scene, span, (plan) => ({ ...plan, outcome: 'failed' })),
    itself: (one, at) => one.notifierFailingAt(at),
    // Lambda retries once after a minute, and then sends the event to the failure destination.
    laterSeconds: 2 * 60,
  }),
};

/** Nothing that the notifier calls answers. */
export const notifierTimesOut: FaultDefinition = {
  id: 'notifierTimesOut',
  title: 'The notifier times out',
  what: 'The services that the notifier calls do not answer, so it times out. Then a run fails. Its unformatted alarm must reach people, and another alarm must report that the notifier fails.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifier(scene, span, (plan) => ({ ...plan, durationMillis: Infinity })),
    itself: (one, at) => ({ ...one.notifierFailingAt(at), knowableAt: at + longestRun(one) }),
    // Two attempts use all their time, with a minute between them.
    laterSeconds: (2 * longestRun(scene)) / SECOND + 2 * 60,
  }),
};

/** The notifier's timeout, in milliseconds. */
function longestRun(scene: Scene): number {
  return SECOND * Math.max(...notifierFunctions(scene).map(({ timeoutSeconds }) => timeoutSeconds));
}

/** The notifier gets no Lambda concurrency. */
export const notifierThrottled: FaultDefinition = {
  id: 'notifierThrottled',
  title: 'The notifier is throttled',
  what: 'Another workload uses up the account\'s concurrency, and the notifier gets none. Then a run fails. Its alarm waits in Lambda\'s queue. When it has waited too long, the unformatted alarm must reach people.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifier(scene, span, (plan) => ({ ...plan, throttled: true })),
    itself: (one, at) => one.notifierFailingAt(at),
    // Lambda retries until the event is too old.
    laterSeconds: patience(scene) + 60,
  }),
};

/** How long an event may wait for the notifier, in seconds. */
function patience(scene: Scene): number {
  return Math.max(0, ...notifierFunctions(scene).map(({ asyncMaxEventAgeSeconds = 0 }) => asyncMaxEventAgeSeconds));
}

/** The notifier's functions no longer exist. */
export const notifierDeleted: FaultDefinition = {
  id: 'notifierDeleted',
  title: 'The notifier is deleted',
  what: 'Someone deletes the notifier\'s functions. Then a run fails. Its alarm must reach people through the dead-letter queue, and another alarm must report that the notifier is silent.',
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

/** Nothing invokes the notifier on schedule. */
export const notifierScheduleDisabled: FaultDefinition = {
  id: 'notifierScheduleDisabled',
  title: 'The notifier\'s schedule is disabled',
  what: 'Someone disables the notifier\'s schedule. Alarms are still delivered, but reminders and recoveries would not be. An alarm must report that.',
  expects: 'detected',
  needs: ['notifier'],
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifierSchedule(scene, span, { kind: 'none' }),
    itself: (one, at) => one.notifierSilentAt(at),
    laterSeconds: 0,
  }),
};

/** SNS refuses every message of the notifier. */
export const notifierCannotPublish: FaultDefinition = {
  id: 'notifierCannotPublish',
  title: 'The notifier\'s messages are refused',
  what: 'SNS refuses what the notifier sends. Then a run fails. Its unformatted alarm must reach people.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifierCalls(scene, span, ['Publish'], () => Object.assign(new Error('Invalid parameter: Message'), { name: 'InvalidParameterException' })),
    // Lambda retries once after a minute, and then sends the event to the failure destination.
    laterSeconds: 2 * 60,
  }),
};

/** The notifier's role can publish to no topic. */
export const notifierLostPermission: FaultDefinition = {
  id: 'notifierLostPermission',
  title: 'The notifier may not publish',
  what: 'Someone tidies up policies, and the notifier\'s role can no longer publish to any topic. Neither its messages nor Lambda\'s failure records arrive. An alarm must report that when the first run fails.',
  expects: 'detected',
  needs: ['notifier'],
  play: (scene) => {
    const play = ofTheNotifier(scene, {
      condition: (span) => ({ ...span, publish: (_topic, by) => (by === 'role' ? 'the role is not authorized to perform: sns:Publish' : undefined) }),
      laterSeconds: 0,
    });
    const expectedAlerts = play.expectedAlerts.map((alert) => ({ ...alert, withinSeconds: alert.withinSeconds + (4 * MINUTE) / 1000, isMetBy: comesFrom(scene.account, 'NotifierFailing') }));
    return { ...play, expectedAlerts };
  },
};

/** Nothing that could deliver an alarm works. */
export const notifierAndPipeDead: FaultDefinition = {
  id: 'notifierAndPipeDead',
  title: 'Neither notifier nor pipe delivers an alarm',
  what: 'The intake topic cannot invoke the notifier, and the pipe that would deliver the unformatted alarm cannot publish. Then a run fails. Its alarm stays in a queue, and another alarm must report that.',
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
      // A metric of SNS shows it, which is published a minute later.
      laterSeconds: 2 * 60,
    });
    return { ...play, expectedAlerts: play.expectedAlerts.map((alert) => ({ ...alert, isMetBy: comesFrom(scene.account, 'AlarmsUndelivered') })) };
  },
};

/** The intake topic can no longer invoke the notifier. */
export const invokePermissionRemoved: FaultDefinition = {
  id: 'invokePermissionRemoved',
  title: 'The topic cannot invoke the notifier',
  what: 'Someone removes the intake topic\'s permission to invoke the notifier. Then a run fails. Its alarm must reach people through the dead-letter queue.',
  expects: 'detected',
  needs: ['notifier'],
  knownGap: onlyPhones,
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => ({ ...span, invocable: ({ name }) => (notifierFunctions(scene).some((one) => one.name === name) ? 'notPermitted' : undefined) }),
    laterSeconds: 60,
  }),
};

/** The notifier can no longer use its table. */
export const incidentTableDenied: FaultDefinition = {
  id: 'incidentTableDenied',
  title: 'The incident table cannot be used',
  what: 'The notifier can no longer read or write its table. Then a run fails. People must receive a message about the run, and an alarm must report that the notifier fails.',
  expects: 'detected',
  needs: ['notifier'],
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifierCalls(scene, span, ['GetItem', 'Query', 'PutItem', 'UpdateItem'], accessDenied('dynamodb:GetItem')),
    itself: (one, at) => one.notifierFailingAt(at),
    laterSeconds: 60,
  }),
};

/** The notifier loses all its state. */
export const incidentTableLost: FaultDefinition = {
  id: 'incidentTableLost',
  title: 'The incident table is emptied',
  what: 'Two runs in a row fail, and someone empties the incident table between them. People must be notified of both failures and of the recovery; only the link between them is lost. For runs less than an hour apart, proof of life may report the second one later.',
  expects: 'detected',
  needs: ['notifier'],
  play: (scene) => {
    const [slot, second, after] = scene.slots(3);
    const emptied = second! - Math.min(5 * MINUTE, scene.interval / 4);
    const tables = new Set(scene.pipeline.observed!.notifiers.map(({ tableName }) => tableName));
    const isMetBy = isAbout(scene.account, scene.pipeline);
    return {
      conditions: [
        onRuns(scene.first, scene.around(slot!, 2), (plan) => ({ ...plan, outcome: 'failed' })),
        { from: emptied, to: emptied + 1, empties: (name) => tables.has(name) },
      ],
      begins: slot!,
      expectedAlerts: [
        { ...failedRun(scene, slot!), isMetBy },
        { ...failedAgain(scene, second!), isMetBy: (message) => message.at > emptied && isMetBy(message) && message.kind !== 'reminder' },
      ],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};

/**
 * While the alarm of a recent run is still in ALARM, another failure does not change its state. Proof of life reports that
 * failure.
 */
function failedAgain(scene: Scene, slot: Instant): ExpectedAlert {
  const failed = failedRun(scene, slot);
  if (scene.interval >= HOUR) return failed;
  const { knowableAt, withinSeconds } = scene.unseen(slot).alert;
  return { ...failed, withinSeconds: Math.max(failed.withinSeconds, (knowableAt - slot) / SECOND + withinSeconds) };
}
