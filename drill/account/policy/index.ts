export type { RequestContext } from './condition';
export { decide, isAllowed, type AccessRequest, type Decision } from './decision';
export { defaultTopicPolicy } from './default-policies';
export { mayPublish, type Publication } from './may-publish';
export { policyText } from './policy-text';
export { roleMay, roleMayPublish, type RoleRequest } from './role-may';
