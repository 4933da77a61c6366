import { join } from 'node:path';
import { entriesOf, property } from '../intrinsics/json';
import type { NestedTemplate } from '../intrinsics/template-input';
import { AssemblyError } from './assembly-error';
import { readJson } from './read-json';

/** What is needed to find the templates of nested stacks. */
export interface AssemblyFiles {
  readonly directory: string;
  /** Files of assets by their hash, from the assembly's asset manifests. */
  readonly assets: ReadonlyMap<string, string>;
  readonly paths: ReadonlyMap<string, string>;
}

/**
 * The templates of the stacks nested in a template, and in those. A nested stack's resource names its template in its
 * metadata (`aws:asset:path`) when the CDK CLI ran the app; otherwise its URL ends in the hash of an asset that does.
 *
 * @param within the files that hold the template, outermost first
 */
export function nestedTemplates(template: unknown, files: AssemblyFiles, within: readonly string[]): ReadonlyMap<string, NestedTemplate> {
  const stacks = entriesOf(property(template, 'Resources')).filter(([, resource]) => property(resource, 'Type') === 'AWS::CloudFormation::Stack');
  return new Map(stacks.flatMap(([logicalId, resource]) => {
    const name = templateFileOf(resource, files.assets);
    if (name === undefined) return [];
    const file = join(files.directory, name);
    if (within.includes(file)) throw new AssemblyError(file, 'contains itself as a nested stack. Run "cdk synth" again.');
    const nested = readJson(file);
    return [[logicalId, { template: nested, nested: nestedTemplates(nested, files, [...within, file]), paths: files.paths }] as const];
  }));
}

function templateFileOf(resource: unknown, assets: ReadonlyMap<string, string>): string | undefined {
  const named = property(property(resource, 'Metadata'), 'aws:asset:path');
  if (typeof named === 'string') return named;
  const hash = hashIn(property(property(resource, 'Properties'), 'TemplateURL'));
  return hash === undefined ? undefined : assets.get(hash);
}

/** The hash that ends a URL made of intrinsics: the last text of 64 hexadecimal digits before `.json`. */
function hashIn(url: unknown): string | undefined {
  const texts: string[] = [];
  const parts: unknown[] = [url];
  while (parts.length > 0) {
    const part = parts.shift();
    if (typeof part === 'string') texts.push(part);
    else if (Array.isArray(part)) parts.push(...part as unknown[]);
    else parts.push(...entriesOf(part).map(([, value]) => value));
  }
  return texts.flatMap((text) => /([0-9a-f]{64})\.json$/.exec(text)?.[1] ?? []).at(-1);
}
