import { DeadLetterQueue } from '../../../drill/simulation/delivery/dead-letter-queue';
import type { Account, KeyModel, PolicyStatementModel } from '../../../template/model';
import { type KeyUse, roleMayUseKey, serviceMayUseKey } from '../../../template/policy/permissions';
import { accountOf, queueOf } from '../../drill/accounts';
import { Bench } from '../../drill/simulation/bench';

const allow = (principal: string, action: string): PolicyStatementModel => ({ effect: 'Allow', principals: [principal], actions: [action], resources: ['*'], conditions: {} });
const SNS = 'sns.amazonaws.com';
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:t';

function keyOf(...policy: PolicyStatementModel[]): KeyModel {
  return { stack: 'App', logicalId: 'Key', id: 'key-1', arn: 'arn:aws:kms:us-east-1:111122223333:key/key-1', policy };
}

const accountWith = (key: KeyModel): Account => accountOf({ keys: [key], rolePolicies: new Map([['pipe', [{ ...allow('', 'kms:Decrypt'), principals: [] }]], ['none', []]]) });
const use = (keyId: string): KeyUse => ({ keyId, owner: 'queue q', service: 'sqs', actions: ['kms:Decrypt'] });

describe('a service', () => {
  test('may use a key whose policy allows it, and no other.', () => {
    expect(serviceMayUseKey(accountWith(keyOf(allow(`service:${SNS}`, 'kms:*'))), SNS, TOPIC, use('key-1'))).toMatchObject({ allowed: true, known: true });
    expect(serviceMayUseKey(accountWith(keyOf()), SNS, TOPIC, use('key-1'))).toMatchObject({ allowed: false, known: true });
  });

  test('may never use an AWS-managed key.', () => {
    expect(serviceMayUseKey(accountWith(keyOf()), SNS, TOPIC, use('alias/aws/sqs'))).toMatchObject({ allowed: false, known: true, reason: 'the queue q is encrypted with the AWS-managed key alias/aws/sqs, which sns.amazonaws.com may not use' });
  });

  test('may not use a disabled key, and a key outside the templates is unknown.', () => {
    expect(serviceMayUseKey(accountWith({ ...keyOf(allow(`service:${SNS}`, 'kms:*')), enabled: false }), SNS, TOPIC, use('key-1'))).toMatchObject({ allowed: false, known: true });
    expect(serviceMayUseKey(accountWith(keyOf()), SNS, TOPIC, use('alias/theirs'))).toMatchObject({ allowed: false, known: false });
  });
});

describe('a role', () => {
  const account = accountWith(keyOf({ ...allow('aws:arn:aws:iam::111122223333:root', 'kms:*') }));

  test('needs a policy of its own where the key leaves it to the account.', () => {
    expect([roleMayUseKey(account, 'pipe', use('key-1')).allowed, roleMayUseKey(account, 'none', use('key-1')).allowed]).toEqual([true, false]);
  });

  test('may use the AWS-managed key of the service through that service.', () => {
    expect(roleMayUseKey(account, 'none', use('alias/aws/sqs')).allowed).toBe(true);
  });

  test('may or may not use a key outside the templates, which is unknown.', () => {
    expect(roleMayUseKey(account, 'pipe', use('alias/theirs'))).toMatchObject({ allowed: false, known: false, reason: 'the queue q\'s key alias/theirs is not in the templates, so its policy is not known' });
  });
});

describe('an encrypted dead-letter queue', () => {
  const refusalWith = (keyId: string): { refusal: string | undefined; assumed: string[] } => {
    const bench = new Bench();
    const queue = new DeadLetterQueue(bench, { ...queueOf('q'), policy: [allow(`service:${SNS}`, 'sqs:SendMessage')], keyId });
    return { refusal: queue.refusal(SNS, TOPIC), assumed: bench.assumptions.list.map(({ what }) => what) };
  };

  test('accepts nothing from SNS with the AWS-managed key.', () => {
    expect(refusalWith('alias/aws/sqs').refusal).toMatch(/which sns\.amazonaws\.com may not use$/);
  });

  test('with a key outside the templates is assumed to accept it, and that is noted.', () => {
    expect(refusalWith('alias/theirs')).toEqual({ refusal: undefined, assumed: ['the queue q\'s key alias/theirs is not in the templates, so its policy is not known; the drill assumes that sns.amazonaws.com may use it'] });
  });
});
