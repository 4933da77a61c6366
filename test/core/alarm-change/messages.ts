/** What CloudWatch publishes to a topic, with the fields that its documentation and recordings of it show. */

const ARN = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:';

const COMMON = {
  AWSAccountId: '111122223333',
  AlarmConfigurationUpdatedTimestamp: '2026-03-01T10:00:00.000+0000',
  NewStateValue: 'ALARM',
  NewStateReason: 'Threshold Crossed: 1 datapoint [0.0 (10/03/26 06:15:00)] was less than the threshold (1.0).',
  StateChangeTime: '2026-03-10T06:20:30.123+0000',
  Region: 'EU (Ireland)',
  OldStateValue: 'OK',
  OKActions: [],
  AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:Intake'],
  InsufficientDataActions: [],
};

export const METRIC_ALARM = {
  AlarmName: 'Orders-ProofOfLife',
  AlarmDescription: 'Alive? NightlyOrders: the run that was due did not happen.',
  AlarmArn: `${ARN}Orders-ProofOfLife`,
  ...COMMON,
  Trigger: {
    MetricName: 'ProofOfLife', Namespace: 'ObservedPipeline', StatisticType: 'Statistic', Statistic: 'MINIMUM', Unit: null,
    Dimensions: [{ value: 'Prod', name: 'Observatory' }], Period: 300, EvaluationPeriods: 1, DatapointsToAlarm: 1,
    ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'ignore', EvaluateLowSampleCountPercentile: '',
  },
};

export const MATH_ALARM = {
  AlarmName: 'Orders-Failed',
  AlarmDescription: null,
  AlarmArn: `${ARN}Orders-Failed`,
  ...COMMON,
  Trigger: {
    Period: 60, EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold', Threshold: 0, TreatMissingData: 'notBreaching',
    Metrics: [{ Expression: 'm1 + m2', Id: 'expr_1', Label: 'Failed', ReturnData: true }, { Id: 'm1', ReturnData: false }],
  },
};

export const COMPOSITE_ALARM = {
  AlarmName: 'Anything: wrong',
  AlarmDescription: '',
  AlarmArn: `${ARN}Anything: wrong`,
  ...COMMON,
  AlarmRule: 'ALARM(Orders-Failed)',
  TriggeringChildren: [{ Arn: `${ARN}Orders-Failed`, State: { Value: 'ALARM', Timestamp: '2026-03-10T06:20:30.123+0000' } }],
};

export const LOG_ALARM = {
  AlarmName: 'Orders-NoSuccessLine',
  AlarmDescription: 'No line reports a success.',
  AlarmArn: `${ARN}Orders-NoSuccessLine`,
  ...COMMON,
  LogGroups: ['/aws/lambda/Orders'], QueryString: 'fields @message', AggregationExpression: 'count(*)', QueryExecutionId: 'a-1', AlarmTags: {},
};
