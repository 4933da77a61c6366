import {
  alarmUrl, dashboardUrl, executionUrl, functionUrl, logGroupUrl, ruleUrl, scheduleUrl, stateMachineUrl,
} from '../../../core/console';

const REGION = 'eu-central-1';
const BASE = 'https://eu-central-1.console.aws.amazon.com';
const MACHINE = 'arn:aws:states:eu-central-1:111122223333:stateMachine:Orders';
const EXECUTION = 'arn:aws:states:eu-central-1:111122223333:execution:Orders:a1b2';

test.each([
  ['a state machine', stateMachineUrl(REGION, MACHINE), `${BASE}/states/home?region=eu-central-1#/statemachines/view/${MACHINE}`],
  ['an execution', executionUrl(REGION, EXECUTION), `${BASE}/states/home?region=eu-central-1#/v2/executions/details/${EXECUTION}`],
  ['a function', functionUrl(REGION, 'Sync'), `${BASE}/lambda/home?region=eu-central-1#/functions/Sync?tab=monitoring`],
  ['a log group', logGroupUrl(REGION, '/aws/lambda/Sync'), `${BASE}/cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252FSync`],
  ['a log group at a time', logGroupUrl(REGION, 'logs', { from: 1000, to: 2000.5 }),
    `${BASE}/cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/logs/log-events$3Fstart$3D1000$26end$3D2001`],
  ['a dashboard', dashboardUrl(REGION, 'Data jobs'), `${BASE}/cloudwatch/home?region=eu-central-1#dashboards/dashboard/Data%20jobs`],
  ['an alarm', alarmUrl(REGION, 'Orders/Failed'), `${BASE}/cloudwatch/home?region=eu-central-1#alarmsV2:alarm/Orders%2FFailed`],
  ['a schedule', scheduleUrl(REGION, 'default', 'Nightly'), `${BASE}/scheduler/home?region=eu-central-1#schedules/default/Nightly`],
  ['a rule', ruleUrl(REGION, 'default', 'Nightly'), `${BASE}/events/home?region=eu-central-1#/eventbus/default/rules/Nightly`],
])('The page of %s has its address.', (_, url, expected) => {
  expect(url).toBe(expected);
});

test.each([
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/lambda/home?region=cn-north-1#/functions/Sync?tab=monitoring'],
  ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/lambda/home?region=us-gov-west-1#/functions/Sync?tab=monitoring'],
])('The console of %s is that of its partition.', (region, expected) => {
  expect(functionUrl(region, 'Sync')).toBe(expected);
});

test('A name that contains half a character still has an address.', () => {
  expect(dashboardUrl(REGION, 'a\ud800b')).toBe(`${BASE}/cloudwatch/home?region=eu-central-1#dashboards/dashboard/a%EF%BF%BDb`);
});
