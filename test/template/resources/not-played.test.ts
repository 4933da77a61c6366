import { targetOf } from '../../../template/model';
import { readTemplates } from '../../../template/read-templates';
import { notes, read, resource } from '../templates';

describe('what a drill does not play', () => {
  test.each([
    'AWS::Logs::LogGroup', 'AWS::CDK::Metadata', 'AWS::CloudWatch::Dashboard', 'AWS::Scheduler::ScheduleGroup',
  ])('%s cannot affect an alarm and is ignored', (type) => {
    expect(read({ Thing: resource(type) }).notPlayed).toEqual([]);
  });

  test.each([
    'AWS::CloudWatch::AnomalyDetector', 'AWS::CloudWatch::LogAlarm', 'AWS::Logs::MetricFilter', 'AWS::Lambda::EventSourceMapping', 'AWS::S3::Bucket', 'Custom::Thing', 'constructor',
  ])('%s is listed', (type) => {
    expect(read({ Thing: resource(type) }).notPlayed).toEqual([{ origin: { stack: 'Jobs', logicalId: 'Thing' }, type, what: 'resources of this type are not played' }]);
  });

  test.each<[unknown, string, string]>([
    ['text', 'Template', 'must be an object, got "text"'],
    [null, 'Template', 'must be an object, got null'],
    [{ Resources: [] }, 'Resources', 'must be an object, got a list of 0'],
    [{ Resources: { A: 5 } }, 'A', 'left out: Type must be a text, got nothing'],
    [{ Resources: { A: { Type: 'AWS::SNS::Topic', Properties: 'x' } } }, 'A', 'left out: Properties must be an object, got "x"'],
    [{ Resources: { A: { Type: 'AWS::SNS::Topic', Condition: ['x'] } } }, 'A', 'its Condition must be a text, got a list of 1, so it is ignored'],
    [{ Transform: 'AWS::Serverless-2016-10-31' }, 'Transform', 'the transform "AWS::Serverless-2016-10-31" is not applied'],
  ])('a malformed template is listed, not thrown: %j', (template, logicalId, what) => {
    expect(readTemplates([{ stack: 'Jobs', template }]).notPlayed).toEqual([expect.objectContaining({ origin: { stack: 'Jobs', logicalId }, what })]);
  });

  test('an empty list of templates makes an empty account', () => {
    expect(readTemplates([])).toMatchObject({ accountId: '111122223333', region: 'us-east-1', functions: [], alarms: [], notPlayed: [] });
  });

  test('one problem is listed once, however often the value is needed', () => {
    const account = read({ Topic: resource('AWS::SNS::Topic', { TopicName: { 'Fn::ImportValue': 'x' } }), A: resource('AWS::SSM::Parameter', { Value: { Ref: 'Topic' } }), B: resource('AWS::SSM::Parameter', { Value: { Ref: 'Topic' } }) });
    expect(notes(account)).toHaveLength(1);
  });
});

describe('targets', () => {
  const account = read({
    Work: resource('AWS::Lambda::Function', { FunctionName: 'work' }), Load: resource('AWS::StepFunctions::StateMachine', { StateMachineName: 'load', DefinitionString: '{"States":{}}' }),
    Topic: resource('AWS::SNS::Topic', { TopicName: 't' }), Queue: resource('AWS::SQS::Queue', { QueueName: 'q' }),
  });

  test.each([
    ['arn:aws:lambda:us-east-1:111122223333:function:work', 'function', 'Work'],
    ['arn:aws:lambda:us-east-1:111122223333:function:work:live', 'function', 'Work'],
    ['arn:aws:states:us-east-1:111122223333:stateMachine:load', 'stateMachine', 'Load'],
    ['arn:aws:states:us-east-1:111122223333:stateMachine:load:7', 'stateMachine', 'Load'],
    ['arn:aws:sns:us-east-1:111122223333:t', 'topic', 'Topic'],
    ['arn:aws:sqs:us-east-1:111122223333:q', 'queue', 'Queue'],
  ])('%s is a %s', (arn, kind, logicalId) => {
    expect(targetOf(account, arn)).toMatchObject({ kind, model: { logicalId } });
  });

  test('a resource outside the templates is unknown', () => {
    expect(targetOf(account, 'arn:aws:lambda:us-east-1:111122223333:function:other')).toBeUndefined();
  });
});
