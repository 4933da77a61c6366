import type {
  Account, AlarmModel, CompositeAlarmModel, FunctionModel, MetricIdentity, PipeModel, QueueModel, ScheduleModel,
  StateMachineModel, SubscriptionModel, TableModel, TopicModel,
} from '../../template/model';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';

/** An account with only the given parts. */
export function accountOf(parts: Partial<Account> = {}): Account {
  return {
    accountId: ACCOUNT, region: REGION, functions: [], stateMachines: [], schedules: [], alarms: [], compositeAlarms: [], muteRules: [], topics: [],
    subscriptions: [], queues: [], pipes: [], tables: [], keys: [], rolePolicies: new Map(), parameters: [], checkers: [],
    notifiers: [], notPlayed: [], ...parts,
  };
}

const origin = (name: string): { stack: string; logicalId: string } => ({ stack: 'App', logicalId: name });

export function functionOf(name: string, more: Partial<FunctionModel> = {}): FunctionModel {
  return {
    ...origin(name), name, arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`, timeoutSeconds: 600, environment: {}, asyncRetries: 2, ...more,
  };
}

export function machineOf(name: string, more: Partial<StateMachineModel> = {}): StateMachineModel {
  return {
    ...origin(name), name, arn: `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${name}`, type: 'STANDARD', timeoutSeconds: 3600, functionArns: [], ...more,
  };
}

/** A schedule of EventBridge Scheduler in a group of its own. */
export function scheduleOf(expression: string, targetArn: string, more: Partial<ScheduleModel> = {}): ScheduleModel {
  return {
    ...origin('Schedule'), kind: 'scheduler', name: 'schedule', group: 'group', expression, timeZone: 'UTC', enabled: true, flexibleMinutes: 0,
    targetArns: [targetArn], retryAttempts: 185, maxEventAgeSeconds: 86_400, ...more,
  };
}

export function ruleOf(expression: string, targetArn: string, more: Partial<ScheduleModel> = {}): ScheduleModel {
  return scheduleOf(expression, targetArn, { kind: 'rule', name: 'rule', group: 'default', ...more });
}

export function queueOf(name: string): QueueModel {
  return { ...origin(name), name, arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}` };
}

export function pipeOf(queue: QueueModel, topic: TopicModel, more: Partial<PipeModel> = {}): PipeModel {
  return { ...origin('Pipe'), name: 'pipe', arn: `arn:aws:pipes:${REGION}:${ACCOUNT}:pipe/pipe`, sourceArn: queue.arn, targetArn: topic.arn, roleName: 'pipe', running: true, ...more };
}

export function tableOf(name: string): TableModel {
  return { ...origin(name), name, arn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`, partitionKey: 'kind', sortKey: 'name' };
}

export function topicOf(name: string, more: Partial<TopicModel> = {}): TopicModel {
  return { ...origin(name), name, arn: `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`, ...more };
}

export function subscriptionOf(topic: TopicModel, more: Partial<SubscriptionModel> = {}): SubscriptionModel {
  return { ...origin('Subscription'), topicArn: topic.arn, protocol: 'email', endpoint: 'data@example.com', ...more };
}

export const lambdaMetric = (functionName: string, metricName: string): MetricIdentity => ({ namespace: 'AWS/Lambda', metricName, dimensions: { FunctionName: functionName } });
export const machineMetric = ({ arn }: StateMachineModel, metricName: string): MetricIdentity => ({ namespace: 'AWS/States', metricName, dimensions: { StateMachineArn: arn } });

/** An alarm on a sum of at least 1 within 5 minutes, for which missing data does not breach. */
export function alarmOf(name: string, metric: MetricIdentity, { statistic = 'Sum', ...more }: Partial<AlarmModel> & { readonly statistic?: string } = {}): AlarmModel {
  const periodSeconds = more.periodSeconds ?? 300;
  return {
    ...origin(name), name, arn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`,
    entries: [{ id: 'm', returnData: true, metric: { ...metric, statistic, periodSeconds } }],
    periodSeconds, evaluationPeriods: 1, datapointsToAlarm: 1, comparisonOperator: 'GreaterThanOrEqualToThreshold', threshold: 1,
    treatMissingData: 'notBreaching', actionsEnabled: true, actions: { alarm: [], ok: [], insufficientData: [] }, ...more,
  };
}

export function compositeOf(name: string, rule: string, more: Partial<CompositeAlarmModel> = {}): CompositeAlarmModel {
  return {
    ...origin(name), name, arn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`, rule, actionsEnabled: true,
    actions: { alarm: [], ok: [], insufficientData: [] }, ...more,
  };
}
