import { Annotations, Match } from 'aws-cdk-lib/assertions';
import {
  Alarm, AlarmRule, CfnAlarm, CfnAlarmProps, CfnCompositeAlarm, CompositeAlarm, Dashboard, MathExpression, Metric, TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Aspects, CfnParameter, Duration, Fn, IResolvable, Stack } from 'aws-cdk-lib/core';
import { AlarmChecks } from '../../lib';
import { newStack } from './fixtures';

describe('AlarmChecks on alarms that are not created by the library', () => {
  const metric = new Metric({ namespace: 'N', metricName: 'M', period: Duration.minutes(5) });
  const checked = (): Stack => {
    const stack = newStack();
    Aspects.of(stack).add(new AlarmChecks());
    return stack;
  };
  const errors = (stack: Stack): string[] => Annotations.fromStack(stack).findError('*', Match.stringLikeRegexp('.*')).map(({ id, entry }) => `${id} ${entry.data as string}`);

  test('finds nothing wrong with alarms that CloudWatch accepts', () => {
    const stack = checked();
    const alarm = new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 288, datapointsToAlarm: 288 });
    alarm.addAlarmAction(...[1, 2, 3, 4, 5].map((number) => new SnsAction(new Topic(stack, `T${number}`))));
    new CompositeAlarm(stack, 'Composite', { alarmRule: AlarmRule.anyOf(alarm, AlarmRule.not(alarm)) });
    new Dashboard(stack, 'Dashboard', { widgets: [[new TextWidget({ markdown: 'a' })]] });

    expect(errors(stack)).toEqual([]);
  });

  test('finds an evaluation window that is too long, even that of a math expression', () => {
    const stack = checked();
    new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 289 });
    new Alarm(stack, 'Math', { metric: new MathExpression({ expression: 'm * 2', usingMetrics: { m: metric }, period: Duration.hours(6) }), threshold: 1, evaluationPeriods: 29 });

    expect(errors(stack)).toEqual([
      '/S/Alarm/Resource the alarm looks back 289 periods of 5 minutes, together 1 day 5 minutes, but CloudWatch allows 1 day for periods below an hour; '
      + 'lower evaluationPeriods, the period or the run\'s maxDuration',
      '/S/Math/Resource the alarm looks back 29 periods of 6 hours, together 7 days 6 hours, but CloudWatch allows 7 days; lower evaluationPeriods, the period or the run\'s maxDuration',
    ]);
  });

  test('finds an M greater than its N', () => {
    const stack = checked();
    new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 2, datapointsToAlarm: 3 });

    expect(errors(stack)).toEqual(['/S/Alarm/Resource datapointsToAlarm is 3 of 2 evaluationPeriods; it must be a whole number between 1 and 2']);
  });

  test('finds a sixth action', () => {
    const stack = checked();
    const alarm = new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
    alarm.addInsufficientDataAction(...[1, 2, 3, 4, 5, 6].map((number) => new SnsAction(new Topic(stack, `T${number}`))));

    expect(errors(stack)).toEqual(['/S/Alarm/Resource the alarm has 6 insufficientDataActions, but CloudWatch allows 5 for each state; notify several people through one topic']);
  });

  test('accepts an alarm without an action, since it may be a child of a composite alarm', () => {
    const stack = checked();
    new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });

    expect(errors(stack)).toEqual([]);
  });

  test('finds a composite alarm of more than 100 different alarms, however its rule is written', () => {
    const stack = checked();
    const alarms = Array.from({ length: 101 }, (_, index) => new Alarm(stack, `A${index}`, { metric, threshold: 1, evaluationPeriods: 1 }));
    new CompositeAlarm(stack, 'Fits', { alarmRule: AlarmRule.allOf(AlarmRule.anyOf(...alarms.slice(1)), AlarmRule.anyOf(...alarms.slice(1))) });
    new CompositeAlarm(stack, 'Any', { alarmRule: AlarmRule.anyOf(...alarms) });
    new CompositeAlarm(stack, 'Named', { alarmRule: AlarmRule.fromString(`AT_LEAST(2, ALARM, (${alarms.map((_, index) => `a${index}`).join(', ')}))`) });
    new CompositeAlarm(stack, 'Late', { alarmRule: AlarmRule.fromString(new CfnParameter(stack, 'AlarmRule').valueAsString) });

    expect(errors(stack)).toEqual(['Any', 'Named'].map((id) => `/S/${id}/Resource the composite alarm looks at 101 alarms, but CloudWatch allows 100; group them in composite alarms of their own`));
  });

  describe('on the rule of a composite alarm', () => {
    const found = (rule: (stack: Stack) => string): string[] => {
      const stack = checked();
      new CfnCompositeAlarm(stack, 'Composite', { alarmRule: rule(stack) });
      return errors(stack);
    };
    const refusedRule = (why: string): string =>
      `/S/Composite the rule of the composite alarm is not valid: Cannot read the alarm rule: ${why}; correct it, and put a name with spaces, brackets or commas into double quotes`;
    const first = 'expected ALARM(...), OK(...), INSUFFICIENT_DATA(...), AT_LEAST(...), TRUE, FALSE, NOT or an opening parenthesis';

    test.each([
      ['an empty pair of brackets', '()', `${first} at character 1, found ")"`],
      ['nothing', '', `${first} at character 0, found the end of the rule`],
      ['a name with spaces and without quotes', 'ALARM(my failed alarm)', 'expected ")" at character 9, found "failed"'],
      ['a bracket that is not closed', 'ALARM(a) AND (OK(b)', 'expected ")" at character 19, found the end of the rule'],
      ['a name alone', 'a AND b', `${first} at character 0, found "a"`],
      ['words in small letters', 'ALARM(a) and ALARM(b)', 'expected AND, OR or the end of the rule at character 9, found "and"'],
    ])('finds %s', (_, rule, why) => {
      expect(found(() => rule)).toEqual([refusedRule(why)]);
    });

    test('finds more elements than CloudWatch allows', () => {
      expect(found(() => Array.from({ length: 501 }, () => 'ALARM(a)').join(' OR '))).toEqual([
        '/S/Composite the rule of the composite alarm has 501 elements, but CloudWatch allows 500; group the alarms in composite alarms of their own',
      ]);
    });

    test('finds an alarm of the stack whose name has spaces and is referred to without quotes', () => {
      const named = (stack: Stack): Alarm => new Alarm(stack, 'Named', { metric, threshold: 1, evaluationPeriods: 1, alarmName: 'runs failed' });

      expect(found((stack) => `ALARM(${named(stack).alarmName})`)).toEqual([refusedRule('expected ")" at character 11, found "failed"')]);
      expect(found((stack) => `ALARM("${named(stack).alarmName}")`)).toEqual([]);
    });

    test.each<[string, (token: string) => string]>([
      ['the whole rule', (token) => token],
      ['a part of the rule', (token) => `ALARM(a) AND (${token})`],
      ['the name of an alarm', (token) => `ALARM(${token}) OR OK("a of ${token}, here")`],
      ['a part of a name', (token) => `ALARM(prod-${token}-failed)`],
      ['a name in a list', (token) => `AT_LEAST(1, ALARM, (${token}, b, ${token}))`],
    ])('accepts a value that is known only at deployment: %s', (_, rule) => {
      expect(found((stack) => rule(new CfnParameter(stack, 'Parameter').valueAsString))).toEqual([]);
    });

    test('finds an error beside the name of an alarm that is known only at deployment', () => {
      expect(found((stack) => `ALARM(${new CfnParameter(stack, 'Parameter').valueAsString}) OR`)).toEqual([refusedRule(`${first} at character 25, found the end of the rule`)]);
    });
  });

  describe('on the metrics of an alarm', () => {
    type Queries = CfnAlarm.MetricDataQueryProperty[];
    const stat = (id: string, more: Partial<CfnAlarm.MetricDataQueryProperty> = {}, period = 300): CfnAlarm.MetricDataQueryProperty =>
      ({ id, metricStat: { metric: { namespace: 'AWS/Lambda', metricName: 'Errors' }, period, stat: 'Sum' }, returnData: false, ...more });
    const found = (metrics: Queries | ((stack: Stack) => Queries | IResolvable), more: Partial<CfnAlarmProps> = {}): string[] => {
      const stack = checked();
      new CfnAlarm(stack, 'Alarm', {
        comparisonOperator: 'GreaterThanThreshold', evaluationPeriods: 1, threshold: 1, metrics: typeof metrics === 'function' ? metrics(stack) : metrics, ...more,
      });
      return errors(stack).map((error) => error.replace('/S/Alarm ', ''));
    };
    const sum = (expression: string, id = 'sum'): CfnAlarm.MetricDataQueryProperty => ({ id, expression, returnData: true });
    const helper = (id: string, expression: string): CfnAlarm.MetricDataQueryProperty => ({ id, expression, returnData: false });
    const one = 'but an alarm watches exactly one; set returnData to true for that one and to false for all others';

    test('finds nothing wrong with ten metrics and ten expressions if one of them returns data', () => {
      const metrics = Array.from({ length: 10 }, (_, index) => stat(`m${index}`));
      const expressions = Array.from({ length: 9 }, (_, index) => helper(`e${index}`, `m${index} + 1`));

      expect(found([...metrics, ...expressions, sum('SUM([e0, e8, m9])')])).toEqual([]);
    });

    test('finds nothing wrong with an anomaly band beside its metric', () => {
      expect(found([stat('m1', { returnData: true }), { id: 'band', expression: 'ANOMALY_DETECTION_BAND(m1, 2)', returnData: true }], { thresholdMetricId: 'band', threshold: undefined })).toEqual([]);
    });

    test('finds nothing wrong with a Metrics Insights query', () => {
      expect(found([{ id: 'q1', expression: 'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName)', period: 60 }])).toEqual([]);
    });

    test.each<[string, Queries, string]>([
      ['an unknown id', [stat('m1'), sum('m1 + m9')], 'the expression "sum" uses "m9", but the ids of its metrics are m1, sum; add the metric, or correct the id'],
      ['two that return data', [stat('m1', { returnData: true }), stat('m2', { returnData: undefined })], `"m1" and "m2" of its metrics return data, ${one}`],
      ['none that returns data', [stat('m1'), stat('m2')], `none of its metrics returns data, ${one}`],
      ['two metrics with the same id', [stat('m1'), stat('m1'), sum('m1')], 'two of its metrics have the id "m1"; give each its own id'],
      ['an id in capitals', [stat('M1', { returnData: true })], '"M1" is not a valid id of a metric; begin it with a lower-case letter and use only letters, digits and underscores'],
      ['eleven metrics', [...Array.from({ length: 11 }, (_, index) => stat(`m${index}`)), sum('m0')], 'the alarm has 11 metrics, but CloudWatch allows 10 in one alarm; split it into several alarms'],
      ['eleven expressions', [stat('m1'), ...Array.from({ length: 10 }, (_, index) => helper(`e${index}`, 'm1')), sum('m1')],
        'the alarm has 11 expressions, but CloudWatch allows 10 in one alarm; split it into several alarms'],
      ['expressions that use each other', [stat('m1'), helper('e1', 'e2 + m1'), helper('e2', 'e1'), sum('e1')],
        'the expressions e1 -> e2 -> e1 use each other in a circle; let one of them use only metrics'],
      ['an expression that uses itself', [sum('sum + 1')], 'the expressions sum -> sum use each other in a circle; let one of them use only metrics'],
      ['an expression that is not valid', [stat('m1'), sum('m1 +')],
        'the expression "sum" cannot be read: Cannot read the metric math expression "m1 +": expected a value at character 4, found the end; correct it'],
      ['a search', [sum('SUM(SEARCH(\'{AWS/Lambda,FunctionName} Errors\', \'Sum\'))')], 'the expression "sum" is a search, which CloudWatch allows only in graphs; name the metrics'],
      ['neither metric nor expression', [{ id: 'm1' }], 'the entry "m1" in its metrics has neither a metric nor an expression; give it one of them'],
      ['both metric and expression', [stat('m1', { expression: 'TIME_SERIES(1)', returnData: true })], 'the entry "m1" in its metrics has both a metric and an expression; give it one of them'],
      ['a period of 90 s', [stat('m1', { returnData: true }, 90)], 'the alarm has a period of 90 s, but CloudWatch allows 10, 20, 30 or a multiple of 60 s; choose one of them'],
    ])('finds %s', (_, metrics, why) => {
      expect(found(metrics)).toEqual([why]);
    });

    test('finds a missing anomaly band', () => {
      expect(found([stat('m1', { returnData: true })], { thresholdMetricId: 'band' })).toEqual([
        'none of its metrics has the id "band", which is its thresholdMetricId; name the one with ANOMALY_DETECTION_BAND',
      ]);
    });

    test.each([5, 15, 45, 90, 100, 0])('finds a period of %d s of a plain metric', (period) => {
      expect(found([], { metrics: undefined, namespace: 'N', metricName: 'M', statistic: 'Sum', period }))
        .toEqual([`the alarm has a period of ${period} s, but CloudWatch allows 10, 20, 30 or a multiple of 60 s; choose one of them`]);
    });

    test.each([10, 20, 30, 60, 120, 86_400])('accepts a period of %d s', (period) => {
      expect(found([], { metrics: undefined, namespace: 'N', metricName: 'M', statistic: 'Sum', period })).toEqual([]);
    });

    test('accepts values that are known only at deployment', () => {
      const text = (stack: Stack, id: string): string => new CfnParameter(stack, id).valueAsString;

      expect(found((stack) => [stat('m1', {}, new CfnParameter(stack, 'Period', { type: 'Number' }).valueAsNumber), sum(`m1 / ${text(stack, 'Divisor')}`)])).toEqual([]);
      expect(found((stack) => [stat(text(stack, 'Id')), sum('m7')])).toEqual([]);
      expect(found((stack) => Fn.conditionIf('C', [stat('m1')], text(stack, 'Other')))).toEqual([]);
    });
  });

  test('finds a dashboard of more than 500 widgets', () => {
    const stack = checked();
    const widgets = (count: number): TextWidget[] => Array.from({ length: count }, () => new TextWidget({ markdown: 'see "type":"text"' }));
    new Dashboard(stack, 'Fits', { widgets: [widgets(500)] });
    new Dashboard(stack, 'Big', { widgets: [widgets(501)] });

    expect(errors(stack)).toEqual(['/S/Big/Resource the dashboard has 501 widgets, but CloudWatch allows 500; split it']);
  });
});
