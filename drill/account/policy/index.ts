export type { RequestContext } from './condition';
export { decide, isAllowed, type AccessRequest, type Decision } from './decision';
export { mayPublish, type Publication } from './may-publish';
