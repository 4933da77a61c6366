import { arnOf } from '../intrinsics/environment';
import { MalformedProperty, type Properties } from './properties';
import type { ResourceKind } from './resource-kind';

/** AWS::SSM::Parameter; an observatory stores its contracts in these. */
export const PARAMETER: ResourceKind = {
  identity: {
    nameProperty: 'Name',
    generated: ({ logicalId, stack }) => `CFN-${stack}-${logicalId}`,
    arn: ({ environment, name }) => arnOf(environment, 'ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`),
  },
  read: ({ origin, name, properties }, draft) => {
    draft.parameters.push({ ...origin, name, value: properties.text('Value') });
  },
};

/** AWS::DynamoDB::Table, and AWS::DynamoDB::GlobalTable, which CDK's TableV2 creates. */
export const TABLE: ResourceKind = {
  identity: {
    nameProperty: 'TableName',
    arn: ({ environment, name }) => arnOf(environment, 'dynamodb', `table/${name}`),
  },
  read: ({ origin, name, arn, properties }, draft) => {
    const keys = properties.objects('KeySchema').map((key) => ({ type: key.oneOf('KeyType', ['HASH', 'RANGE']), name: key.text('AttributeName') }));
    const partitionKey = keys.find(({ type }) => type === 'HASH')?.name;
    const sortKey = keys.find(({ type }) => type === 'RANGE')?.name;
    if (partitionKey === undefined) throw new MalformedProperty(properties.at('KeySchema'), 'must have a key of the type HASH');
    requireDefined(properties, [partitionKey, ...(sortKey === undefined ? [] : [sortKey])]);
    const keyId = properties.optional('SSESpecification', (at) => keyOf(properties.object(at)));
    draft.tables.push({ ...origin, name, arn, partitionKey, ...(sortKey === undefined ? {} : { sortKey }), ...(keyId === undefined ? {} : { keyId }) });
  },
};

/** DynamoDB refuses a key without a type. [DynamoDB API reference, CreateTable] */
function requireDefined(properties: Properties, names: readonly string[]): void {
  const defined = properties.objects('AttributeDefinitions').map((definition) => definition.text('AttributeName'));
  const missing = names.find((name) => !defined.includes(name));
  if (missing !== undefined) throw new MalformedProperty(properties.at('AttributeDefinitions'), `must define the key ${missing}`);
}

function keyOf(encryption: Properties): string | undefined {
  return encryption.optional('KMSMasterKeyId', (at) => encryption.text(at));
}
