import { actionsDisabled } from './actions-disabled';
import { arrivalsGetRarer } from './arrivals-get-rarer';
import { brokenForTwoWeeks } from './broken-for-two-weeks';
import { busyFunctionTimesOut } from './busy-function-times-out';
import { checkerCannotReadMetrics } from './checker-cannot-read-metrics';
import { checkerCrashes } from './checker-crashes';
import { checkerScheduleDisabled } from './checker-schedule-disabled';
import { checkerThrottled } from './checker-throttled';
import { concurrencyExhausted } from './concurrency-exhausted';
import { contractCorrupted } from './contract-corrupted';
import { contractAndProfileDeleted, contractDeleted } from './contract-lost';
import { contractTouched } from './contract-touched';
import { daylightSavingBegins } from './daylight-saving-begins';
import { daylightSavingEnds } from './daylight-saving-ends';
import { deploymentDuringRun } from './deployment-during-run';
import { excludedHoliday } from './excluded-holiday';
import { failsAllDay } from './fails-all-day';
import { failsForAWeek } from './fails-for-a-week';
import type { Fault } from './fault';
import { flapping } from './flapping';
import { incidentTableDenied } from './incident-table-denied';
import { incidentTableLost } from './incident-table-lost';
import { invokePermissionRemoved } from './invoke-permission-removed';
import { keyDisabled } from './key-disabled';
import { leapDay } from './leap-day';
import { maintenanceWindow } from './maintenance-window';
import { metricsLate } from './metrics-late';
import { metricsLost } from './metrics-lost';
import { missesThreeRuns } from './misses-three-runs';
import { monthEnd } from './month-end';
import { nothingArrives } from './nothing-arrives';
import { notifierAndPipeDead } from './notifier-and-pipe-dead';
import { notifierCannotPublish } from './notifier-cannot-publish';
import { notifierCrashes } from './notifier-crashes';
import { notifierDeleted } from './notifier-deleted';
import { notifierLostPermission } from './notifier-lost-permission';
import { notifierScheduleDisabled } from './notifier-schedule-disabled';
import { notifierThrottled } from './notifier-throttled';
import { notifierTimesOut } from './notifier-times-out';
import { phaseMoves, phaseMovesThenStops } from './phase-moves';
import { policyOfPeopleBroken } from './policy-of-people-broken';
import { putMetricDataFails } from './put-metric-data-fails';
import { regionalOutage } from './regional-outage';
import { roleLostPermission } from './role-lost-permission';
import { runAborted } from './run-aborted';
import { runCreeps } from './run-creeps';
import { runFails } from './run-fails';
import { runFarSlower } from './run-far-slower';
import { runHangs } from './run-hangs';
import { runLate } from './run-late';
import { runThrottled } from './run-throttled';
import { runTimesOut } from './run-times-out';
import { runTwice } from './run-twice';
import { scheduleDeleted } from './schedule-deleted';
import { scheduleDisabled } from './schedule-disabled';
import { secondRunFails } from './second-run-fails';
import { secondUnverifiable } from './second-unverifiable';
import { stageDiesSilently } from './stage-dies-silently';
import { subscriberNeverConfirmed } from './subscriber-never-confirmed';
import { allSubscribersGone, topicSubscribersGone } from './subscribers-gone';
import { succeedsAfterRetries } from './succeeds-after-retries';
import { targetRefuses } from './target-refuses';
import { targetRefusesOnce } from './target-refuses-once';
import { topicPolicyBroken } from './topic-policy-broken';
import { transitionsThrottled } from './transitions-throttled';
import { upstreamBroken } from './upstream-broken';
import { webHookHiccups } from './web-hook-hiccups';

export type { Debt, Fault, Play, WantedSeverity } from './fault';

/** The catalogue of faults, in the order in which a report shows them. A new fault is one file and one line here. */
export const FAULTS = {
  // A run goes wrong.
  runFails, secondRunFails, failsForAWeek, runTimesOut, busyFunctionTimesOut, runAborted, runThrottled, runHangs, flapping, failsAllDay,
  // It does not come, or not in time.
  scheduleDisabled, scheduleDeleted, targetRefuses, roleLostPermission, nothingArrives, runLate, stageDiesSilently, missesThreeRuns,
  brokenForTwoWeeks, upstreamBroken, maintenanceWindow, phaseMovesThenStops, contractTouched, actionsDisabled,
  // It takes too long.
  runFarSlower, runCreeps,
  // The watchers fail.
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
} as const satisfies Readonly<Record<string, Fault>>;

/** The id of a fault of the catalogue. */
export type FaultId = keyof typeof FAULTS;

/** All ids, in the catalogue's order. */
export const FAULT_IDS = Object.keys(FAULTS) as readonly FaultId[];

/** The fault of an id. @throws RangeError that names those there are */
export function faultOf(id: string): Fault {
  if (Object.hasOwn(FAULTS, id)) return FAULTS[id as FaultId];
  throw new RangeError(`There is no fault "${id}". Use one of: ${FAULT_IDS.join(', ')}.`);
}
