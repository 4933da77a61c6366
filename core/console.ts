import type { Instant } from './time';

/** The domain of the console in each partition, by the beginning of its Regions' names. */
const DOMAINS: readonly { readonly regions: string; readonly domain: string }[] = [
  { regions: 'cn-', domain: 'console.amazonaws.cn' },
  { regions: 'us-gov-', domain: 'console.amazonaws-us-gov.com' },
];
const USUAL_DOMAIN = 'console.aws.amazon.com';

/**
 * The address of a page in the AWS console. A Region with an unknown name counts as a commercial Region.
 *
 * @param service the service's part of the address, such as `lambda`
 * @param page what follows the `#`
 */
function consoleUrl(region: string, service: string, page: string): string {
  const domain = DOMAINS.find(({ regions }) => region.startsWith(regions))?.domain ?? USUAL_DOMAIN;
  return `https://${region}.${domain}/${service}/home?region=${region}#${page}`;
}

/** The executions of a state machine. */
export function stateMachineUrl(region: string, stateMachineArn: string): string {
  return consoleUrl(region, 'states', `/statemachines/view/${stateMachineArn}`);
}

/** One execution of a standard state machine, with its history. */
export function executionUrl(region: string, executionArn: string): string {
  return consoleUrl(region, 'states', `/v2/executions/details/${executionArn}`);
}

/** A function: its metrics, with a link to its log. */
export function functionUrl(region: string, functionName: string): string {
  return consoleUrl(region, 'lambda', `/functions/${functionName}?tab=monitoring`);
}

/** A log group; with a window, its events in that time. */
export function logGroupUrl(region: string, logGroupName: string, window?: { readonly from: Instant; readonly to: Instant }): string {
  const events = window === undefined ? '' : `/log-events${twiceEncoded(`?start=${Math.floor(window.from)}&end=${Math.ceil(window.to)}`)}`;
  return consoleUrl(region, 'cloudwatch', `logsV2:log-groups/log-group/${twiceEncoded(encoded(logGroupName))}${events}`);
}

export function dashboardUrl(region: string, dashboardName: string): string {
  return consoleUrl(region, 'cloudwatch', `dashboards/dashboard/${encoded(dashboardName)}`);
}

export function alarmUrl(region: string, alarmName: string): string {
  return consoleUrl(region, 'cloudwatch', `alarmsV2:alarm/${encoded(alarmName)}`);
}

/** A schedule of EventBridge Scheduler. */
export function scheduleUrl(region: string, group: string, name: string): string {
  return consoleUrl(region, 'scheduler', `schedules/${encoded(group)}/${encoded(name)}`);
}

/** A rule of EventBridge. */
export function ruleUrl(region: string, bus: string, name: string): string {
  return consoleUrl(region, 'events', `/eventbus/${encoded(bus)}/rules/${encoded(name)}`);
}

/**
 * A part of an address. Half a character is replaced, because an address cannot contain it: a dead link must not cost a
 * message.
 */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}

/** In its own addresses, CloudWatch Logs uses a dollar sign for each per cent sign. */
function twiceEncoded(text: string): string {
  return encoded(text).replaceAll('%', '$');
}
