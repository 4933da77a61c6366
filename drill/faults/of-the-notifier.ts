import { HOUR, MINUTE } from '../../core/time';
import type { Account } from '../account/model';
import type { DrillPipeline } from '../pipeline';
import type { Condition } from '../world/conditions';
import { onRuns } from './aim';
import { failedRun } from './failed-run';
import type { Debt, Play } from './fault';
import { isAbout, ownTopics } from './own-topics';
import type { Scene, Span } from './scene';

/** It begins so long before a run fails: what says that the notifier is silent speaks before that. */
const LEAD = 45 * MINUTE;
/** And lasts so long after that, so that whatever is tried again fails again. */
const LINGERS = HOUR;

/** What else is in order. */
export interface OfTheNotifier {
  readonly condition: (span: Span) => Condition;
  /** What has to be told of the notifier itself, from when it begins. */
  readonly itself?: (scene: Scene, begins: number) => Debt;
  /** How much later than by the notifier the run that fails has to be told all the same. */
  readonly laterSeconds: number;
}

/**
 * For `knownGap`: where the notifier fails, an alarm reaches people as the record of an invocation or as CloudWatch wrote it, and
 * neither fits an SMS.
 */
export function onlyPhones(pipeline: DrillPipeline, account: Account): string | undefined {
  const topics = new Set([...ownTopics(account, pipeline), ...(pipeline.observed?.notifiers ?? []).map(({ criticalTopicArn }) => criticalTopicArn)]);
  const subscriptions = account.subscriptions.filter(({ topicArn }) => topics.has(topicArn));
  return subscriptions.length === 0 || subscriptions.some(({ protocol }) => protocol !== 'sms') ? undefined
    : 'Only phones are subscribed. When the notifier fails, the unformatted alarm is too long for an SMS; only the alarms about the notifier itself arrive. Add a contact by e-mail.';
}

/** Something is wrong with the notifier when a run of the pipeline fails. Both have to be told. */
export function ofTheNotifier(scene: Scene, { condition, itself, laterSeconds }: OfTheNotifier): Play {
  const [slot, next] = scene.slots(2);
  const begins = slot! - Math.min(LEAD, scene.interval / 2);
  const heals = Math.min(scene.settledAfter(slot!) + LINGERS, Math.max(next!, slot! + LINGERS));
  const failed = failedRun(scene, slot!);
  const [after] = scene.slots(1, heals);
  return {
    conditions: [condition({ from: begins, to: heals }), onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, outcome: 'failed' }))],
    begins,
    debts: [
      ...(itself === undefined ? [] : [itself(scene, begins)]),
      { ...failed, withinSeconds: failed.withinSeconds + laterSeconds, paidBy: isAbout(scene.account, scene.pipeline) },
    ],
    to: scene.settledAfter(after!),
  };
}
