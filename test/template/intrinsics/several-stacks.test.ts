import type { StackTemplate } from '../../../template/intrinsics/json';
import { readEnvironments, readTemplates } from '../../../template/read-templates';
import { notes, probe, resource } from '../templates';

function stack(name: string, resources: Readonly<Record<string, unknown>>, outputs: Readonly<Record<string, unknown>> = {}): StackTemplate {
  return { stack: name, template: { Resources: resources, Outputs: outputs } };
}

const TOPIC = { Topic: resource('AWS::SNS::Topic', { TopicName: 'critical' }) };
const EXPORT = { TopicArn: { Value: { Ref: 'Topic' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:topic' } } } };
const CRITICAL = 'arn:aws:sns:us-east-1:111122223333:critical';

describe('references between stacks', () => {
  test('Fn::ImportValue is the export of another stack, whichever stack comes first', () => {
    const importing = stack('Jobs', { Probe: probe({ 'Fn::ImportValue': { 'Fn::Join': ['', ['Shared', ':topic']] } }) });
    const exporting = stack('Shared', TOPIC, EXPORT);
    expect(readTemplates([importing, exporting]).parameters[0]?.value).toBe(CRITICAL);
    expect(readTemplates([exporting, importing]).parameters[0]?.value).toBe(CRITICAL);
  });

  test('Fn::GetStackOutput is the output of a stack by its name, exported or not', () => {
    const asking = stack('Jobs', { Probe: probe({ 'Fn::GetStackOutput': { StackName: 'Shared', OutputName: 'Arn' } }) });
    expect(readTemplates([asking, stack('Shared', TOPIC, { Arn: { Value: { Ref: 'Topic' } } })]).parameters[0]?.value).toBe(CRITICAL);
  });

  test('Fn::GetStackOutput looks in the Region it names', () => {
    const output = { Arn: { Value: { Ref: 'Topic' } } };
    const accounts = readEnvironments([
      { ...stack('Jobs', { Probe: probe({ 'Fn::GetStackOutput': { StackName: 'Shared', OutputName: 'Arn', Region: 'eu-west-1' } }) }), region: 'us-east-1' },
      { ...stack('Shared', TOPIC, output), region: 'us-east-1' },
      { ...stack('Shared', TOPIC, output), region: 'eu-west-1' },
    ]);
    expect(accounts[0]?.parameters[0]?.value).toBe('arn:aws:sns:eu-west-1:111122223333:critical');
  });

  test.each<[unknown, string]>([
    [{ 'Fn::ImportValue': 'elsewhere' }, 'Fn::ImportValue imports elsewhere, which none of the templates exports: {{Fn::ImportValue:elsewhere}} is used instead'],
    [{ 'Fn::GetStackOutput': { StackName: 'S', OutputName: 'O' } }, 'Fn::GetStackOutput asks for the output O of the stack S, which is not among the templates: {{Fn::GetStackOutput:S.O}} is used instead'],
    [{ 'Fn::GetStackOutput': { StackName: 'Jobs', OutputName: 'O' } }, 'Fn::GetStackOutput asks for the output O of Jobs, which has none of that name: {{Fn::GetStackOutput:O}} is used instead'],
  ])('a value that no template has is noted: %j', (expression, note) => {
    expect(notes(readTemplates([stack('Jobs', { Probe: probe(expression) })]))).toEqual([note]);
  });

  test('outputs that import each other in a circle are noted and end', () => {
    const account = readTemplates([
      stack('A', { Probe: probe({ 'Fn::ImportValue': 'b' }) }, { Out: { Value: { 'Fn::ImportValue': 'b' }, Export: { Name: 'a' } } }),
      stack('B', {}, { Out: { Value: { 'Fn::ImportValue': 'a' }, Export: { Name: 'b' } } }),
    ]);
    expect(account.parameters[0]?.value).toBe('{{Fn::ImportValue:the_output_Out_of_B}}');
    expect(notes(account)).toEqual(['Fn::ImportValue refers to the output Out of B, which depends on itself: {{Fn::ImportValue:the_output_Out_of_B}} is used instead']);
  });

  test('stacks of one account and Region are one account, and others have accounts of their own', () => {
    const accounts = readEnvironments([
      { ...stack('A', TOPIC), accountId: '111111111111', region: 'eu-west-1' },
      { ...stack('B', TOPIC), accountId: '222222222222', region: 'eu-west-1' },
      { ...stack('C', TOPIC), accountId: '111111111111', region: 'eu-west-1' },
    ]);
    expect(accounts.map(({ accountId, topics }) => [accountId, topics.map((topic) => topic.stack)])).toEqual([
      ['111111111111', ['A', 'C']],
      ['222222222222', ['B']],
    ]);
  });
});

describe('nested stacks', () => {
  const nestedTemplate = {
    Parameters: { Who: { Type: 'String' }, Several: { Type: 'CommaDelimitedList', Default: 'x' } },
    Resources: { Topic: resource('AWS::SNS::Topic', { DisplayName: { Ref: 'Who' } }), Probe: probe({ 'Fn::Select': [1, { Ref: 'Several' }] }) },
    Outputs: { Arn: { Value: { Ref: 'Topic' } } },
  };
  const parent = {
    stack: 'Jobs',
    template: {
      Resources: {
        Inner: resource('AWS::CloudFormation::Stack', { Parameters: { Who: { Ref: 'AWS::StackName' }, Several: 'a,b' } }),
        Probe: probe({ 'Fn::GetAtt': ['Inner', 'Outputs.Arn'] }),
      },
    },
  };

  test('they get their parameters from the parent and pass it their outputs', () => {
    const account = readTemplates([{ ...parent, nested: new Map([['Inner', { template: nestedTemplate }]]) }]);
    expect(account.topics).toMatchObject([{ stack: 'Jobs-Inner', logicalId: 'Topic', displayName: 'Jobs' }]);
    expect(account.parameters.map(({ value }) => value)).toEqual(['arn:aws:sns:us-east-1:111122223333:Jobs-Inner-Topic', 'b']);
    expect(account.notPlayed).toEqual([]);
  });

  test('one without a given template is noted', () => {
    const account = readTemplates([parent]);
    expect(notes(account, 'Inner')).toEqual(['its template is not given, so nothing in it is played']);
  });
});
