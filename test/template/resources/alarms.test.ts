import type { Account } from '../../../template/model';
import { notes, read, resource } from '../templates';

const PLAIN = {
  Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'Work' } }],
  Statistic: 'Sum', Period: 300, EvaluationPeriods: 3, Threshold: 0, ComparisonOperator: 'GreaterThanThreshold',
};
const RAW = { Id: 'm1', ReturnData: false, MetricStat: { Metric: { Namespace: 'N', MetricName: 'Runs' }, Period: 3600, Stat: 'Sum' } };

function alarm(properties: object): Account {
  return read({ Alarm: resource('AWS::CloudWatch::Alarm', properties), Work: resource('AWS::Lambda::Function') });
}

function math(metrics: readonly object[], properties: object = {}): Account {
  return alarm({ Metrics: metrics, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'LessThanThreshold', ...properties });
}

describe('alarms on a plain metric', () => {
  test('a plain one has CloudWatch\'s defaults', () => {
    expect(alarm(PLAIN).alarms).toEqual([{
      stack: 'Jobs', logicalId: 'Alarm', name: 'Jobs-Alarm', arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:Jobs-Alarm',
      entries: [{
        id: 'm', returnData: true,
        metric: { namespace: 'AWS/Lambda', metricName: 'Errors', dimensions: { FunctionName: 'Jobs-Work' }, statistic: 'Sum', periodSeconds: 300 },
      }],
      periodSeconds: 300, evaluationPeriods: 3, datapointsToAlarm: 3, comparisonOperator: 'GreaterThanThreshold', threshold: 0,
      treatMissingData: 'missing', actionsEnabled: true, actions: { alarm: [], ok: [], insufficientData: [] },
    }]);
  });

  test('all its properties are read', () => {
    const account = alarm({
      ...PLAIN, Statistic: undefined, ExtendedStatistic: 'p99', AlarmName: 'slow', AlarmDescription: 'Slow?', DatapointsToAlarm: 2, TreatMissingData: 'breaching',
      EvaluateLowSampleCountPercentile: 'ignore', EvaluationWindow: { WallClockWindow: { Timezone: 'Europe/Berlin' } },
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 30, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true },
      ActionsEnabled: 'false', AlarmActions: ['arn:a'], OKActions: ['arn:o'], InsufficientDataActions: ['arn:i'],
    });
    expect(account.alarms).toMatchObject([{
      name: 'slow', description: 'Slow?', entries: [{ metric: { statistic: 'p99' } }], datapointsToAlarm: 2, treatMissingData: 'breaching',
      evaluateLowSampleCount: 'ignore', wallClock: { timeZone: 'Europe/Berlin' }, warmUp: { minutes: 30, onlyAfter: true },
      actionsEnabled: false, actions: { alarm: ['arn:a'], ok: ['arn:o'], insufficientData: ['arn:i'] },
    }]);
    expect(account.notPlayed).toEqual([]);
  });

  test('a sliding window is the default', () => {
    expect(alarm({ ...PLAIN, EvaluationWindow: { SlidingWindow: {} } }).alarms[0]?.wallClock).toBeUndefined();
  });

  test('a wall clock without a time zone is in UTC', () => {
    expect(alarm({ ...PLAIN, EvaluationWindow: { WallClockWindow: {} } }).alarms[0]?.wallClock).toEqual({ timeZone: 'UTC' });
  });

  test('missing data of DynamoDB\'s metrics is ignored by default', () => {
    expect(alarm({ ...PLAIN, Namespace: 'AWS/DynamoDB' }).alarms[0]?.treatMissingData).toBe('ignore');
  });

  test('a window of hours may be longer than a day', () => {
    expect(alarm({ ...PLAIN, Period: 3600, EvaluationPeriods: 168 }).alarms).toHaveLength(1);
  });

  test('a unit is noted', () => {
    expect(notes(alarm({ ...PLAIN, Unit: 'Count' }))).toEqual(['AWS counts only data in the unit Count; a drill counts all data']);
  });

  test.each<[object, string]>([
    [{ ...PLAIN, ComparisonOperator: 'Above' }, '"Above" is no comparison operator of a CloudWatch alarm.'],
    [{ ...PLAIN, Threshold: undefined }, 'Threshold is missing'],
    [{ ...PLAIN, Period: 45 }, 'Period must be 10, 20, 30 or a multiple of 60 seconds, got 45.'],
    [{ ...PLAIN, DatapointsToAlarm: 4 }, 'DatapointsToAlarm must be a whole number from 1 to 3, got 4'],
    [{ ...PLAIN, EvaluationPeriods: 1.5 }, 'EvaluationPeriods must be a whole number of at least 1, got 1.5'],
    [{ ...PLAIN, EvaluationPeriods: 289 }, 'EvaluationPeriods times Period must be at most 86400 seconds, got 86700'],
    [{ ...PLAIN, Period: 86_400, EvaluationPeriods: 8 }, 'EvaluationPeriods times Period must be at most 604800 seconds, got 691200'],
    [{ ...PLAIN, EvaluationWindow: { WallClockWindow: { Timezone: 'Europe/Atlantis' } } }, 'The time zone of a wall clock window cannot be read: '],
    [{ ...PLAIN, Period: 120, EvaluationWindow: { WallClockWindow: {} } }, 'A wall clock window needs a Period of'],
    [{ ...PLAIN, WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 3000 } }, 'WarmUpConfiguration.WarmUpPeriodDurationInMinutes must be a whole number from 1 to 2880, got 3000'],
    [{ ...PLAIN, Dimensions: [{ Name: 'A' }] }, 'Dimensions[0].Value is missing'],
    [{ ...PLAIN, Statistic: undefined }, 'Statistic is missing'],
    [{ EvaluationCriteria: { PromQlCriteria: { Query: 'up' } } }, 'EvaluationCriteria is a PromQL query, which a drill cannot play'],
  ])('an alarm that could not be deployed or played is left out: %j', (properties, note) => {
    const account = alarm(properties);
    expect(account.alarms).toEqual([]);
    expect(notes(account)).toEqual([expect.stringContaining(`left out: ${note}`)]);
  });
});

describe('alarms on metric math', () => {
  test('metrics and expressions are entries, and share a period', () => {
    const account = math([{ Id: 'e1', Expression: 'FILL(m1, 0)' }, RAW]);
    expect(account.alarms).toMatchObject([{
      entries: [
        { id: 'e1', returnData: true, expression: 'FILL(m1, 0)' },
        { id: 'm1', returnData: false, metric: { namespace: 'N', metricName: 'Runs', dimensions: {}, statistic: 'Sum', periodSeconds: 3600 } },
      ],
      periodSeconds: 3600,
    }]);
  });

  test('an expression over no metric has its own period', () => {
    expect(math([{ Id: 'e1', Expression: 'TIME_SERIES(1)', Period: 60 }]).alarms[0]?.periodSeconds).toBe(60);
  });

  test('an anomaly alarm has the id of its band and no threshold', () => {
    const account = math(
      [{ Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', ReturnData: true }, { ...RAW, ReturnData: true }],
      { Threshold: undefined, ThresholdMetricId: 'band', ComparisonOperator: 'GreaterThanUpperThreshold' },
    );
    expect(account.alarms).toMatchObject([{ thresholdMetricId: 'band', comparisonOperator: 'GreaterThanUpperThreshold' }]);
    expect(account.alarms[0]?.threshold).toBeUndefined();
  });

  test('metrics of another account are noted', () => {
    const account = math([{ ...RAW, ReturnData: true, AccountId: '999999999999' }]);
    expect(notes(account)).toEqual(['its metrics of the account 999999999999 have no data here']);
  });

  test.each<[readonly object[], object, string]>([
    [[{ Id: 'e1', Expression: 'm1 +' }, RAW], {}, 'Cannot read the metric math expression'],
    [[{ Id: 'e1', Expression: 'm2' }, RAW], {}, 'The expression uses "m2"'],
    [[{ Id: 'e1', Expression: 'e2' }, { Id: 'e2', Expression: 'e1', ReturnData: false }, RAW], {}, 'Expressions use each other in a circle'],
    [[{ Id: 'e1', Expression: 'SELECT MAX(Duration) FROM "AWS/Lambda"', Period: 300 }], {}, 'Metrics has the Metrics Insights query e1, which a drill cannot play'],
    [[{ Id: 'e1', Expression: "SEARCH('a', 'Sum', 300)", Period: 300 }], {}, 'The metric math function SEARCH is not simulated.'],
    [[RAW], {}, 'Metrics must have one entry that returns data, has 0'],
    [[{ ...RAW, ReturnData: true }, { ...RAW, Id: 'm2', MetricStat: { ...RAW.MetricStat, Period: 60 } }], {}, 'Metrics must have one period, has 2'],
    [[{ ...RAW, ReturnData: true }], { ThresholdMetricId: 'band' }, 'ThresholdMetricId must be the id of an entry, got "band"'],
    [[{ ...RAW, ReturnData: true }], { ComparisonOperator: 'GreaterThanUpperThreshold' }, 'ThresholdMetricId is missing, which GreaterThanUpperThreshold needs'],
  ])('an alarm that could not be deployed or played is left out: %j %j', (metrics, properties, note) => {
    const account = math(metrics, properties);
    expect(account.alarms).toEqual([]);
    expect(notes(account)).toEqual([expect.stringContaining(`left out: ${note}`)]);
  });
});

describe('composite alarms', () => {
  test('the rule, the suppressor and the actions are read', () => {
    const account = read({
      Child: resource('AWS::CloudWatch::Alarm', { ...PLAIN, Dimensions: [] }),
      Any: resource('AWS::CloudWatch::CompositeAlarm', {
        AlarmName: 'any', AlarmRule: { 'Fn::Sub': 'ALARM("${Child.Arn}")' }, AlarmActions: ['arn:t'],
        ActionsSuppressor: { Ref: 'Child' }, ActionsSuppressorWaitPeriod: 60, ActionsSuppressorExtensionPeriod: 120,
      }),
    });
    expect(account.compositeAlarms).toEqual([{
      stack: 'Jobs', logicalId: 'Any', name: 'any', arn: 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:any',
      rule: 'ALARM("arn:aws:cloudwatch:us-east-1:111122223333:alarm:Jobs-Child")',
      suppressor: { alarm: 'Jobs-Child', waitSeconds: 60, extensionSeconds: 120 },
      actionsEnabled: true, actions: { alarm: ['arn:t'], ok: [], insufficientData: [] },
    }]);
  });

  test('one whose rule cannot be read is left out', () => {
    const account = read({ Any: resource('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM(' }) });
    expect(account.compositeAlarms).toEqual([]);
    expect(notes(account)).toEqual([expect.stringContaining('left out: Cannot read the alarm rule')]);
  });
});

describe('mute rules', () => {
  const mute = (properties: object): Account => read({
    Alarm: resource('AWS::CloudWatch::Alarm', { ...PLAIN, Dimensions: [] }),
    Mute: resource('AWS::CloudWatch::AlarmMuteRule', {
      Rule: { Schedule: { Expression: 'cron(0 1 * * *)', Duration: 'PT2H', Timezone: 'Europe/Berlin' } }, MuteTargets: { AlarmNames: [{ Ref: 'Alarm' }] }, ...properties,
    }),
  });

  test('the schedule, the duration, the dates and the alarms by name are read', () => {
    expect(mute({ StartDate: '2027-01-01T00:00', ExpireDate: '2027-02-01T00:00' }).muteRules).toEqual([{
      stack: 'Jobs', logicalId: 'Mute', name: 'Jobs-Mute', expression: 'cron(0 1 * * *)', durationSeconds: 7200, timeZone: 'Europe/Berlin',
      start: Date.UTC(2026, 11, 31, 23), end: Date.UTC(2027, 0, 31, 23), alarmNames: ['Jobs-Alarm'],
    }]);
  });

  test('without dates it has no bounds', () => {
    expect(mute({}).muteRules).toMatchObject([{ start: undefined, end: undefined }]);
  });

  test('a rule that could not be deployed is left out', () => {
    const account = mute({ Rule: { Schedule: { Expression: 'cron(0 1 * * *)', Duration: '2h' } } });
    expect(account.muteRules).toEqual([]);
    expect(notes(account)).toEqual(['left out: The duration of a mute rule must be an ISO 8601 duration from PT1M to P15D, such as PT4H, got "2h".']);
  });
});
