export type { RequestContext } from './condition';
export { decide, isAllowed, type AccessRequest, type Decision } from './decision';
export { defaultTopicPolicy } from './default-policies';
export { mayPublish, type Publication } from './may-publish';
export { mayStart, type StartPermission } from './may-start';
export { policyText } from './policy-text';
export { mayReadEnvironment, roleMay, roleMayPublish, roleMayUseKey, type KeyUse, type RoleRequest } from './role-may';
export { serviceMayUseKey } from './service-may-use-key';
