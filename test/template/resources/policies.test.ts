import { isAllowed } from '../../../template/policy/decision';
import { notes, read, resource } from '../templates';

const INVOKE = { Statement: [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: ['arn:w', 'arn:w:*'] }] };
const INVOKE_MODEL = { effect: 'Allow', principals: [], actions: ['lambda:InvokeFunction'], resources: ['arn:w', 'arn:w:*'], conditions: {} };

describe('roles', () => {
  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['written into it', { Role: resource('AWS::IAM::Role', { Policies: [{ PolicyName: 'p', PolicyDocument: INVOKE }] }) }],
    ['attached by AWS::IAM::Policy', { Policy: resource('AWS::IAM::Policy', { PolicyDocument: INVOKE, Roles: [{ Ref: 'Role' }] }), Role: resource('AWS::IAM::Role') }],
    ['attached by AWS::IAM::RolePolicy', { Role: resource('AWS::IAM::Role'), Policy: resource('AWS::IAM::RolePolicy', { PolicyDocument: INVOKE, RoleName: { Ref: 'Role' } }) }],
    ['managed and attached by the role', { Role: resource('AWS::IAM::Role', { ManagedPolicyArns: [{ Ref: 'Managed' }] }), Managed: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: INVOKE }) }],
    ['managed and attached by itself', { Managed: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: INVOKE, Roles: [{ Ref: 'Role' }] }), Role: resource('AWS::IAM::Role') }],
  ])('a role has a policy that is %s', (_how, resources) => {
    const account = read(resources);
    expect(account.rolePolicies.get('Jobs-Role')).toEqual([INVOKE_MODEL]);
    expect(account.notPlayed).toEqual([]);
  });

  test('a role without policies has none, unlike a role that does not exist', () => {
    const { rolePolicies } = read({ Role: resource('AWS::IAM::Role') });
    expect(rolePolicies.get('Jobs-Role')).toEqual([]);
    expect(rolePolicies.get('Other')).toBeUndefined();
  });

  test('AWS-managed policies for logs do not matter, and administrators may do everything', () => {
    const account = read({
      Worker: resource('AWS::IAM::Role', { ManagedPolicyArns: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' }] }),
      Admin: resource('AWS::IAM::Role', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
    });
    expect(account.rolePolicies.get('Jobs-Worker')).toEqual([]);
    expect(isAllowed(account.rolePolicies.get('Jobs-Admin') ?? [], { action: 'ssm:GetParametersByPath', resource: 'arn:x' })).toBe(true);
    expect(account.notPlayed).toEqual([]);
  });

  test('unknown policies and permissions boundaries are noted', () => {
    const account = read({ Role: resource('AWS::IAM::Role', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'], PermissionsBoundary: 'arn:b' }) });
    expect(notes(account)).toEqual([
      'its permissions boundary is not played',
      'what the managed policy arn:aws:iam::aws:policy/AmazonS3FullAccess allows is not known, so the drill assumes that the role may do its work',
    ]);
  });

  test('the permissions of a role are known only when all its policies are', () => {
    const account = read({
      Role: resource('AWS::IAM::Role', { Policies: [{ PolicyDocument: INVOKE }], ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] }),
      Policy: resource('AWS::IAM::Policy', { PolicyDocument: INVOKE, Roles: ['theirs'] }),
    });
    expect([...account.rolePolicies.keys()]).toEqual([]);
    expect(notes(account, 'Policy')).toEqual(['is for the role theirs, which is not in the templates, so the drill assumes that the role may do its work']);
  });

  test('statements about everything but some names are kept as such', () => {
    const account = read({
      Role: resource('AWS::IAM::Role', { Policies: [{ PolicyDocument: { Statement: { Sid: 'S', Effect: 'Deny', NotAction: 'iam:*', NotResource: ['arn:x'] } } }] }),
    });
    expect(account.rolePolicies.get('Jobs-Role')).toEqual([
      { sid: 'S', effect: 'Deny', principals: [], actions: [], notActions: ['iam:*'], resources: [], notResources: ['arn:x'], conditions: {} },
    ]);
  });
});

describe('keys', () => {
  test('a key without a policy has the default one, which allows no service anything', () => {
    expect(read({ Key: resource('AWS::KMS::Key') }).keys).toEqual([{
      stack: 'Jobs', logicalId: 'Key', id: 'Jobs-Key', arn: 'arn:aws:kms:us-east-1:111122223333:key/Jobs-Key', aliases: [], enabled: true,
      policy: [{ effect: 'Allow', principals: ['aws:arn:aws:iam::111122223333:root'], actions: ['kms:*'], resources: ['*'], conditions: {} }],
    }]);
  });

  test('its aliases are found by its id and by its ARN', () => {
    const account = read({
      Key: resource('AWS::KMS::Key', { Enabled: false }),
      One: resource('AWS::KMS::Alias', { AliasName: 'alias/one', TargetKeyId: { Ref: 'Key' } }),
      Two: resource('AWS::KMS::Alias', { AliasName: 'alias/two', TargetKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }),
    });
    expect(account.keys).toMatchObject([{ aliases: ['alias/one', 'alias/two'], enabled: false }]);
  });

  test('every kind of principal is kept separate', () => {
    const account = read({
      Key: resource('AWS::KMS::Key', {
        KeyPolicy: { Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: ['*', '111122223333'], Service: 's.amazonaws.com', Federated: 'f', CanonicalUser: 'c' } }] },
      }),
    });
    expect(account.keys[0]?.policy[0]?.principals).toEqual(['*', 'aws:111122223333', 'service:s.amazonaws.com', 'federated:f', 'canonical:c']);
  });
});
