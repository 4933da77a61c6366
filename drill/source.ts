import type { Account } from '../template/model';
import { readAssembly } from '../template/read-assembly';
import { readStack, readTemplate, StackLike, TemplateLike } from '../template/read-stack';

/**
 * The source of a drill: a CDK stack, a template (JSON, or `Template` of aws-cdk-lib/assertions), the directory of a cloud
 * assembly, or accounts that were already read.
 */
export type DrillSource = StackLike | TemplateLike | string | Account | readonly Account[] | object;

/** The accounts of a source, and the name of the source. */
export function accountsOf(source: DrillSource): { readonly app: string; readonly accounts: readonly Account[] } {
  if (typeof source === 'string') return { app: source, accounts: readAssembly(source) };
  if (isList(source)) return { app: 'app', accounts: source };
  if (isAccount(source)) return { app: 'app', accounts: [source] };
  if (isStack(source)) return { app: source.artifactId, accounts: [readStack(source)] };
  return { app: 'template', accounts: [readTemplate(source)] };
}

function isList(source: object): source is readonly Account[] {
  return Array.isArray(source);
}

function isAccount(source: object): source is Account {
  return 'rolePolicies' in source && 'checkers' in source;
}

function isStack(source: object): source is StackLike {
  return 'artifactId' in source && 'node' in source;
}
