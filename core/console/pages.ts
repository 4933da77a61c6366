import type { Instant } from '../time';
import { consoleUrl } from './console-url';

/** The executions of a state machine. */
export function stateMachineUrl(region: string, stateMachineArn: string): string {
  return consoleUrl(region, 'states', `/statemachines/view/${stateMachineArn}`);
}

/** One execution of a standard state machine, with its history. */
export function executionUrl(region: string, executionArn: string): string {
  return consoleUrl(region, 'states', `/v2/executions/details/${executionArn}`);
}

/** A function: its metrics, and from there its log. */
export function functionUrl(region: string, functionName: string): string {
  return consoleUrl(region, 'lambda', `/functions/${functionName}?tab=monitoring`);
}

/** A log group; with a window, its events of that time. */
export function logGroupUrl(region: string, logGroupName: string, window?: { readonly from: Instant; readonly to: Instant }): string {
  const events = window === undefined ? '' : `/log-events${twiceEncoded(`?start=${Math.floor(window.from)}&end=${Math.ceil(window.to)}`)}`;
  return consoleUrl(region, 'cloudwatch', `logsV2:log-groups/log-group/${twiceEncoded(encodeURIComponent(logGroupName))}${events}`);
}

export function dashboardUrl(region: string, dashboardName: string): string {
  return consoleUrl(region, 'cloudwatch', `dashboards/dashboard/${encodeURIComponent(dashboardName)}`);
}

export function alarmUrl(region: string, alarmName: string): string {
  return consoleUrl(region, 'cloudwatch', `alarmsV2:alarm/${encodeURIComponent(alarmName)}`);
}

/** A schedule of EventBridge Scheduler. */
export function scheduleUrl(region: string, group: string, name: string): string {
  return consoleUrl(region, 'scheduler', `schedules/${encodeURIComponent(group)}/${encodeURIComponent(name)}`);
}

/** A rule of EventBridge. */
export function ruleUrl(region: string, bus: string, name: string): string {
  return consoleUrl(region, 'events', `/eventbus/${encodeURIComponent(bus)}/rules/${encodeURIComponent(name)}`);
}

/** CloudWatch Logs writes what it reads from its address with a dollar sign for each per cent sign. */
function twiceEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%', '$');
}
