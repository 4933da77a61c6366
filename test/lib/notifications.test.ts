import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { ITopic, Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { CfnParameter, Duration, Stack, TimeZone } from 'aws-cdk-lib/core';
import {
  AlarmRouting, Contact, Digest, LocalTime, Observatory, ObservatoryProps, PipelineStage, RunExpectation, Severity, Weekday,
} from '../../lib';
import { alarmProperties, Json, newApp, newFunction, newPipeline, newStack, plain, summedMetrics } from './fixtures';

/** The environment of the notifier that is about people, the same in both functions. */
function settingsOf(stack: Stack): Json {
  const functions = Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Function')).filter(([id]) => /^\w+Notifier(?:Receiver|Ticker)/.test(id));
  const [one, other] = functions.map(([, { Properties: { Environment: { Variables: variables } } }]) => variables);
  expect(other).toEqual(one);
  const { OBSERVATORY: _1, CONTRACTS_PATH: _2, PROFILES_PATH: _3, TABLE_NAME: _4, CRITICAL_TOPIC_ARN: _5, WARNING_TOPIC_ARN: _6, INTAKE_TOPIC_ARN: _7, ...people } = one;
  return Object.fromEntries(Object.entries<Json>(people).map(([name, value]) => [name, plain(value).replaceAll(/<(?:Observatory)?(\w+?)[0-9A-F]{8}>/g, '<$1>')]));
}

function observed(props: ObservatoryProps = {}, severity = Severity.CRITICAL, expectation = RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.EUROPE_BERLIN }))): { stack: Stack; observatory: Observatory } {
  const stack = newStack();
  const observatory = new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com')], ...props });
  newPipeline(stack, { observatory, contacts: [], severity, expectation });
  return { stack, observatory };
}

describe('a digest', () => {
  test('is sent on Monday morning, in the zone of a critical pipeline, to the topic of warnings', () => {
    expect(settingsOf(observed().stack)).toMatchObject({ DIGEST_SCHEDULE: 'cron(0 8 ? * MON *)', DIGEST_EVERY: 'week', DIGEST_TOPIC_ARNS: '<WarningTopic>', TIME_ZONE: 'Europe/Berlin' });
  });

  test('is not sent by default if no pipeline is critical', () => {
    expect(settingsOf(observed({}, Severity.WARNING).stack)).toEqual({ TIME_ZONE: 'Europe/Berlin', WARNING_COVERED: 'true' });
  });

  test('is sent when the props ask for it', () => {
    expect(settingsOf(observed({ digest: Digest.daily() }, Severity.WARNING).stack)).toMatchObject({ DIGEST_SCHEDULE: 'cron(0 8 * * ? *)', DIGEST_EVERY: 'day', TIME_ZONE: 'Europe/Berlin' });
    expect(settingsOf(observed({ digest: Digest.weekly({ weekDay: Weekday.FRIDAY, at: LocalTime.of(16, 5), timeZone: TimeZone.ASIA_TOKYO }) }).stack)).toMatchObject({
      DIGEST_SCHEDULE: 'cron(5 16 ? * FRI *)', DIGEST_EVERY: 'week', TIME_ZONE: 'Asia/Tokyo',
    });
  });

  test('can be switched off', () => {
    expect(settingsOf(observed({ digest: Digest.none() }).stack)).toEqual({ TIME_ZONE: 'Europe/Berlin', WARNING_COVERED: 'true' });
  });

  test('is in UTC if no pipeline has another zone', () => {
    expect(settingsOf(observed({}, Severity.CRITICAL, RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0' }))).stack).TIME_ZONE).toBe('UTC');
    expect(settingsOf(observed({}, Severity.CRITICAL, RunExpectation.atLeastEvery(Duration.days(1))).stack).TIME_ZONE).toBe('UTC');
  });

  test('is in the first zone that is known at synth and is not UTC', () => {
    const stack = newStack();
    const zones = ['UTC', new CfnParameter(stack, 'Zone').valueAsString, 'America/New_York', 'Europe/Berlin'];
    zones.forEach((zone, index) => newPipeline(stack, {
      stages: [PipelineStage.lambdaFunction(newFunction(stack, `F${index}`))], expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', timeZone: TimeZone.of(zone) })),
    }, `P${index}`));

    expect(settingsOf(stack).TIME_ZONE).toBe('America/New_York');
  });

  test.each<[string, (Contact | 'chat' | 'pager')[], string]>([
    ['where warnings go, an existing topic too', [Contact.email('data@example.com'), 'chat', 'pager'], '<WarningTopic>,<Chat>'],
    ['to an existing topic alone, where nobody is subscribed', ['chat'], '<Chat>'],
    ['where critical messages go, where nobody receives warnings', [Contact.sms('+15550100')], '<CriticalTopic>'],
    ['where critical messages go, where nobody is known', [], '<CriticalTopic>'],
  ])('goes %s, and to no pager', (_, named, topics) => {
    const stack = newStack();
    const contacts = named.flatMap((contact) => {
      if (contact instanceof Contact) return contact;
      return contact === 'pager' ? Contact.topic(new Topic(stack, 'Pager'), { minimumSeverity: Severity.CRITICAL }) : Contact.topic(new Topic(stack, 'Chat'));
    });
    new Observatory(stack, 'Observatory', { contacts, digest: Digest.daily() });

    expect(settingsOf(stack).DIGEST_TOPIC_ARNS).toBe(topics);
  });

  test('goes to the topics of the named severities, and proves these ways', () => {
    const { stack } = observed({ digest: Digest.weekly({ severities: [Severity.CRITICAL, Severity.WARNING] }) });
    expect(settingsOf(stack).DIGEST_TOPIC_ARNS).toBe('<CriticalTopic>,<WarningTopic>');
    expect(() => Digest.daily({ severities: [] })).toThrow(new Error('Digest.daily: `severities` is empty, so nobody would receive the digest; use Digest.none()'));
  });

});

describe('an escalation', () => {
  const escalation = { escalationDelay: Duration.hours(4), escalationContacts: [Contact.email('lead@example.com', { minimumSeverity: Severity.CRITICAL }), Contact.sms('+15550101')] };

  test('has its own topic, which all its contacts receive whatever their minimum severity', () => {
    const { stack, observatory } = observed(escalation);
    const template = Template.fromStack(stack);

    template.hasResourceProperties('AWS::SNS::Topic', { DisplayName: 'ESCALATE' });
    const subscriptions = Object.values(template.findResources('AWS::SNS::Subscription')).map(({ Properties: { Endpoint, TopicArn } }) => `${Endpoint} ${plain(TopicArn)}`);
    expect(subscriptions.filter((one) => one.includes('EscalationTopic'))).toEqual([
      expect.stringMatching(/^lead@example\.com <ObservatoryEscalationTopic/), expect.stringMatching(/^\+15550101 <ObservatoryEscalationTopic/),
    ]);
    expect(stack.resolve(observatory.escalationTopic!.topicArn)).toEqual({ Ref: expect.stringMatching(/^ObservatoryEscalationTopic/) });
  });

  test('is known to the notifier, which may publish to its topic', () => {
    const { stack } = observed(escalation);

    expect(settingsOf(stack)).toMatchObject({ ESCALATION_TOPIC_ARN: '<EscalationTopic>', ESCALATE_AFTER_SECONDS: '14400' });
    expect(mayTell(stack)).toEqual(['CriticalTopic', 'WarningTopic', 'EscalationTopic']);
  });

  test('has a topic that the checker verifies, and alarms watch its deliveries', () => {
    const { stack, observatory } = observed(escalation);
    const [checker] = Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Function')).filter(([id]) => id.startsWith('ObservatoryChecker'));

    expect(plain(checker[1].Properties.Environment.Variables.TOPIC_ARNS)).toContain('EscalationTopic');
    expect(summedMetrics(alarmProperties(observatory, 'NotificationsFailed'))).toHaveLength(3);
  });

  test('does not exist by default', () => {
    const { stack, observatory } = observed();

    expect(observatory.escalationTopic).toBeUndefined();
    expect(settingsOf(stack)).not.toHaveProperty('ESCALATION_TOPIC_ARN');
  });

  test.each<[string, ObservatoryProps, string]>([
    ['nobody', { escalationDelay: Duration.hours(1), escalationContacts: [] }, 'escalationDelay is given without escalationContacts, so nobody would be notified; name a contact or leave the delay out'],
    ['nobody at all', { escalationDelay: Duration.hours(1) }, 'escalationDelay is given without escalationContacts, so nobody would be notified; name a contact or leave the delay out'],
    ['somebody at no known time', { escalationContacts: escalation.escalationContacts }, 'escalationContacts are named without an escalationDelay, so they would never be notified; write for example escalationDelay: Duration.hours(8)'],
    ['somebody at once', { ...escalation, escalationDelay: Duration.seconds(59) }, 'escalationDelay must be between 1 minute and 366 days, got 59 seconds'],
    ['somebody too late', { ...escalation, escalationDelay: Duration.days(367) }, 'escalationDelay must be between 1 minute and 366 days, got 367 days'],
  ])('to %s is refused', (_, wrong, problem) => {
    expect(() => new Observatory(newStack(), 'Observatory', wrong)).toThrow(new Error(`S/Observatory: ${problem}`));
  });

  test('to an existing topic is refused', () => {
    const stack = newStack();

    expect(() => new Observatory(stack, 'Observatory', { escalationDelay: Duration.hours(1), escalationContacts: [Contact.topic(new Topic(stack, 'Chat'))] })).toThrow(new Error(
      'S/Observatory: an escalation has a topic of its own, so it cannot go to an existing one; '
      + 'name the people with Contact.email or Contact.sms, or subscribe what listens to the other topic with Contact.subscription',
    ));
  });
});

/** The topics to which the notifier may publish and whose subscriptions it may list. */
function mayTell(stack: Stack): string[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties: { PolicyDocument: { Statement: all } } }) => all)
    .filter(({ Action: action }: Json) => [action].flat().includes('sns:ListSubscriptionsByTopic'))
    .flatMap(({ Resource: resource }: Json) => [resource].flat().map((one) => plain(one).replace(/^<(?:Observatory)?(\w+?)[0-9A-F]{8}>$/, '$1')));
}

describe('existing topics that receive every notification', () => {
  test('are known to the notifier, which publishes to them', () => {
    const stack = newStack();
    const observatory = new Observatory(stack, 'Observatory', { contacts: [Contact.topic(new Topic(stack, 'Chat')), Contact.email('data@example.com')] });
    observatory.addContact(Contact.topic(Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:eu-west-1:111122223333:far'), { minimumSeverity: Severity.CRITICAL }));

    expect(JSON.parse(settingsOf(stack).EXTRA_TOPICS)).toEqual([
      { severity: 'critical', topicArn: '<Chat>' }, { severity: 'warning', topicArn: '<Chat>' }, { severity: 'critical', topicArn: 'arn:aws:sns:eu-west-1:111122223333:far' },
    ]);
    expect(mayTell(stack)).toEqual(['CriticalTopic', 'WarningTopic', 'Chat', 'arn:aws:sns:eu-west-1:111122223333:far']);
  });

  describe('and the unformatted alarm, which is sent if the notifier fails or is deleted,', () => {
    /** The topics of the receiver's failed invocations and of the pipe's messages. */
    const fallback = (...notify: Contact[]): string[] => {
      const stack = newStack();
      new Observatory(stack, 'Observatory', { contacts: [...notify, Contact.topic(new Topic(stack, 'Chat', { masterKey: new Key(stack, 'Key') })), Contact.topic(new Topic(stack, 'Pager'))] });
      const template = Template.fromStack(stack);
      const [pipe] = Object.values(template.findResources('AWS::Pipes::Pipe'));
      const destinations = Object.values(template.findResources('AWS::Lambda::EventInvokeConfig')).flatMap(({ Properties: { DestinationConfig: one } }) => one?.OnFailure.Destination ?? []);
      const [, mayPublish, ...more] = Object.entries(template.findResources('AWS::IAM::Policy')).filter(([id]) => id.includes('NotifierFallbackRole'))
        .flatMap(([, { Properties: { PolicyDocument: { Statement: all } } }]) => all);
      return [pipe.Properties.Target, ...destinations, mayPublish.Resource, ...more.map(({ Resource: resource }: Json) => resource)]
        .map((one) => plain(one).replace(/^<\{Fn::GetAtt:\[(\w+?)[0-9A-F]{8},Arn\]\}>$|^<(?:Observatory)?(\w+?)[0-9A-F]{8}>$/, '$1$2'));
    };

    test('goes to the first of them if nobody is subscribed to the critical topic, by roles that may use it and its key', () => {
      expect(fallback()).toEqual(['Chat', 'Chat', 'Chat', 'Key']);
    });

    test('goes to the critical topic if somebody is subscribed to it', () => {
      expect(fallback(Contact.email('data@example.com'))).toEqual(['CriticalTopic', 'CriticalTopic', 'CriticalTopic']);
    });
  });

  test('do not exist by default', () => {
    expect(settingsOf(observed().stack)).not.toHaveProperty('EXTRA_TOPICS');
  });
});

describe('whether everybody who receives warnings receives critical messages', () => {
  const covered = (notify: (stack: Stack) => Contact[], ofPipeline: (stack: Stack) => Contact[] = () => []): string => {
    const stack = newStack();
    const observatory = new Observatory(stack, 'Observatory', { contacts: notify(stack) });
    newPipeline(stack, { observatory, contacts: ofPipeline(stack) });
    return settingsOf(stack).WARNING_COVERED;
  };

  test('is true if everybody receives everything', () => {
    expect(covered((stack) => [Contact.email('a@example.com'), Contact.sms('+15550100'), Contact.topic(new Topic(stack, 'Chat')), Contact.subscription(new LambdaSubscription(newFunction(stack, 'Bot')))])).toBe('true');
  });

  test.each<[string, (stack: Stack) => Contact[]]>([
    ['an address', () => [Contact.email('b@example.com', { minimumSeverity: Severity.CRITICAL })]],
    ['an existing topic', (stack) => [Contact.topic(new Topic(stack, 'Chat'), { minimumSeverity: Severity.CRITICAL })]],
    ['any subscription', () => [Contact.subscription(new UrlSubscription('https://hook.example.com'), { minimumSeverity: Severity.CRITICAL })]],
  ])('is true if %s receives critical messages only, of all pipelines or of one', (_, contacts) => {
    expect(covered((stack) => [Contact.email('a@example.com'), ...contacts(stack)])).toBe('true');
    expect(covered(() => [Contact.email('a@example.com')], contacts)).toBe('true');
  });

  test('is false if no subscriber is known, or if somebody is subscribed by hand', () => {
    const stack = newStack();
    const { observatory } = newPipeline(stack);
    observatory.warningTopic.addSubscription(new UrlSubscription('https://hook.example.com'));

    expect(settingsOf(stack).WARNING_COVERED).toBe('false');
    expect(covered(() => [])).toBe('false');
  });

  test('treats parameters of the same name in two stacks as two people', () => {
    const app = newApp();
    const [a, b, c] = ['A', 'B', 'C'].map((id) => new Stack(app, id));
    const observatory = new Observatory(a, 'Observatory');
    const subscribeIn = (stack: Stack, topic: ITopic): Subscription => new Subscription(stack, 'Mail', { topic, protocol: SubscriptionProtocol.EMAIL, endpoint: new CfnParameter(stack, 'Email').valueAsString });
    newPipeline(b, { observatory, pipelineName: 'b', contacts: [Contact.email('a@example.com')] });
    subscribeIn(b, observatory.warningTopic);
    subscribeIn(c, observatory.criticalTopic);

    expect(settingsOf(a).WARNING_COVERED).toBe('false');
  });
});

test('digest and escalation need a notifier', () => {
  const message = 'S/Observatory: AlarmRouting.TOPICS has no notifier, which sends digests and escalations; leave these out, or leave alarmRouting out';
  const alarmRouting = AlarmRouting.TOPICS;

  expect(() => new Observatory(newStack(), 'Observatory', { alarmRouting, digest: Digest.none() })).toThrow(new Error(message));
  expect(() => new Observatory(newStack(), 'Observatory', { alarmRouting, escalationDelay: Duration.hours(1), escalationContacts: [Contact.email('a@example.com')] })).toThrow(new Error(message));
});
