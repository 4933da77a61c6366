import type { FaultId } from '../faults/catalogue';
import type { DrillResult } from '../result';

const EXPECTATION = 'Say when its runs are due (the expectation of an ObservedPipeline), so that the checker notices a missing run.';
const FAILURES = 'Add an alarm for every way in which a run can fail, with one data point in one period, and give the alarm an action.';
const SLOWNESS = 'Add an alarm on the duration well before the timeout (the signals NearTimeout and SlowerThanUsual), or set maxDuration on the expectation.';
const SELF_WATCH = 'Keep the observatory\'s own alarms (CheckerSilent, CheckerFailing, PipelinesUnverifiable) and give each of them an action that reaches someone.';

const RESTORE = 'Store the parameter again with its text from the template of its stack, and let only CloudFormation change it.';
const PAST_THE_NOTIFIER = 'Let the alarms about the notifier (NotifierSilent, NotifierFailing, AlarmsUndelivered) publish to the topics directly. Keep its failure destination and the pipe of its dead-letter queue.';
const AGAIN = 'Route alarms through the notifier (AlarmRouting.NOTIFIER): CloudWatch notifies once when a state begins and never again.';

/** The remedy for each undetected fault. */
const IF_UNDETECTED: Readonly<Partial<Record<FaultId, string>>> = {
  runFails: FAILURES, secondRunFails: FAILURES, webHookHiccups: FAILURES,
  busyFunctionTimesOut: 'Omit the signal\'s period, or make the alarm\'s period longer: it must cover the timeout, three minutes until publication and one for the evaluation.',
  failsForAWeek: FAILURES, runTimesOut: FAILURES, runAborted: FAILURES, flapping: FAILURES,
  failsAllDay: FAILURES, incidentTableLost: FAILURES,
  runHangs: 'Set maxDuration on the expectation, or a timeout on the resource: a run that hangs emits no metric by itself.',
  scheduleDisabled: EXPECTATION, runThrottled: EXPECTATION, scheduleDeleted: EXPECTATION, roleLostPermission: EXPECTATION, targetRefuses: EXPECTATION, stageDiesSilently: EXPECTATION,
  missesThreeRuns: AGAIN, brokenForTwoWeeks: AGAIN, upstreamBroken: EXPECTATION, muteWindow: AGAIN,
  runLate: `${EXPECTATION} Its startWithin decides when a run is too late.`,
  runFarSlower: SLOWNESS, runCreeps: SLOWNESS,
  checkerThrottled: SELF_WATCH, checkerCrashes: SELF_WATCH, checkerScheduleDisabled: SELF_WATCH, checkerCannotReadMetrics: SELF_WATCH,
  contractCorrupted: SELF_WATCH, putMetricDataFails: SELF_WATCH,
  notifierCrashes: PAST_THE_NOTIFIER, notifierThrottled: PAST_THE_NOTIFIER, notifierTimesOut: PAST_THE_NOTIFIER, notifierDeleted: PAST_THE_NOTIFIER,
  notifierScheduleDisabled: PAST_THE_NOTIFIER, invokePermissionRemoved: PAST_THE_NOTIFIER, notifierCannotPublish: PAST_THE_NOTIFIER,
  notifierLostPermission: PAST_THE_NOTIFIER, notifierAndPipeDead: PAST_THE_NOTIFIER, incidentTableDenied: PAST_THE_NOTIFIER,
  topicPolicyBroken: 'Add a path that does not use this topic, such as the observatory\'s watchdogUrl or an alarm that notifies a second topic, and keep the topic\'s policy in the app.',
  policyOfPeopleBroken: 'Keep the topic\'s policy in the app, and let the checker verify the topic (TOPIC_ARNS, which the observatory sets).',
  subscriberNeverConfirmed: 'Add a second subscriber to this topic, if possible of another kind (e-mail and SMS). After deploying, check that both are confirmed.',
  topicSubscribersGone: 'Subscribe someone again (aws sns subscribe), have the subscription confirmed, and keep two subscribers of different kinds.',
  allSubscribersGone: 'Subscribe someone again (aws sns subscribe), and watch from outside, for example with the observatory\'s watchdogUrl.',
  contractDeleted: RESTORE, contractAndProfileDeleted: RESTORE, contractTouched: RESTORE, secondUnverifiable: SELF_WATCH,
  keyDisabled: 'Enable the key again. Keep one topic that reaches someone without this key.',
  actionsDisabled: 'Enable the actions again (aws cloudwatch enable-alarm-actions). To mute alarms, use muteWindows, which end by themselves.',
  concurrencyExhausted: 'Let the alarms about the checker and the notifier publish to topics directly, and reserve concurrency for functions that must not wait.',
  phaseMovesThenStops: EXPECTATION,
  regionalOutage: 'Watch from outside the Region too, for example with the observatory\'s watchdogUrl.',
};

const AGAINST_NOISE = 'Widen the tolerance that was exceeded (startWithin, maxDuration, failuresToAlarm), or tune or disable the signal that raised the alarm.';
const START_DATE = 'Give the schedule a start date, so that its runs keep their times when it is created again. Without one, the checker learns the new times from the runs.';
/** Remedies for the false alarms of some faults that are better than a wider tolerance. */
const AGAINST_NOISE_OF: Readonly<Partial<Record<FaultId, string>>> = { phaseMoves: START_DATE, phaseMovesThenStops: START_DATE };
const AGAINST_LATENESS = 'Watch the pipeline by its expectation instead of a window over metrics, or shorten the alarm\'s period and its number of periods.';

/** The remedy for a cell with a problem. */
export function remedyOf({ outcome, fault, remedy }: Pick<DrillResult, 'outcome' | 'fault' | 'remedy'>): string {
  if (remedy !== undefined) return remedy;
  switch (outcome) {
    case 'falseAlarm': return AGAINST_NOISE_OF[fault as FaultId] ?? AGAINST_NOISE;
    case 'detectedLate': return AGAINST_LATENESS;
    default: return IF_UNDETECTED[fault as FaultId] ?? EXPECTATION;
  }
}
