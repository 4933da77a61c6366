import { differences } from './template';

const TOPIC = { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'CRITICAL' } };

describe('two templates', () => {
  test('with the same content do not differ, whatever the order of keys', () => {
    const one = { Description: 'a', Resources: { A: TOPIC, B: { Type: 'AWS::SQS::Queue' } } };
    const other = { Resources: { B: { Type: 'AWS::SQS::Queue' }, A: { Properties: { DisplayName: 'CRITICAL' }, Type: 'AWS::SNS::Topic' } }, Description: 'a' };

    expect(differences(one, other)).toEqual([]);
  });

  test('may have different metadata', () => {
    const made = (language: string) => ({
      Metadata: { madeBy: language },
      Resources: {
        A: { ...TOPIC, Metadata: { 'aws:cdk:path': language } },
        CDKMetadata: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: language } },
      },
    });

    expect(differences(made('TypeScript'), made('Python'))).toEqual([]);
  });

  test.each([
    ['a value', { Properties: { DisplayName: 'WARNING' } }, ['Resources.A.Properties.DisplayName: expected "CRITICAL", got "WARNING"']],
    ['a property too much', { Properties: { DisplayName: 'CRITICAL', TopicName: 'a' } }, ['Resources.A.Properties.TopicName: expected nothing, got "a"']],
    ['a list in place of an object', { Properties: ['CRITICAL'] }, ['Resources.A.Properties: expected {"DisplayName":"CRITICAL"}, got ["CRITICAL"]']],
  ])('differ by %s', (_, difference, expected) => {
    expect(differences({ Resources: { A: TOPIC } }, { Resources: { A: { ...TOPIC, ...difference } } })).toEqual(expected);
  });

  test('differ if one of them lacks a resource', () => {
    expect(differences({ Resources: { A: TOPIC } }, { Resources: {} })).toEqual([`Resources.A: expected ${JSON.stringify(TOPIC)}, got nothing`]);
  });

  test('differ if the order of a list differs', () => {
    const listed = (...names: string[]) => ({ Resources: {}, Outputs: names });

    expect(differences(listed('a', 'b'), listed('b', 'a'))).toEqual(['Outputs.0: expected "a", got "b"', 'Outputs.1: expected "b", got "a"']);
  });
});
