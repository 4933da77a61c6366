import { arnOf } from '../intrinsics/environment';
import type { ResourceKind } from './resource-kind';

/** AWS::SSM::Parameter; an observatory's contracts are kept in these. */
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
