import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, run } from './run';
import type { Template } from './template';

const CDK = path.join(ROOT, 'node_modules/aws-cdk/bin/cdk');
const STACK = 'ObservedExample';
const { version, devDependencies, peerDependencies } = readJson<{ version: string; devDependencies: Record<string, string>; peerDependencies: Record<string, string> }>(path.join(ROOT, 'package.json'));
export const VERSION = version;
/** The version of aws-cdk-lib that this repository is developed with: templates are compared between languages that use the same. */
export const DEVELOPED_CDK = devDependencies['aws-cdk-lib'];
/** The lowest versions that the package accepts, such as `aws-cdk-lib@2.236.0`. */
export const LOWEST_PEERS = Object.entries(peerDependencies).map(([name, range]) => `${name}@${range.replace(/^\^/, '')}`);

/** `cdk synth` of an example app, with the context of the cdk.json in its folder. @returns the template of its stack */
export function synthesize(folder: string, app: string, output: string): Template {
  run(process.execPath, [CDK, 'synth', '--quiet', '--no-notices', '--app', app, '--output', output], { cwd: folder });
  return readJson(path.join(output, `${STACK}.template.json`));
}

/** The template of bin/example.ts, which all other languages are held against. */
export function typeScriptTemplate(output: string): Template {
  return synthesize(ROOT, `${process.execPath} ${path.join(ROOT, 'node_modules/tsx/dist/cli.mjs')} bin/example.ts`, output);
}

/** The context in the cdk.json of a folder: feature flags and contacts. */
export function contextOf(folder: string): unknown {
  return readJson<{ context: unknown }>(path.join(folder, 'cdk.json')).context;
}

export function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
