import { notes, probe, read, resolved, resource } from '../templates';

describe('parameters', () => {
  const value = (parameter: unknown, expression: unknown = { Ref: 'P' }): string | undefined => resolved(expression, {}, { Parameters: { P: parameter } });

  test('a default is the value', () => {
    expect(value({ Type: 'String', Default: 'a' })).toBe('a');
    expect(value({ Type: 'Number', Default: 5 })).toBe('5');
  });

  test('a list is split at its commas', () => {
    expect(value({ Type: 'CommaDelimitedList', Default: 'a, b' }, { 'Fn::Select': [1, { Ref: 'P' }] })).toBe('b');
    expect(value({ Type: 'List<AWS::EC2::Subnet::Id>', Default: 's-1,s-2' }, { 'Fn::Join': ['+', { Ref: 'P' }] })).toBe('s-1+s-2');
  });

  test('a parameter from Parameter Store keeps the form of a dynamic reference', () => {
    expect(value({ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' })).toBe('{{resolve:ssm:/cdk-bootstrap/hnb659fds/version}}');
  });

  test('without a default, the first allowed value is used', () => {
    expect(value({ Type: 'String', AllowedValues: ['small', 'large'] })).toBe('small');
  });

  test('without any value, a placeholder text is used and noted once', () => {
    const account = read({ One: probe({ Ref: 'P' }), Two: probe({ Ref: 'P' }) }, { Parameters: { P: { Type: 'String' } } });
    expect(account.parameters.map((parameter) => parameter.value)).toEqual(['{{Parameter:P}}', '{{Parameter:P}}']);
    expect(account.notPlayed).toEqual([{
      origin: { stack: 'Jobs', logicalId: 'P' }, type: 'Parameter',
      what: 'has no default, so its value is not known: {{Parameter:P}} is used instead',
    }]);
  });
});

describe('mappings', () => {
  const find = (...keys: unknown[]): string | undefined =>
    resolved({ 'Fn::FindInMap': keys }, {}, { Mappings: { Sizes: { 'us-east-1': { memory: 512 } } } });

  test('a value is found, and its keys may be intrinsics', () => {
    expect(find('Sizes', { Ref: 'AWS::Region' }, 'memory')).toBe('512');
  });

  test('a missing value is the default, or is noted', () => {
    expect(find('Sizes', 'eu-west-1', 'memory', { DefaultValue: 'none' })).toBe('none');
    expect(find('Sizes', 'eu-west-1', 'memory')).toBe('{{Fn::FindInMap:Sizes.eu-west-1.memory}}');
  });
});

describe('conditions', () => {
  const Conditions = {
    InUsEast: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    InChina: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws-cn'] },
    Both: { 'Fn::And': [{ Condition: 'InUsEast' }, { Condition: 'InChina' }] },
    Either: { 'Fn::Or': [{ Condition: 'InUsEast' }, { Condition: 'InChina' }] },
    Neither: { 'Fn::Not': [{ Condition: 'Either' }] },
    Circle: { 'Fn::Not': [{ Condition: 'Circle' }] },
    Broken: { 'Fn::Equals': ['a'] },
  };

  test.each([['InUsEast', 'yes'], ['InChina', 'no'], ['Both', 'no'], ['Either', 'yes'], ['Neither', 'no']])('Fn::If decides by %s', (condition, answer) => {
    expect(resolved({ 'Fn::If': [condition, 'yes', 'no'] }, {}, { Conditions })).toBe(answer);
  });

  test('a resource whose condition does not hold does not exist and is not noted', () => {
    const account = read({
      There: { ...resource('AWS::SNS::Topic'), Condition: 'InUsEast' },
      Gone: { ...resource('AWS::SNS::Topic'), Condition: 'InChina' },
    }, { Conditions });
    expect(account.topics.map(({ logicalId }) => logicalId)).toEqual(['There']);
    expect(account.notPlayed).toEqual([]);
  });

  test('Fn::If may drop an element of a list', () => {
    const account = read({
      Alarm: resource('AWS::CloudWatch::Alarm', {
        Namespace: 'N', MetricName: 'M', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'LessThanThreshold',
        AlarmActions: ['arn:a', { 'Fn::If': ['InChina', 'arn:b', { Ref: 'AWS::NoValue' }] }],
      }),
    }, { Conditions });
    expect(account.alarms[0]?.actions.alarm).toEqual(['arn:a']);
  });

  test.each([
    ['Circle', 'Circle', 'depends on itself and counts as false'],
    ['Broken', 'Broken', 'Fn::Equals needs 2 arguments, got 1: {{Fn::Equals}} is used instead'],
    ['Undefined', 'Probe', 'the condition Undefined is not defined and counts as false'],
  ])('the condition %s cannot be evaluated and is noted', (condition, where, note) => {
    const account = read({ Probe: probe({ 'Fn::If': [condition, 'yes', 'no'] }) }, { Conditions });
    expect(notes(account, where)).toContain(note);
  });
});
