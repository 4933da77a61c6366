import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { entriesOf, isObject, property } from '../intrinsics/json';
import type { PlacedTemplate } from '../intrinsics/template-input';
import type { Account } from '../model';
import { readEnvironments } from '../read-templates';
import { AssemblyError } from './assembly-error';
import { constructPaths } from './construct-paths';
import { nestedTemplates } from './nested-templates';
import { readJson } from './read-json';

/** A stack of a cloud assembly. */
export interface AssemblyStack extends PlacedTemplate {
  /** The id of its artifact, unique in the assembly. */
  readonly artifactId: string;
}

/**
 * Reads a cloud assembly, the directory that `cdk synth` writes: every stack of it, of stages too and with nested stacks,
 * one account for each account and Region that it deploys to. Stacks that name none share 111122223333 in us-east-1.
 *
 * @throws AssemblyError for a directory that is none, or a damaged one
 */
export function readAssembly(directory: string): readonly Account[] {
  return readEnvironments(readAssemblyStacks(directory));
}

/** The stacks of a cloud assembly and of those nested in it. @throws AssemblyError */
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
  if (!isObject(artifacts)) throw new AssemblyError(file, 'has artifacts that are no object. Run "cdk synth" again.');
  const assets = assetFiles(directory, artifacts);
  return Object.entries(artifacts).flatMap(([artifactId, artifact]) => {
    const properties = property(artifact, 'properties');
    switch (property(artifact, 'type')) {
      case 'aws:cloudformation:stack':
        return [readStackArtifact(artifactId, artifact, { directory, file, assets })];
      case 'cdk:cloud-assembly':
        return stacksIn(join(directory, textOf(file, artifactId, properties, 'directoryName')), [...within, file]);
      default:
        return [];
    }
  });
}

/** A manifest, and what belongs to all its stacks. */
interface Manifest {
  readonly directory: string;
  readonly file: string;
  readonly assets: ReadonlyMap<string, string>;
}

function readStackArtifact(artifactId: string, artifact: unknown, { directory, file, assets }: Manifest): AssemblyStack {
  const properties = property(artifact, 'properties');
  const templateFile = join(directory, textOf(file, artifactId, properties, 'templateFile'));
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

/** Newer assemblies keep the metadata of a stack in a file of its own. It is only decoration: it may be missing. */
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

function textOf(file: string, artifactId: string, properties: unknown, name: string): string {
  const text = property(properties, name);
  if (typeof text !== 'string') throw new AssemblyError(file, `has the artifact ${artifactId} without ${name}. Run "cdk synth" again.`);
  return text;
}
