import { type Publication, roleMay, roleMayPublish } from '../../../template/policy/permissions';
import { read, resource } from '../templates';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:critical';
const ROLE = 'arn:aws:iam::111122223333:role/notifier';
const ONLY_TLS = { Sid: 'OnlyTls', Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource: TOPIC, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
const PUBLISH = { Sid: 'Tell', Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC };
const USE = { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' };
const ADMIN = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' };

function publication({ own = [PUBLISH], statements, keyId, keyStatements = [ADMIN], role = 'notifier', topic = TOPIC, key = {} }: {
  readonly own?: readonly object[]; readonly statements?: readonly object[]; readonly keyId?: unknown; readonly keyStatements?: readonly object[];
  readonly role?: string; readonly topic?: string; readonly key?: object;
}): Publication {
  const account = read({
    Role: resource('AWS::IAM::Role', { RoleName: 'notifier', Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: own } }] }),
    Topic: resource('AWS::SNS::Topic', { TopicName: 'critical', KmsMasterKeyId: keyId }),
    ...(statements === undefined ? {} : { Policy: resource('AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'Topic' }], PolicyDocument: { Statement: statements } }) }),
    Key: resource('AWS::KMS::Key', { KeyPolicy: { Statement: keyStatements }, ...key }),
  });
  return roleMayPublish(account, role, topic);
}

describe('a role that publishes to a topic', () => {
  test('needs only its own policy, even where the topic\'s policy only denies unencrypted transport', () => {
    expect(publication({ statements: [ONLY_TLS] })).toEqual({ allowed: true, known: true, reason: 'the role notifier: the statement Tell allows sns:Publish' });
  });

  test('may not publish without a statement', () => {
    expect(publication({ own: [{ ...PUBLISH, Action: 'sns:Subscribe' }], statements: [ONLY_TLS] }))
      .toEqual({ allowed: false, known: true, reason: 'the role notifier: no statement allows arn:aws:iam::111122223333:role/notifier sns:Publish' });
  });

  test('may publish where the topic\'s policy names it, or the default policy allows the account', () => {
    expect(publication({ own: [{ ...PUBLISH, Resource: 'arn:other' }], statements: [{ Sid: 'Named', Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'sns:Publish', Resource: TOPIC }] }))
      .toMatchObject({ allowed: true, reason: 'sns policy: the statement Named allows sns:Publish' });
    expect(publication({ own: [{ ...PUBLISH, Resource: 'arn:other' }] }).allowed).toBe(true);
  });

  test('needs its own policy where a statement is for the whole account', () => {
    const account = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sns:Publish', Resource: TOPIC };
    expect(publication({ own: [{ ...PUBLISH, Resource: 'arn:other' }], statements: [account] }).allowed).toBe(false);
  });

  test.each<[string, Parameters<typeof publication>[0], string]>([
    ['the topic\'s policy', { statements: [{ ...ONLY_TLS, Condition: undefined }] }, 'sns policy: the statement OnlyTls denies sns:Publish'],
    ['its own', { own: [PUBLISH, { ...PUBLISH, Sid: 'Never', Effect: 'Deny' }] }, 'the role notifier: the statement Never denies sns:Publish'],
  ])('may not publish where %s denies it', (_whose, given, reason) => {
    expect(publication(given)).toEqual({ allowed: false, known: true, reason });
  });

  test('is assumed to be allowed outside the templates, but a topic outside them is unknown', () => {
    expect(publication({ role: 'theirs' }).allowed).toBe(true);
    expect(publication({ topic: `${TOPIC}-theirs` })).toMatchObject({ allowed: false, known: false });
  });
});

describe('a role that publishes to an encrypted topic', () => {
  const keyId = { Ref: 'Key' };

  test('may use the key by a condition on its alias, but not by the ARN of the alias', () => {
    const through = (statement: object): boolean => {
      const account = read({
        Role: resource('AWS::IAM::Role', { RoleName: 'notifier', Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [PUBLISH, { ...USE, ...statement }] } }] }),
        Topic: resource('AWS::SNS::Topic', { TopicName: 'critical', KmsMasterKeyId: 'alias/topics' }),
        Key: resource('AWS::KMS::Key', { KeyPolicy: { Statement: [ADMIN] } }),
        Alias: resource('AWS::KMS::Alias', { AliasName: 'alias/topics', TargetKeyId: keyId }),
      });
      return roleMayPublish(account, 'notifier', TOPIC).allowed;
    };
    const when = (alias: string): object => ({ Resource: 'arn:aws:kms:us-east-1:111122223333:key/*', Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [alias] } } });

    expect(through(when('alias/topics'))).toBe(true);
    expect(through(when('alias/others'))).toBe(false);
    expect(through({ Resource: 'arn:aws:kms:us-east-1:111122223333:alias/topics' })).toBe(false);
  });

  test('needs the key in its own policy where the key\'s policy leaves it to the account', () => {
    expect(publication({ keyId }).reason).toMatch(/^the role notifier: no statement allows .* kms:Decrypt$/);
    expect(publication({ keyId, own: [PUBLISH, USE] }).allowed).toBe(true);
  });

  test('may be allowed to use the key only through SNS', () => {
    const via = (service: string): object => ({ ...USE, Condition: { StringLike: { 'kms:ViaService': `${service}.us-east-1.amazonaws.*` } } });
    expect(publication({ keyId, own: [PUBLISH, via('sns')] }).allowed).toBe(true);
    expect(publication({ keyId, own: [PUBLISH, via('dynamodb')] }).reason).toMatch(/its condition StringLike kms:ViaService does not hold$/);
  });

  test('may use the key where the key\'s policy names it', () => {
    expect(publication({ keyId, keyStatements: [ADMIN, { ...USE, Principal: { AWS: ROLE } }] }).allowed).toBe(true);
  });

  test('may not use it where the key\'s policy does not leave it to the account', () => {
    expect(publication({ keyId, own: [PUBLISH, USE], keyStatements: [{ ...USE, Principal: { Service: 'cloudwatch.amazonaws.com' } }] }).reason)
      .toBe('kms policy: no statement allows arn:aws:iam::111122223333:role/notifier kms:Decrypt');
  });

  test('may not use a disabled key, and a key elsewhere is unknown', () => {
    expect(publication({ keyId, own: [PUBLISH, USE], key: { Enabled: false } })).toMatchObject({ allowed: false, known: true });
    expect(publication({ keyId: 'theirs' })).toMatchObject({ allowed: false, known: false });
  });

  test('may use the AWS-managed key, which CloudWatch may not use', () => {
    expect(publication({ keyId: 'alias/aws/sns' }).allowed).toBe(true);
  });
});

test('a role may do what its policies allow', () => {
  const account = read({ Role: resource('AWS::IAM::Role', { RoleName: 'notifier', Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [PUBLISH] } }] }) });
  expect(roleMay(account, 'notifier', { action: 'sns:Publish', resource: TOPIC }).allowed).toBe(true);
  expect(roleMay(account, 'notifier', { action: 'dynamodb:GetItem', resource: 'arn:table' }).allowed).toBe(false);
  expect(roleMay(account, undefined, { action: 'dynamodb:GetItem', resource: 'arn:table' }).allowed).toBe(true);
});
