import { mayPublish, type Publication } from '../../../template/policy/permissions';
import { read, resource } from '../templates';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:critical';
const ALARM = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:nightly';

const ONLY_TLS = { Sid: 'AllowPublishThroughSSLOnly', Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: TOPIC, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
const ALARMS = {
  Sid: 'AllowCloudWatchAlarms', Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: TOPIC,
  Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:*' } },
};
const USE_OF_KEY = { Sid: 'Alarms', Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' };
const ADMIN = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' };

interface Setting {
  readonly statements?: readonly object[];
  readonly keyId?: unknown;
  readonly keyStatements?: readonly object[];
  readonly key?: object;
  readonly alarm?: string;
  readonly topic?: string;
}

function publication({ statements, keyId, keyStatements = [], key, alarm = ALARM, topic = TOPIC }: Setting): Publication {
  const account = read({
    Topic: resource('AWS::SNS::Topic', { TopicName: 'critical', KmsMasterKeyId: keyId }),
    ...(statements === undefined ? {} : { Policy: resource('AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Statement: statements } }) }),
    Key: resource('AWS::KMS::Key', { KeyPolicy: { Statement: [ADMIN, ...keyStatements] }, ...key }),
    Alias: resource('AWS::KMS::Alias', { AliasName: 'alias/topics', TargetKeyId: { Ref: 'Key' } }),
  });
  return mayPublish(account, alarm, topic);
}

describe('the policy of the topic', () => {
  test('the default policy lets alarms of its account publish', () => {
    expect(publication({})).toEqual({ allowed: true, known: true, reason: 'the default topic policy lets the account publish' });
  });

  test('the default policy lets nobody else publish', () => {
    expect(publication({ alarm: ALARM.replace('111122223333', '444455556666') }))
      .toEqual({ allowed: false, known: true, reason: 'the default topic policy lets only the topic\'s own account publish' });
  });

  test('a policy that only denies unencrypted transport replaces the default one, so nothing arrives', () => {
    expect(publication({ statements: [ONLY_TLS] })).toEqual({
      allowed: false, known: true,
      reason: 'topic policy: no statement allows cloudwatch.amazonaws.com sns:Publish; '
        + 'a policy replaces the default one, so add a statement that allows cloudwatch.amazonaws.com sns:Publish',
    });
  });

  test('a statement for CloudWatch beside it lets alarms arrive', () => {
    expect(publication({ statements: [ONLY_TLS, ALARMS] })).toEqual({ allowed: true, known: true, reason: 'topic policy: the statement AllowCloudWatchAlarms allows sns:Publish' });
  });

  test('a policy like the default one lets its account\'s alarms publish', () => {
    const everybody = { Effect: 'Allow', Principal: { AWS: '*' }, Action: ['SNS:Publish'], Resource: TOPIC, Condition: { StringEquals: { 'AWS:SourceOwner': '111122223333' } } };
    expect(publication({ statements: [everybody] }).allowed).toBe(true);
  });

  test('a statement for the account does not cover CloudWatch', () => {
    const account = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sns:Publish', Resource: TOPIC };
    expect(publication({ statements: [account] }).allowed).toBe(false);
  });

  test('a statement for other alarms does not cover this one, and the reason names the condition', () => {
    const others = { ...ALARMS, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:weekly*' } } };
    expect(publication({ statements: [others] }).reason).toMatch(/^topic policy: the statement AllowCloudWatchAlarms would allow sns:Publish, but its condition ArnLike aws:SourceArn does not hold;/);
  });
});

describe('the key of the topic', () => {
  test.each(['alias/aws/sns', 'arn:aws:kms:us-east-1:111122223333:alias/aws/sns'])('%s never lets CloudWatch use it', (keyId) => {
    expect(publication({ keyId })).toEqual({
      allowed: false, known: true,
      reason: 'the topic is encrypted with the AWS-managed key alias/aws/sns, which CloudWatch may not use: encrypt it with a customer-managed key',
    });
  });

  test.each<[string, unknown]>([
    ['its id', { Ref: 'Key' }],
    ['its ARN', { 'Fn::GetAtt': ['Key', 'Arn'] }],
    ['an alias', { Ref: 'Alias' }],
    ['the ARN of an alias', 'arn:aws:kms:us-east-1:111122223333:alias/topics'],
  ])('a key of the templates is found by %s', (_by, keyId) => {
    expect(publication({ keyId, keyStatements: [USE_OF_KEY] })).toEqual({
      allowed: true, known: true, reason: 'the default topic policy lets the account publish, and the key\'s policy allows CloudWatch to use it',
    });
  });

  test('a key whose policy names no service blocks CloudWatch', () => {
    expect(publication({ keyId: { Ref: 'Key' } })).toEqual({
      allowed: false, known: true,
      reason: 'key policy: no statement allows cloudwatch.amazonaws.com kms:Decrypt; the key\'s policy must allow cloudwatch.amazonaws.com kms:Decrypt and kms:GenerateDataKey*',
    });
  });

  test('both actions are needed', () => {
    expect(publication({ keyId: { Ref: 'Key' }, keyStatements: [{ ...USE_OF_KEY, Action: 'kms:Decrypt' }] }).reason).toMatch(/^key policy: no statement allows cloudwatch\.amazonaws\.com kms:GenerateDataKey;/);
  });

  test('nobody can use a disabled key', () => {
    expect(publication({ keyId: { Ref: 'Key' }, keyStatements: [USE_OF_KEY], key: { Enabled: false } })).toEqual({ allowed: false, known: true, reason: 'the topic\'s key Jobs-Key is disabled' });
  });

  test('the topic\'s policy is checked first', () => {
    expect(publication({ keyId: 'alias/aws/sns', statements: [ONLY_TLS] }).reason).toMatch(/^topic policy:/);
  });
});

describe('a resource outside the templates', () => {
  test('that is a topic is unknown, so publishing is not allowed', () => {
    expect(publication({ topic: `${TOPIC}2` })).toEqual({ allowed: false, known: false, reason: `the topic ${TOPIC}2 is not in the templates, so its policy is not known` });
  });

  test('that is a key is unknown, so publishing is not allowed', () => {
    expect(publication({ keyId: 'alias/theirs' })).toEqual({ allowed: false, known: false, reason: 'the topic\'s key alias/theirs is not in the templates, so its policy is not known' });
  });

  test('that is a topic of another Region is refused, known or not', () => {
    expect(publication({ topic: TOPIC.replace('us-east-1', 'eu-west-1') })).toEqual({
      allowed: false, known: true, reason: 'the topic is in eu-west-1, the alarm in us-east-1: CloudWatch publishes only to topics of its own Region',
    });
  });
});
