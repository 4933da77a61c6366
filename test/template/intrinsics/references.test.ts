import { notes, probe, read, resolved, resource } from '../templates';

const REF = { Ref: 'Thing' };
const ARN = { 'Fn::GetAtt': ['Thing', 'Arn'] };

/** Types with the values of Ref and GetAtt Arn for a resource `Thing` of the stack `Jobs` without a name of its own. */
const IDENTITIES: readonly (readonly [type: string, ref: string, arn: string])[] = [
  ['AWS::Lambda::Function', 'Jobs-Thing', 'arn:aws:lambda:us-east-1:111122223333:function:Jobs-Thing'],
  ['AWS::StepFunctions::StateMachine', 'arn:aws:states:us-east-1:111122223333:stateMachine:Jobs-Thing', 'arn:aws:states:us-east-1:111122223333:stateMachine:Jobs-Thing'],
  ['AWS::Scheduler::Schedule', 'Jobs-Thing', 'arn:aws:scheduler:us-east-1:111122223333:schedule/default/Jobs-Thing'],
  ['AWS::Scheduler::ScheduleGroup', 'Jobs-Thing', 'arn:aws:scheduler:us-east-1:111122223333:schedule-group/Jobs-Thing'],
  ['AWS::Events::Rule', 'Jobs-Thing', 'arn:aws:events:us-east-1:111122223333:rule/Jobs-Thing'],
  ['AWS::CloudWatch::Alarm', 'Jobs-Thing', 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:Jobs-Thing'],
  ['AWS::CloudWatch::CompositeAlarm', 'Jobs-Thing', 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:Jobs-Thing'],
  ['AWS::SNS::Topic', 'arn:aws:sns:us-east-1:111122223333:Jobs-Thing', 'arn:aws:sns:us-east-1:111122223333:Jobs-Thing'],
  ['AWS::SQS::Queue', 'https://sqs.us-east-1.amazonaws.com/111122223333/Jobs-Thing', 'arn:aws:sqs:us-east-1:111122223333:Jobs-Thing'],
  ['AWS::KMS::Key', 'Jobs-Thing', 'arn:aws:kms:us-east-1:111122223333:key/Jobs-Thing'],
  ['AWS::IAM::Role', 'Jobs-Thing', 'arn:aws:iam::111122223333:role/Jobs-Thing'],
  ['AWS::IAM::ManagedPolicy', 'arn:aws:iam::111122223333:policy/Jobs-Thing', 'arn:aws:iam::111122223333:policy/Jobs-Thing'],
  ['AWS::Logs::LogGroup', 'Jobs-Thing', 'arn:aws:logs:us-east-1:111122223333:log-group:Jobs-Thing:*'],
  ['AWS::Glue::Job', 'Jobs-Thing', 'arn:aws:glue:us-east-1:111122223333:Jobs-Thing'],
];

describe('Ref and Fn::GetAtt', () => {
  test.each(IDENTITIES)('a %s without a name gets a generated one', (type, ref, arn) => {
    expect(resolved(REF, { Thing: resource(type) })).toBe(ref);
    expect(resolved(ARN, { Thing: resource(type) })).toBe(arn);
  });

  test('a given name replaces the generated one', () => {
    const topic = resource('AWS::SNS::Topic', { TopicName: 'critical' });
    expect(resolved(REF, { Thing: topic })).toBe('arn:aws:sns:us-east-1:111122223333:critical');
  });

  test('a name may contain intrinsics', () => {
    const queue = resource('AWS::SQS::Queue', { QueueName: { 'Fn::Sub': '${AWS::StackName}-letters' } });
    expect(resolved({ 'Fn::GetAtt': 'Thing.QueueName' }, { Thing: queue })).toBe('Jobs-letters');
  });

  test('generated names of FIFO topics and queues have the right ending', () => {
    expect(resolved({ 'Fn::GetAtt': ['Thing', 'TopicName'] }, { Thing: resource('AWS::SNS::Topic', { FifoTopic: true }) })).toBe('Jobs-Thing.fifo');
    expect(resolved({ 'Fn::GetAtt': ['Thing', 'QueueName'] }, { Thing: resource('AWS::SQS::Queue', { FifoQueue: 'true' }) })).toBe('Jobs-Thing.fifo');
  });

  test('a role with a path has it in its ARN', () => {
    expect(resolved(ARN, { Thing: resource('AWS::IAM::Role', { Path: '/service/' }) })).toBe('arn:aws:iam::111122223333:role/service/Jobs-Thing');
  });

  test('a schedule in a group has the group in its ARN', () => {
    const schedule = resource('AWS::Scheduler::Schedule', { Name: 'nightly', GroupName: { Ref: 'Group' } });
    expect(resolved(ARN, { Thing: schedule, Group: resource('AWS::Scheduler::ScheduleGroup') }))
      .toBe('arn:aws:scheduler:us-east-1:111122223333:schedule/Jobs-Group/nightly');
  });

  test('versions and aliases of functions have the ARN of the function in theirs', () => {
    const resources = {
      Work: resource('AWS::Lambda::Function', { FunctionName: 'work' }),
      Version: resource('AWS::Lambda::Version', { FunctionName: { Ref: 'Work' } }),
      Live: resource('AWS::Lambda::Alias', { FunctionName: { Ref: 'Work' }, Name: 'live' }),
    };
    expect(resolved({ Ref: 'Version' }, resources)).toBe('arn:aws:lambda:us-east-1:111122223333:function:work:1');
    expect(resolved({ Ref: 'Live' }, resources)).toBe('arn:aws:lambda:us-east-1:111122223333:function:work:live');
  });

  test('aliases of state machines have the ARN of the state machine in theirs', () => {
    const resources = {
      Machine: resource('AWS::StepFunctions::StateMachine', { StateMachineName: 'load' }),
      Version: resource('AWS::StepFunctions::StateMachineVersion', { StateMachineArn: { Ref: 'Machine' } }),
      Live: resource('AWS::StepFunctions::StateMachineAlias', { Name: 'live', RoutingConfiguration: [{ StateMachineVersionArn: { Ref: 'Version' } }] }),
    };
    expect(resolved({ Ref: 'Live' }, resources)).toBe('arn:aws:states:us-east-1:111122223333:stateMachine:load:live');
  });

  test('an unknown attribute is the property of that name, or a plausible text', () => {
    const custom = resource('Custom::Thing', { Bucket: 'given' });
    expect(resolved({ 'Fn::GetAtt': ['Thing', 'Bucket'] }, { Thing: custom })).toBe('given');
    expect(resolved({ 'Fn::GetAtt': ['Thing', 'Endpoint.Port'] }, { Thing: custom })).toBe('Jobs-Thing.Endpoint.Port');
  });

  test.each([
    ['AWS::AccountId', '111122223333'],
    ['AWS::Region', 'us-east-1'],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', 'Jobs'],
    ['AWS::StackId', 'arn:aws:cloudformation:us-east-1:111122223333:stack/Jobs/00000000-0000-0000-0000-000000000000'],
  ])('%s is known', (name, value) => {
    expect(resolved({ Ref: name })).toBe(value);
  });

  test('the account, the Region and the partition are those of the environment', () => {
    const account = read({ Probe: probe({ 'Fn::Sub': 'arn:${AWS::Partition}:x:${AWS::Region}:${AWS::AccountId}:${AWS::URLSuffix}' }) }, {}, { accountId: '444455556666', region: 'cn-north-1' });
    expect(account.parameters[0]?.value).toBe('arn:aws-cn:x:cn-north-1:444455556666:amazonaws.com.cn');
  });

  test('AWS::NoValue drops its property', () => {
    const account = read({ Topic: resource('AWS::SNS::Topic', { DisplayName: { Ref: 'AWS::NoValue' } }) });
    expect(account.topics[0]?.displayName).toBeUndefined();
    expect(account.notPlayed).toEqual([]);
  });

  test('a reference to nothing is noted and gets a placeholder text', () => {
    const account = read({ Probe: probe({ Ref: 'Nowhere' }) });
    expect(account.parameters[0]?.value).toBe('{{Ref:Nowhere}}');
    expect(notes(account, 'Probe')).toEqual(['Ref refers to Nowhere, which is neither a parameter nor a resource of the template: {{Ref:Nowhere}} is used instead']);
  });

  test('a name that is not a text is noted and replaced with a generated one', () => {
    const account = read({ Topic: resource('AWS::SNS::Topic', { TopicName: ['a'] }) });
    expect(account.topics[0]?.name).toBe('Jobs-Topic');
    expect(notes(account)).toEqual(['TopicName must be a text, got a list of 1: a generated name is used instead']);
  });

  test('resources named after each other in a circle get names and a note', () => {
    const account = read({
      A: resource('AWS::SNS::Topic', { TopicName: { 'Fn::GetAtt': ['B', 'TopicName'] } }),
      B: resource('AWS::SNS::Topic', { TopicName: { 'Fn::GetAtt': ['A', 'TopicName'] } }),
    });
    expect(account.topics.map(({ name }) => name)).toEqual(['Jobs-A', 'Jobs-A']);
    expect(notes(account, 'A')).toEqual(['its name depends on itself: a generated name is used instead']);
  });

  test('logical ids that are names in JavaScript are ordinary ids', () => {
    expect(resolved({ Ref: 'constructor' }, { constructor: resource('AWS::Lambda::Function') })).toBe('Jobs-constructor');
    expect(resolved({ Ref: 'toString' })).toBe('{{Ref:toString}}');
  });
});
