import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, CfnTopicPolicy, ITopic, Topic, TopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Aspects, Stack } from 'aws-cdk-lib/core';
import { AlarmChecks, AlarmRouting, Contact, Observatory, PipelineStage } from '../../lib';
import { Json, newApp, newMachine, newObservatory, newPipeline, newStack, plain, synthErrors, warningsOf } from './fixtures';

const ENV = { env: { account: '111122223333', region: 'eu-west-1' } };
const NEEDS = 'cloudwatch.amazonaws.com needs sns:Publish on the topic, and kms:Decrypt and kms:GenerateDataKey* on its key';

/** A stack with an existing topic, to which all alarms or only those about the notifier go. */
function telling(topic: (stack: Stack) => ITopic, alarmRouting = AlarmRouting.TOPICS): Stack {
  const stack = newStack(ENV);
  const observatory = new Observatory(stack, 'Observatory', { alarmRouting, contacts: [Contact.email('data@example.com'), Contact.topic(topic(stack))] });
  newPipeline(stack, { observatory });
  return stack;
}

/** The infos and warnings of the synthesis, without the path of the observatory. */
function saidOf(stack: Stack): string[] {
  const infos = Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('cloudwatch')).map(({ id, entry }) => `${id}: ${entry.data as string}`);
  return [...infos, ...warningsOf(stack).map(({ text }) => text.replace(/ \[ack: .*/, ''))];
}

/** The services that a policy allows: `service action`. */
function letIn(stack: Stack, type: string, property: string): string[] {
  return Object.entries(Template.fromStack(stack).findResources(type)).filter(([id]) => !id.startsWith('Observatory'))
    .flatMap(([, { Properties: properties }]) => properties[property].Statement).filter(({ Principal: principal }: Json) => principal?.Service !== undefined)
    .map(({ Principal: principal, Action: action }: Json) => `${principal.Service} ${[action].flat().join(' ')}`);
}

const tlsOnly = (stack: Stack): Topic => new Topic(stack, 'Chat', { enforceSSL: true });
const encrypted = (stack: Stack): Topic => new Topic(stack, 'Chat', { masterKey: new Key(stack, 'Key') });

describe('an existing topic of the app', () => {
  test('without policy and key stays as it is, since alarms may publish to it', () => {
    const stack = telling((scope) => new Topic(scope, 'Chat'));

    expect(synthErrors(stack)).toBe('');
    expect(saidOf(stack)).toEqual([]);
    expect(letIn(stack, 'AWS::SNS::TopicPolicy', 'PolicyDocument')).toEqual([]);
  });

  test.each([AlarmRouting.TOPICS, AlarmRouting.NOTIFIER])('that requires TLS gets a statement for CloudWatch, since its policy replaced the default policy (%s)', (alarmRouting) => {
    const stack = telling(tlsOnly, alarmRouting);

    expect(saidOf(stack)).toEqual(['/S/Chat/Resource: the policy of S/Chat now lets cloudwatch.amazonaws.com publish, so that alarms arrive']);
    expect(letIn(stack, 'AWS::SNS::TopicPolicy', 'PolicyDocument')).toEqual(['cloudwatch.amazonaws.com sns:Publish']);
  });

  test('gets the statement even if its policy is created later and elsewhere', () => {
    const stack = newStack(ENV);
    const topic = new Topic(stack, 'Chat');
    newPipeline(stack, { observatory: newObservatory(stack, 'Observatory', { alarmRouting: AlarmRouting.TOPICS, contacts: [Contact.topic(topic)] }) });
    new TopicPolicy(stack, 'Policy', { topics: [topic], policyDocument: undefined }).document
      .addStatements(new PolicyStatement({ actions: ['sns:Subscribe'], resources: [topic.topicArn], principals: [new AnyPrincipal()] }));

    Template.fromStack(stack).resourceCountIs('AWS::SNS::TopicPolicy', 3);
    expect(letIn(stack, 'AWS::SNS::TopicPolicy', 'PolicyDocument')).toEqual(['cloudwatch.amazonaws.com sns:Publish']);
  });

  test('keeps a policy that lets CloudWatch publish already', () => {
    const stack = telling((scope) => {
      const topic = tlsOnly(scope);
      topic.addToResourcePolicy(new PolicyStatement({ actions: ['sns:*'], resources: [topic.topicArn], principals: [new AnyPrincipal()], conditions: { StringEquals: { 'aws:SourceAccount': scope.account } } }));
      return topic;
    });

    expect(saidOf(stack)).toEqual([]);
  });

  test.each([AlarmRouting.TOPICS, AlarmRouting.NOTIFIER])('that a key of the app encrypts lets CloudWatch use the key (%s)', (alarmRouting) => {
    const stack = telling(encrypted, alarmRouting);

    expect(saidOf(stack)).toEqual(['/S/Key/Resource: the policy of S/Key now lets cloudwatch.amazonaws.com use it, so that alarms arrive on S/Chat']);
    expect(letIn(stack, 'AWS::KMS::Key', 'KeyPolicy')).toEqual(['cloudwatch.amazonaws.com kms:Decrypt kms:GenerateDataKey*']);
  });

  test('causes a warning if its policy is written by hand and does not allow CloudWatch', () => {
    const stack = telling((scope) => {
      const topic = new Topic(scope, 'Chat');
      new CfnTopicPolicy(scope, 'Policy', { topics: [topic.topicArn], policyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sns:Subscribe', Resource: '*' }] } });
      return topic;
    });

    expect(saidOf(stack)).toEqual([`the policy of the topic S/Chat does not allow CloudWatch to publish, so no alarm arrives: ${NEEDS}`]);
  });

  test('causes a warning if the policy of its key is written by hand and does not allow CloudWatch', () => {
    const stack = telling((scope) => {
      const key = new CfnKey(scope, 'Key', { keyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${scope.account}:root` }, Action: 'kms:*', Resource: '*' }] } });
      const topic = new Topic(scope, 'Chat');
      (topic.node.defaultChild as CfnTopic).kmsMasterKeyId = key.attrArn;
      return topic;
    }, AlarmRouting.NOTIFIER);

    expect(saidOf(stack)).toEqual([`the policy of the key of the topic S/Chat does not allow CloudWatch to use it, so alarms about the notifier do not arrive: ${NEEDS}`]);
  });

  test('causes a warning if its key is known by an alias only', () => {
    const stack = telling((scope) => new Topic(scope, 'Chat', { masterKey: Alias.fromAliasName(scope, 'Alias', 'alias/alerts') }));

    expect(saidOf(stack)).toEqual([`the policy of the key of the topic S/Chat is not known at synth: ${NEEDS}, or no alarm arrives; acknowledge this once it allows that`]);
  });

  test('lets CloudWatch use the key behind an alias of the app', () => {
    const stack = telling((scope) => new Topic(scope, 'Chat', { masterKey: new Alias(scope, 'Alias', { aliasName: 'alias/alerts', targetKey: new Key(scope, 'Key') }) }));

    expect(letIn(stack, 'AWS::KMS::Key', 'KeyPolicy')).toEqual(['cloudwatch.amazonaws.com kms:Decrypt kms:GenerateDataKey*']);
    expect(warningsOf(stack)).toEqual([]);
  });

  const byAws = (scope: Stack): Topic => new Topic(scope, 'Chat', { masterKey: Alias.fromAliasName(scope, 'Alias', 'alias/aws/sns') });

  test('that a key of AWS encrypts is refused where alarms go to it directly', () => {
    expect(synthErrors(telling(byAws))).toBe('Validation failed with the following errors:\n  [S/Observatory] the topic S/Chat is encrypted with an AWS managed key, which CloudWatch may not use, '
      + 'so no alarm arrives; encrypt it with a customer managed key, or not at all');
  });

  test('that a key of AWS encrypts is warned of where the notifier publishes to it, which may use the key', () => {
    expect(saidOf(telling(byAws, AlarmRouting.NOTIFIER))).toEqual(['the topic S/Chat is encrypted with an AWS managed key, which CloudWatch may not use, '
      + 'so alarms about the notifier do not arrive; encrypt it with a customer managed key, or not at all']);
  });

  test.each([AlarmRouting.TOPICS, AlarmRouting.NOTIFIER])('must not be a FIFO topic (%s)', (alarmRouting) => {
    expect(synthErrors(telling((scope) => new Topic(scope, 'Chat', { fifo: true, topicName: 'chat.fifo' }), alarmRouting))).toBe('Validation failed with the following errors:\n'
      + '  [S/Observatory] the topic S/Chat is a FIFO topic, which cannot reach people or chats, so the notifier does not publish to it; name a standard topic');
  });

  test('of a pipeline must not be a FIFO topic or in another Region either', () => {
    const refusal = (arn: string): string => {
      const stack = newStack(ENV);
      newPipeline(stack, { contacts: [Contact.topic(Topic.fromTopicArn(stack, 'Chat', arn))] });
      return synthErrors(stack);
    };

    expect(refusal('arn:aws:sns:eu-west-1:111122223333:chat.fifo')).toMatch(/the topic arn:aws:sns:eu-west-1:111122223333:chat.fifo is a FIFO topic/);
    expect(refusal('arn:aws:sns:us-east-1:111122223333:chat'))
      .toMatch(/the topic arn:aws:sns:us-east-1:111122223333:chat is in us-east-1, but alarms publish only to topics in their own Region, which is eu-west-1; name a topic there$/);
    expect(refusal('arn:aws:sns:eu-west-1:111122223333:chat')).toBe('');
  });
});

describe('a topic that is imported', () => {
  const imported = (account: string) => (scope: Stack): ITopic => Topic.fromTopicArn(scope, 'Chat', `arn:aws:sns:eu-west-1:${account}:chat`);

  test('causes a warning, since its policy and its key are not known', () => {
    expect(saidOf(telling(imported('111122223333')))).toEqual([
      `the policies of the topic arn:aws:sns:eu-west-1:111122223333:chat and of its key are not known at synth: ${NEEDS}, or no alarm arrives; acknowledge this once they allow it`,
    ]);
  });

  test('from another account causes a warning that names the account', () => {
    expect(saidOf(telling(imported('444455556666'), AlarmRouting.NOTIFIER))).toEqual([
      `the policies of the topic arn:aws:sns:eu-west-1:444455556666:chat, which is in account 444455556666 and of its key are not known at synth: ${NEEDS}, `
      + 'or alarms about the notifier do not arrive; acknowledge this once they allow it',
    ]);
  });
});

describe('an action that a user adds to an alarm', () => {
  const metric = new Metric({ namespace: 'N', metricName: 'M' });

  test('of the library is checked like the library\'s own actions', () => {
    const stack = newStack(ENV);
    newPipeline(stack).proofOfLifeAlarm!.addAlarmAction(new SnsAction(encrypted(stack)));

    expect(synthErrors(stack)).toBe('');
    expect(letIn(stack, 'AWS::KMS::Key', 'KeyPolicy')).toEqual(['cloudwatch.amazonaws.com kms:Decrypt kms:GenerateDataKey*']);
  });

  test('written by hand only causes a warning of AlarmChecks, which changes nothing', () => {
    const stack = newStack(ENV);
    Aspects.of(stack).add(new AlarmChecks());
    const alarm = new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
    alarm.addAlarmAction(new SnsAction(encrypted(stack)), new SnsAction(new Topic(stack, 'Tls', { enforceSSL: true })), new SnsAction(Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:eu-west-1:111122223333:far')));

    expect(synthErrors(stack)).toBe('');
    expect(saidOf(stack)).toEqual([
      `the policy of the key of the topic S/Chat does not allow CloudWatch to use it, so no alarm arrives: ${NEEDS}`,
      `the policy of the topic S/Tls does not allow CloudWatch to publish, so no alarm arrives: ${NEEDS}`,
    ]);
    expect(letIn(stack, 'AWS::KMS::Key', 'KeyPolicy')).toEqual([]);
  });

  test('written by hand may name a FIFO topic, to which CloudWatch can publish, but no topic in another Region', () => {
    const stack = newStack(ENV);
    Aspects.of(stack).add(new AlarmChecks());
    const alarm = new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
    alarm.addAlarmAction(new SnsAction(new Topic(stack, 'Audit', { fifo: true, topicName: 'audit.fifo' })), new SnsAction(Topic.fromTopicArn(stack, 'Far', 'arn:aws:sns:us-east-1:111122223333:far')));

    expect(synthErrors(stack)).toBe('Validation failed with the following errors:\n'
      + '  [S/Alarm/Resource] the topic arn:aws:sns:us-east-1:111122223333:far is in us-east-1, but alarms publish only to topics in their own Region, which is eu-west-1; name a topic there');
  });

  test('written by hand is refused by AlarmChecks if an AWS managed key encrypts the topic', () => {
    const stack = newStack(ENV);
    Aspects.of(stack).add(new AlarmChecks());
    new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 }).addAlarmAction(new SnsAction(new Topic(stack, 'Chat', { masterKey: Alias.fromAliasName(stack, 'Alias', 'alias/aws/sns') })));

    expect(synthErrors(stack)).toMatch(/\[S\/Alarm\/Resource\] the topic S\/Chat is encrypted with an AWS managed key/);
  });
});

describe('a key that is known by its alias only', () => {
  const alias = (stack: Stack): Key => Alias.fromAliasName(stack, 'Alias', 'alias/alerts') as unknown as Key;
  /** The permissions of roles on keys: `resource when`. */
  const uses = (stack: Stack): string[] => ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => Object.values(Template.fromStack(stack).findResources(type)))
    .flatMap(({ Properties: { PolicyDocument: { Statement: all } } }: Json) => all).filter(({ Action: action }: Json) => [action].flat().some((one: string) => one.startsWith('kms:')))
    .map(({ Resource: resource, Condition: condition }: Json) => `${plain(resource)} ${JSON.stringify(condition['ForAnyValue:StringEquals'] ?? {})}`);
  const byAlias = 'arn:<AWS::Partition>:kms:eu-west-1:111122223333:key/* {"kms:ResourceAliases":["alias/alerts"]}';

  test('may be used by the roles of checker, notifier and pipe if it encrypts the observatory, by a condition on the alias', () => {
    const stack = newStack(ENV);
    newObservatory(stack, 'Observatory', { encryptionKey: alias(stack) });

    expect(uses(stack)).toEqual([byAlias, byAlias, byAlias]);
  });

  test('may be used by the notifier if it encrypts an existing topic', () => {
    expect(uses(telling((stack) => new Topic(stack, 'Chat', { masterKey: alias(stack) }), AlarmRouting.NOTIFIER))).toContain(byAlias);
    const stack = newStack(ENV);
    newPipeline(stack, { contacts: [Contact.topic(new Topic(stack, 'Chat', { masterKey: alias(stack) }))], stages: [PipelineStage.stateMachine(newMachine(stack))] });
    expect(uses(stack)).toEqual([byAlias]);
  });

  test('is named by its own ARN if the alias is in the app', () => {
    const stack = newStack(ENV);
    newObservatory(stack, 'Observatory', { encryptionKey: new Alias(stack, 'Alias', { aliasName: 'alias/alerts', targetKey: new Key(stack, 'Key') }) });

    expect(uses(stack).map((use) => use.replace(/[0-9A-F]{8}/, ''))).toEqual(Array(3).fill('<{Fn::GetAtt:[Key,Arn]}> {}'));
  });

  test('must not be an AWS managed key if it encrypts the observatory', () => {
    const stack = new Stack(newApp(), 'S', ENV);

    expect(() => newObservatory(stack, 'Observatory', { encryptionKey: Alias.fromAliasName(stack, 'Alias', 'alias/aws/sns') })).toThrow(new Error(
      'S/Observatory: encryptionKey must be a customer managed KMS key, got a Resource (S/Alias); pass a kms.Key, or Key.fromKeyArn(…); CloudWatch may not use an AWS managed key, so no alarm would arrive'));
  });
});
