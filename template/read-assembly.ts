import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../core/json';
import { entriesOf, type NestedTemplate, type PlacedTemplate, property } from './intrinsics/json';
import type { Account } from './model';
import { readEnvironments } from './read-templates';

/** The directory is not a cloud assembly, or is damaged. The message names the file and the remedy. */
export class AssemblyError extends Error {
  public override readonly name = 'AssemblyError';

  /**
   * @param file the file that is missing or wrong
   * @param problem what is wrong with it, and the remedy
   */
  public constructor(public readonly file: string, problem: string, options?: ErrorOptions) {
    super(`${file} ${problem}`, options);
  }
}

/** Reads a file of JSON. @throws AssemblyError */
function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AssemblyError(file, `is not JSON (${(error as Error).message}). Run "cdk synth" again.`, { cause: error });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = missing ? 'does not exist' : `cannot be read (${(error as Error).message})`;
    const remedy = 'Run "cdk synth", then name the directory that it writes, which is cdk.out by default.';
    throw new AssemblyError(file, `${problem}. ${remedy}`, { cause: error });
  }
}

/** What is needed to find the templates of nested stacks. */
interface AssemblyFiles {
  readonly directory: string;
  /** Files of assets by their hash, from the assembly's asset manifests. */
  readonly assets: ReadonlyMap<string, string>;
  readonly paths: ReadonlyMap<string, string>;
}

/**
 * The templates of the stacks nested in a template, at all levels. A nested stack's resource names its template in its metadata
 * (`aws:asset:path`) when the CDK CLI ran the app. Otherwise its URL ends with the hash of an asset that does.
 * @param within the files that contain the template, outermost first
 */
function nestedTemplates(template: unknown, files: AssemblyFiles, within: readonly string[]): ReadonlyMap<string, NestedTemplate> {
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

/** The hash at the end of a URL made of intrinsics: the last text of 64 hexadecimal digits before `.json`. */
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

/**
 * Construct paths by logical id, from the metadata of a stack artifact. Templates have them in their own metadata only when the
 * CDK CLI ran the app. A logical id of two constructs, in a stack and in one nested in it, is left out.
 */
function constructPaths(metadata: unknown): ReadonlyMap<string, string> {
  const paths = new Map<string, string[]>();
  for (const [path, entries] of isObject(metadata) ? Object.entries(metadata) : []) {
    for (const entry of Array.isArray(entries) ? entries as unknown[] : []) {
      if (!isObject(entry) || entry['type'] !== 'aws:cdk:logicalId' || typeof entry['data'] !== 'string') continue;
      paths.set(entry['data'], [...paths.get(entry['data']) ?? [], path.replace(/^\//, '')]);
    }
  }
  const unique = [...paths].filter(([, found]) => found.length === 1);
  return new Map(unique.map(([logicalId, found]) => [logicalId, found.join()]));
}

/** A stack of a cloud assembly. */
interface AssemblyStack extends PlacedTemplate {
  /** The id of its artifact, unique in the assembly. */
  readonly artifactId: string;
}

/**
 * Reads a cloud assembly, the directory that `cdk synth` writes: every stack of it, including stages and nested stacks, with
 * one account for each account and Region that it deploys to. Stacks that name none share 111122223333 in us-east-1.
 * @throws AssemblyError when the directory is not a cloud assembly, or is damaged
 */
export function readAssembly(directory: string): readonly Account[] {
  return readEnvironments(readAssemblyStacks(directory));
}

/** The stacks of a cloud assembly and of assemblies nested in it. @throws AssemblyError */
export function readAssemblyStacks(directory: string): readonly AssemblyStack[] {
  const stacks = stacksIn(directory, []);
  if (stacks.length > 0) return stacks;
  throw new AssemblyError(join(directory, MANIFEST), 'has no stacks. Add one to the app, or name the directory that "cdk synth" writes.');
}

const MANIFEST = 'manifest.json';

function stacksIn(directory: string, within: readonly string[]): AssemblyStack[] {
  const file = join(directory, MANIFEST);
  if (within.includes(file)) throw new AssemblyError(file, 'contains itself as a nested assembly. Run "cdk synth" again.');
  const artifacts = property(readJson(file), 'artifacts') ?? {};
  if (!isObject(artifacts)) throw new AssemblyError(file, 'has artifacts that are not objects. Run "cdk synth" again.');
  const assets = assetFiles(directory, artifacts);
  return Object.entries(artifacts).flatMap(([artifactId, artifact]) => {
    const properties = property(artifact, 'properties');
    switch (property(artifact, 'type')) {
      case 'aws:cloudformation:stack':
        return [readStackArtifact(artifactId, artifact, { directory, file, assets })];
      case 'cdk:cloud-assembly':
        return stacksIn(join(directory, fileText(file, artifactId, properties, 'directoryName')), [...within, file]);
      default:
        return [];
    }
  });
}

/** A manifest, and what all its stacks share. */
interface Manifest {
  readonly directory: string;
  readonly file: string;
  readonly assets: ReadonlyMap<string, string>;
}

function readStackArtifact(artifactId: string, artifact: unknown, { directory, file, assets }: Manifest): AssemblyStack {
  const properties = property(artifact, 'properties');
  const templateFile = join(directory, fileText(file, artifactId, properties, 'templateFile'));
  const template = readJson(templateFile);
  const paths = constructPaths(metadataOf(directory, artifact));
  const stackName = property(properties, 'stackName');
  return {
    artifactId,
    stack: typeof stackName === 'string' ? stackName : artifactId,
    template, paths,
    nested: nestedTemplates(template, { directory, assets, paths }, [templateFile]),
    ...placeOf(property(artifact, 'environment')),
  };
}

/** `aws://<account>/<region>`, either of which may be unknown. */
function placeOf(environment: unknown): { readonly accountId?: string; readonly region?: string } {
  const [, accountId, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(environment)) ?? [];
  return {
    ...(accountId === undefined || accountId === 'unknown-account' ? {} : { accountId }),
    ...(region === undefined || region === 'unknown-region' ? {} : { region }),
  };
}

/**
 * Newer assemblies store the metadata of a stack in a separate file. It may be missing, because the drill needs it only for
 * names.
 */
function metadataOf(directory: string, artifact: unknown): unknown {
  const name = property(artifact, 'additionalMetadataFile');
  const file = typeof name === 'string' ? join(directory, name) : undefined;
  return file === undefined || !existsSync(file) ? property(artifact, 'metadata') : readJson(file);
}

/** Files of assets by hash, of all asset manifests of an assembly. */
function assetFiles(directory: string, artifacts: unknown): ReadonlyMap<string, string> {
  const manifests = entriesOf(artifacts).filter(([, artifact]) => property(artifact, 'type') === 'cdk:asset-manifest');
  return new Map(manifests.flatMap(([, artifact]) => {
    const name = property(property(artifact, 'properties'), 'file');
    const files = typeof name === 'string' ? property(readJson(join(directory, name)), 'files') : {};
    return entriesOf(files).flatMap(([hash, asset]) => {
      const path = property(property(asset, 'source'), 'path');
      return typeof path === 'string' ? [[hash, path] as const] : [];
    });
  }));
}

function fileText(file: string, artifactId: string, properties: unknown, name: string): string {
  const text = property(properties, name);
  if (typeof text !== 'string') throw new AssemblyError(file, `has the artifact ${artifactId} without ${name}. Run "cdk synth" again.`);
  return text;
}
