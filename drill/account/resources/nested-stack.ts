import { arnOf } from '../intrinsics/environment';
import type { ResourceKind } from './resource-kind';

/** AWS::CloudFormation::Stack: its template is read like any other where it is given. */
export const NESTED_STACK: ResourceKind = {
  identity: { ref: ({ environment, name }) => arnOf(environment, 'cloudformation', `stack/${name}/00000000-0000-0000-0000-000000000000`) },
  read: ({ hasTemplate, note }) => {
    if (!hasTemplate) note('its template is not given: nothing in it is played');
  },
};
