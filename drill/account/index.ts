/** A drill's eyes: templates and cloud assemblies read into an account that can be played. */
export { AssemblyError } from './assembly/assembly-error';
export { readAssembly } from './assembly/read-assembly';
export { readStack, readTemplate, type StackLike, type TemplateLike } from './assembly/read-stack';
export { functionArnOf, functionNameOf } from './function-arn';
export { DEFAULT_ACCOUNT, DEFAULT_REGION } from './intrinsics/environment';
export type { NestedTemplate, PlacedTemplate, StackTemplate } from './intrinsics/template-input';
export { labelOf } from './label-of';
export type * from './model';
export { decide, defaultTopicPolicy, isAllowed, mayPublish, mayReadEnvironment, mayStart, policyText, roleMay, roleMayPublish, roleMayUseKey, serviceMayUseKey, type AccessRequest, type Decision, type KeyUse, type Publication, type RequestContext, type StartPermission } from './policy';
export { readEnvironments, readTemplates, type ReadOptions } from './read-templates';
export { targetOf, type Target } from './target-of';
