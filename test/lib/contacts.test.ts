import { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { CfnParameter, Stack } from 'aws-cdk-lib/core';
import { Contact, ContactConfig, IContact, Observatory, PipelineStage, Severity } from '../../lib';
import { alarmProperties, directly, Json, newFunction, newPipeline, newStack } from './fixtures';

/** `protocol endpoint topic` of all subscriptions to the topics of people, sorted. */
function subscriptions(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::SNS::Subscription'))
    .filter(({ Properties: { TopicArn } }) => !TopicArn.Ref.includes('NotifierIntake'))
    .map(({ Properties: { Protocol, Endpoint, TopicArn } }) => `${Protocol} ${JSON.stringify(Endpoint)} ${TopicArn.Ref.replace(/[0-9A-F]{8}$/, '')}`)
    .sort();
}

function withContacts(...contacts: IContact[]): Stack {
  const stack = newStack();
  new Observatory(stack, 'Observatory', { contacts });
  return stack;
}

describe('an e-mail address', () => {
  test('receives everything', () => {
    expect(subscriptions(withContacts(Contact.email('data@example.com')))).toEqual([
      'email "data@example.com" ObservatoryCriticalTopic', 'email "data@example.com" ObservatoryWarningTopic',
    ]);
  });

  test('receives only critical messages if that is its minimum severity', () => {
    expect(subscriptions(withContacts(Contact.email('data@example.com', { minimumSeverity: Severity.CRITICAL })))).toEqual([
      'email "data@example.com" ObservatoryCriticalTopic',
    ]);
  });

  test('can be known only at deployment', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', { contacts: [Contact.email(new CfnParameter(stack, 'Email').valueAsString)] });

    expect(subscriptions(stack)).toEqual(['email {"Ref":"Email"} ObservatoryCriticalTopic', 'email {"Ref":"Email"} ObservatoryWarningTopic']);
  });

  test.each(['', 'data', 'data@example', 'data @example.com', 'a@b@example.com', 'Data <data@example.com>', 'data@.com', 'data@example.com,other@example.com'])(
    'is refused if it is malformed: \'%s\'', (address) => {
      expect(() => Contact.email(address)).toThrow(new Error(`Contact.email: the address must be an e-mail address, got the string '${address}'; write it like 'data@example.com'`));
    });

  test.each(['data@example.com', 'data+nightly@mail.example.co.uk', 'o\'neil@example.com', 'x_y.z@ex-ample.com'])('is accepted if it is well-formed: \'%s\'', (address) => {
    expect(() => Contact.email(address)).not.toThrow();
  });
});

describe('a phone number', () => {
  test('receives only critical messages by default', () => {
    expect(subscriptions(withContacts(Contact.sms('+15550100')))).toEqual(['sms "+15550100" ObservatoryCriticalTopic']);
  });

  test('receives only critical messages if its minimum severity is undefined', () => {
    expect(subscriptions(withContacts(Contact.sms('+15550100', { minimumSeverity: undefined })))).toEqual(['sms "+15550100" ObservatoryCriticalTopic']);
  });

  test('receives warnings too if that is its minimum severity', () => {
    expect(subscriptions(withContacts(Contact.sms('+15550100', { minimumSeverity: Severity.WARNING })))).toEqual([
      'sms "+15550100" ObservatoryCriticalTopic', 'sms "+15550100" ObservatoryWarningTopic',
    ]);
  });

  test.each(['15550100', '+05550100', '+1 555 0100', '+1-555-0100', '0049301234567', '+1555010012345678', '+12345'])('is refused if it is not in E.164 form: \'%s\'', (number) => {
    expect(() => Contact.sms(number)).toThrow(new Error(
      `Contact.sms: the phone number must be a number in E.164 form, got the string '${number}'; write it with its country code and without spaces, like '+15550100'`,
    ));
  });

  test('can be known only at deployment', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', { contacts: [Contact.sms(new CfnParameter(stack, 'Phone').valueAsString)] });

    expect(subscriptions(stack)).toEqual(['sms {"Ref":"Phone"} ObservatoryCriticalTopic']);
  });
});

describe('a contact of one\'s own', () => {
  const own = (config: unknown): IContact => ({ bind: () => config as ContactConfig });

  test('is reached as its bind returns, which is called with the construct that names it', () => {
    const scopes: string[] = [];
    const rota: IContact = { bind: ({ node }) => { scopes.push(node.path); return { emailAddress: 'on-call@example.com', minimumSeverity: Severity.CRITICAL }; } };
    const stack = newStack();
    newPipeline(stack, { contacts: [rota], observatory: new Observatory(stack, 'Observatory', { contacts: [rota] }) });

    expect(scopes).toEqual(['S/Observatory', 'S/Nightly']);
    expect(subscriptions(stack)).toEqual(['email "on-call@example.com" ObservatoryCriticalTopic']);
  });

  test.each<[string, unknown]>([
    ['none', {}],
    ['none', undefined],
    ['emailAddress and phoneNumber', { emailAddress: 'a@example.com', phoneNumber: '+15550100' }],
  ])('is refused if its bind returns not exactly one way: %s', (got, config) => {
    expect(() => withContacts(own(config))).toThrow(new Error(
      `S/Observatory: the bind of a contact must return exactly one of emailAddress, phoneNumber, topic and subscription, got ${got}; `
      + 'a subscription of aws-sns-subscriptions is passed as Contact.subscription(…)',
    ));
  });

  test('may create what it needs, since each construct asks it once only', () => {
    const team: IContact = { bind: (scope) => ({ topic: new Topic(scope, 'Team') }) };
    const stack = newStack();
    const observatory = new Observatory(stack, 'Observatory', { contacts: [team, team] });
    newPipeline(stack, { observatory, contacts: [team, team] });

    expect(stack.node.findAll().filter((node) => node instanceof Topic && node.node.id === 'Team').map(({ node }) => node.path)).toEqual(['S/Observatory/Team', 'S/Nightly/Team']);
  });

  test.each<[string, unknown, string]>([
    ['minimumSeverity', { emailAddress: 'a@example.com', minimumSeverity: 'CRITICAL' }, 'the minimumSeverity of a contact must be a Severity, got the string \'CRITICAL\'; write Severity.CRITICAL or Severity.WARNING'],
    ['topic', { topic: 'arn:aws:sns:eu-west-1:111122223333:t' }, 'the topic of a contact must be an SNS topic, got the string \'arn:aws:sns:eu-west-1:111122223333:t\'; pass an sns.Topic, or Topic.fromTopicArn(…)'],
  ])('is refused if its %s is of another type', (_, config, problem) => {
    expect(() => withContacts(own(config))).toThrow(new Error(`S/Observatory: ${problem}`));
  });

  test('is refused if its address or number is malformed', () => {
    expect(() => withContacts(own({ emailAddress: 'data' }))).toThrow(new Error('S/Observatory: the emailAddress of a contact must be an e-mail address, got the string \'data\'; write it like \'data@example.com\''));
    expect(() => withContacts(own({ phoneNumber: '1555' }))).toThrow(/^S\/Observatory: the phoneNumber of a contact must be a number in E\.164 form, got the string '1555';/);
  });
});

describe('the contacts of pipelines', () => {
  test('are subscribed once, however many pipelines name them', () => {
    const stack = newStack();
    const contacts = (): Contact[] => [Contact.email('data@example.com'), Contact.sms('+15550100')];
    new Observatory(stack, 'Observatory', { contacts: contacts() });
    for (const id of ['A', 'B', 'C']) newPipeline(stack, { stages: [PipelineStage.lambdaFunction(newFunction(stack, `${id}Load`))], contacts: contacts() }, id);

    expect(subscriptions(stack)).toEqual([
      'email "data@example.com" ObservatoryCriticalTopic', 'email "data@example.com" ObservatoryWarningTopic', 'sms "+15550100" ObservatoryCriticalTopic',
    ]);
  });

  test('are added for the severities that were not named yet', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com', { minimumSeverity: Severity.CRITICAL })] });
    newPipeline(stack, { contacts: [Contact.email('data@example.com')] });

    expect(subscriptions(stack)).toEqual(['email "data@example.com" ObservatoryCriticalTopic', 'email "data@example.com" ObservatoryWarningTopic']);
  });

  test('keep their ids in any order, so nobody has to confirm again', () => {
    const ids = (...contacts: Contact[]): string[] => Object.keys(Template.fromStack(withContacts(...contacts)).findResources('AWS::SNS::Subscription')).sort();
    const [a, b] = [Contact.email('a@example.com'), Contact.email('b@example.com')];

    expect(ids(a, b)).toEqual(ids(b, a));
    expect(ids(a, b)).toEqual(expect.arrayContaining(ids(b)));
  });

  test('keep their ids, whether the observatory or a pipeline names them', () => {
    const stack = newStack();
    newPipeline(stack, { contacts: [Contact.email('data@example.com')] });

    expect(Object.keys(Template.fromStack(stack).findResources('AWS::SNS::Subscription')))
      .toEqual(Object.keys(Template.fromStack(withContacts(Contact.email('data@example.com'))).findResources('AWS::SNS::Subscription')));
  });
});

describe('an existing topic with AlarmRouting.TOPICS', () => {
  const actionsOf = (properties: Json): string[] => properties.AlarmActions.map(({ Ref }: Json) => Ref.replace(/[0-9A-F]{8}$/, ''));

  test('of an observatory is an action of every alarm, including earlier and later alarms', () => {
    const stack = newStack();
    const observatory = directly(stack);
    const before = newPipeline(stack, { observatory, contacts: [], stages: [PipelineStage.lambdaFunction(newFunction(stack, 'Old'))] }, 'Before');
    observatory.addContact(Contact.topic(new Topic(stack, 'Chat')));
    const after = newPipeline(stack, { observatory, contacts: [], stages: [PipelineStage.lambdaFunction(newFunction(stack, 'New'))] }, 'After');

    expect(actionsOf(alarmProperties(before, 'ProofOfLife'))).toEqual(['ObservatoryCriticalTopic', 'Chat']);
    expect(alarmProperties(before, 'ProofOfLife').OKActions).toEqual(alarmProperties(before, 'ProofOfLife').AlarmActions);
    expect(actionsOf(alarmProperties(before, 'OldFailed'))).toEqual(['ObservatoryCriticalTopic', 'Chat']);
    expect(alarmProperties(before, 'OldFailed')).not.toHaveProperty('OKActions');
    expect(actionsOf(alarmProperties(before, 'OldNearTimeout'))).toEqual(['ObservatoryWarningTopic', 'Chat']);
    expect(actionsOf(alarmProperties(after, 'ProofOfLife'))).toEqual(['ObservatoryCriticalTopic', 'Chat']);
    expect(actionsOf(alarmProperties(observatory, 'CheckerSilent'))).toEqual(['ObservatoryCriticalTopic', 'Chat']);
  });

  test('is an action of critical alarms only if that is its minimum severity', () => {
    const stack = newStack();
    const observatory = directly(stack, { contacts: [Contact.topic(new Topic(stack, 'Chat'), { minimumSeverity: Severity.CRITICAL })] });
    const pipeline = newPipeline(stack, { observatory });

    expect(actionsOf(alarmProperties(pipeline, 'ProofOfLife'))).toEqual(['ObservatoryCriticalTopic', 'Chat']);
    expect(actionsOf(alarmProperties(pipeline, 'LoadNearTimeout'))).toEqual(['ObservatoryWarningTopic']);
  });

  test('of a pipeline is an action of that pipeline\'s alarms only', () => {
    const stack = newStack();
    directly(stack);
    const one = newPipeline(stack, { contacts: [Contact.topic(new Topic(stack, 'Chat'))] }, 'One');
    const other = newPipeline(stack, { stages: [PipelineStage.lambdaFunction(newFunction(stack, 'Second'))] }, 'Other');

    expect(actionsOf(alarmProperties(one, 'LoadFailed'))).toEqual(['ObservatoryCriticalTopic', 'Chat']);
    expect(actionsOf(alarmProperties(other, 'SecondFailed'))).toEqual(['ObservatoryCriticalTopic']);
    expect(actionsOf(alarmProperties(one.observatory, 'CheckerSilent'))).toEqual(['ObservatoryCriticalTopic']);
  });

  test('is one action even if it is named twice', () => {
    const stack = newStack();
    const chat = new Topic(stack, 'Chat');
    const observatory = directly(stack, { contacts: [Contact.topic(chat), Contact.topic(chat)] });
    const pipeline = newPipeline(stack, { observatory, contacts: [Contact.topic(chat)] });
    observatory.addContact(Contact.topic(chat));

    expect(actionsOf(alarmProperties(pipeline, 'LoadFailed'))).toEqual(['ObservatoryCriticalTopic', 'Chat']);
  });

  test('may be imported', () => {
    const stack = newStack();
    const arn = 'arn:aws:sns:eu-west-1:111122223333:chat';
    directly(stack);
    const pipeline = newPipeline(stack, { contacts: [Contact.topic(Topic.fromTopicArn(stack, 'Chat', arn))] });

    expect(alarmProperties(pipeline, 'LoadFailed').AlarmActions).toEqual([{ Ref: expect.stringMatching(/^ObservatoryCriticalTopic/) }, arn]);
  });
});

describe('any other subscription', () => {
  test('is added to the topics', () => {
    expect(subscriptions(withContacts(Contact.subscription(new UrlSubscription('https://hook.example.com/a'))))).toEqual([
      'https "https://hook.example.com/a" ObservatoryCriticalTopic', 'https "https://hook.example.com/a" ObservatoryWarningTopic',
    ]);
  });

  test('is added once if several pipelines name it', () => {
    const stack = newStack();
    const contacts = [Contact.subscription(new LambdaSubscription(newFunction(stack, 'Pager')), { minimumSeverity: Severity.CRITICAL })];
    for (const id of ['A', 'B']) newPipeline(stack, { stages: [PipelineStage.lambdaFunction(newFunction(stack, `${id}Load`))], contacts }, id);

    expect(subscriptions(stack)).toEqual([expect.stringMatching(/^lambda .*Pager.*Arn.* ObservatoryCriticalTopic$/)]);
  });
});

test('a subscriber who is added to a public topic by hand receives it', () => {
  const stack = newStack();
  const { observatory } = newPipeline(stack, { contacts: [] });
  observatory.criticalTopic.addSubscription(new UrlSubscription('https://hook.example.com/a'));

  expect(subscriptions(stack)).toEqual(['https "https://hook.example.com/a" ObservatoryCriticalTopic']);
});
