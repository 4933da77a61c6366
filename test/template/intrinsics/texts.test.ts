import { notes, probe, read, resolved, resource } from '../templates';

describe('intrinsics that make texts', () => {
  test.each<[string, unknown, string]>([
    ['Fn::Join', { 'Fn::Join': ['-', ['a', 1, true, { Ref: 'AWS::Region' }]] }, 'a-1-true-us-east-1'],
    ['Fn::Join without the parts that have no value', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }, 'b']] }, 'a-b'],
    ['Fn::Join of what another intrinsic gives', { 'Fn::Join': ['/', { 'Fn::Split': ['-', 'a-b-c'] }] }, 'a/b/c'],
    ['Fn::Select', { 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    ['Fn::Select with the index as a text', { 'Fn::Select': ['0', { 'Fn::Split': [':', 'a:b'] }] }, 'a'],
    ['Fn::Sub of a text', { 'Fn::Sub': '${AWS::Region}/${Queue.QueueName}/${Queue}' }, 'us-east-1/q/https://sqs.us-east-1.amazonaws.com/111122223333/q'],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${Who}@${AWS::Region}', { Who: { 'Fn::Join': ['', ['m', 'e']] } }] }, 'me@us-east-1'],
    ['Fn::Sub with a literal', { 'Fn::Sub': 'run ${!Job} now' }, 'run ${Job} now'],
    ['Fn::Base64', { 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    ['Fn::Length', { 'Fn::Length': ['a', 'b'] }, '2'],
    ['Fn::ToJsonString', { 'Fn::ToJsonString': { queue: { 'Fn::GetAtt': ['Queue', 'Arn'] } } }, '{"queue":"arn:aws:sqs:us-east-1:111122223333:q"}'],
    ['Fn::GetAZs', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, 'us-east-1a'],
    ['a dynamic reference, which stays as it is', '{{resolve:ssm:/a/b}}', '{{resolve:ssm:/a/b}}'],
  ])('%s', (_name, expression, text) => {
    expect(resolved(expression, { Queue: resource('AWS::SQS::Queue', { QueueName: 'q' }) })).toBe(text);
  });

  test.each<[unknown, string, string]>([
    [{ 'Fn::Cidr': ['10.0.0.0/16', 6, 8] }, '{{Fn::Cidr}}', 'Fn::Cidr is not known to a drill'],
    [{ 'Fn::Join': ['-', 'a'] }, '{{Fn::Join}}', 'Fn::Join needs a list as what it joins, got "a"'],
    [{ 'Fn::Join': ['-'] }, '{{Fn::Join}}', 'Fn::Join needs 2 arguments, got 1'],
    [{ 'Fn::Join': ['-', [{ a: 1 }]] }, '{{Fn::Join}}', 'Fn::Join needs a text as a part, got an object'],
    [{ 'Fn::Select': [2, ['a', 'b']] }, '{{Fn::Select}}', 'Fn::Select has no element 2 among 2'],
    [{ 'Fn::Sub': ['${Gone}'] }, '{{Fn::Sub:Gone}}', 'Fn::Sub refers to Gone, which is neither a parameter nor a resource of the template'],
    [{ 'Fn::GetAtt': ['Queue'] }, '{{Fn::GetAtt}}', 'Fn::GetAtt needs 2 arguments, got 1'],
  ])('an intrinsic that cannot be resolved is noted and gets a placeholder text: %j', (expression, value, note) => {
    const account = read({ Queue: resource('AWS::SQS::Queue'), Probe: probe(expression) });
    expect(account.parameters[0]?.value).toBe(value);
    expect(notes(account, 'Probe')).toEqual([`${note}: ${value} is used instead`]);
  });

  test('texts that double each other are cut before they fill the memory', () => {
    const doubling = Array.from({ length: 60 }, (_, index) => [
      `T${index}`, resource('AWS::SSM::Parameter', { Name: { 'Fn::Sub': index === 0 ? 'xxxxxxxx' : `\${T${index - 1}}\${T${index - 1}}` }, Value: 'x' }),
    ]);
    const account = read(Object.fromEntries(doubling));
    expect(notes(account)).toEqual(expect.arrayContaining(['Fn::Sub gives 2097152 characters, more than a template can have: {{Fn::Sub}} is used instead']));
    expect(Math.max(...account.parameters.map(({ name }) => name.length))).toBeLessThanOrEqual(1_048_576);
  });

  test('variables of Fn::Sub that use each other twice are resolved once', () => {
    const nested = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ 'Fn::Sub': ['${a}${a}', { a: inner }] }), '');
    expect(resolved(nested)).toBe('');
  });

  test('JSON that is nested deeper than any template is cut with a note', () => {
    const deep = Array.from({ length: 20_000 }).reduce<unknown>((inner) => [inner], 'x');
    const account = read({ Probe: probe(deep), Topic: resource('AWS::SNS::Topic') });
    expect(notes(account, 'Probe')).toEqual([
      'is nested more than 300 levels deep: the deeper parts are not read',
      'left out: Value must be a text, got a list of 1',
    ]);
    expect(account.topics).toHaveLength(1);
  });
});
