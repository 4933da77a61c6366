import {
  daylightSavingBegins, daylightSavingEnds, excludedHoliday, leapDay, muteWindow, monthEnd,
} from './calendar-faults';
import {
  checkerCannotReadMetrics, checkerCrashes, checkerScheduleDisabled, checkerThrottled, contractAndProfileDeleted,
  contractCorrupted, contractDeleted, contractTouched, putMetricDataFails, secondUnverifiable,
} from './checker-faults';
import {
  actionsDisabled, allSubscribersGone, keyDisabled, policyOfPeopleBroken, subscriberNeverConfirmed, topicPolicyBroken,
  topicSubscribersGone, webHookHiccups,
} from './delivery-faults';
import { metricsLate, metricsLost, regionalOutage } from './evidence-faults';
import type { FaultDefinition } from './fault';
import {
  incidentTableDenied, incidentTableLost, invokePermissionRemoved, notifierAndPipeDead, notifierCannotPublish, notifierCrashes,
  notifierDeleted, notifierLostPermission, notifierScheduleDisabled, notifierThrottled, notifierTimesOut,
} from './notifier-faults';
import {
  brokenForTwoWeeks, busyFunctionTimesOut, failsAllDay, failsForAWeek, flapping, missesThreeRuns, stageDiesSilently,
  upstreamBroken,
} from './recurring-faults';
import {
  deploymentDuringRun, runAborted, runCreeps, runFails, runFarSlower, runHangs, runLate, runTimesOut, runTwice, secondRunFails,
  succeedsAfterRetries,
} from './run-faults';
import {
  arrivalsGetRarer, nothingArrives, phaseMoves, phaseMovesThenStops, scheduleDeleted, scheduleDisabled,
} from './schedule-faults';
import {
  concurrencyExhausted, roleLostPermission, runThrottled, targetRefuses, targetRefusesOnce, transitionsThrottled,
} from './start-faults';

export type { ExpectedAlert, FaultDefinition, Play, WantedSeverity } from './fault';

/** The catalogue of faults, in the order in which a report shows them. To add a fault, define it and add it here. */
export const FAULTS = {
  // A run fails.
  runFails, secondRunFails, failsForAWeek, runTimesOut, busyFunctionTimesOut, runAborted, runThrottled, runHangs, flapping, failsAllDay,
  // A run is missing or late.
  scheduleDisabled, scheduleDeleted, targetRefuses, roleLostPermission, nothingArrives, runLate, stageDiesSilently, missesThreeRuns,
  brokenForTwoWeeks, upstreamBroken, muteWindow, phaseMovesThenStops, contractTouched, actionsDisabled,
  // A run takes too long.
  runFarSlower, runCreeps,
  // The checker or a topic fails.
  checkerThrottled, checkerCrashes, checkerScheduleDisabled, checkerCannotReadMetrics, contractCorrupted, contractDeleted, contractAndProfileDeleted, secondUnverifiable, putMetricDataFails,
  topicPolicyBroken, policyOfPeopleBroken, subscriberNeverConfirmed, topicSubscribersGone, allSubscribersGone, keyDisabled,
  // The notifier fails.
  notifierCrashes, notifierThrottled, notifierTimesOut, notifierDeleted, notifierScheduleDisabled, invokePermissionRemoved, notifierCannotPublish,
  notifierLostPermission, notifierAndPipeDead, incidentTableDenied, incidentTableLost,
  // Everything fails.
  regionalOutage, concurrencyExhausted,
  // Nothing is wrong.
  runTwice, arrivalsGetRarer, succeedsAfterRetries, transitionsThrottled, targetRefusesOnce, webHookHiccups, metricsLate, metricsLost, deploymentDuringRun, daylightSavingBegins, daylightSavingEnds, monthEnd, leapDay,
  excludedHoliday, phaseMoves,
} as const satisfies Readonly<Record<string, FaultDefinition>>;

/** The id of a fault of the catalogue. */
export type FaultId = keyof typeof FAULTS;

/** All fault ids, in the catalogue's order. */
export const FAULT_IDS = Object.keys(FAULTS) as readonly FaultId[];

/** Returns the fault with an id. @throws RangeError that lists the ids that exist */
export function faultOf(id: string): FaultDefinition {
  if (Object.hasOwn(FAULTS, id)) return FAULTS[id as FaultId];
  throw new RangeError(`There is no fault "${id}". Use one of: ${FAULT_IDS.join(', ')}.`);
}
