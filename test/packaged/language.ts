import { isDeepStrictEqual } from 'node:util';
import path from 'node:path';
import type { Checks } from '../deploy/checks';
import { ROOT } from './run';
import { contextOf, synthesize, typeScriptTemplate } from './synth';
import { differences } from './template';

/** An example app that is ready to be synthesized. */
export interface Prepared {
  /** The command that runs it. */
  readonly app: string;
  /** The version of aws-cdk-lib that it was installed beside. */
  readonly cdkVersion: string;
}

/** A language that the package is made for, with the example app in `examples/<folder>`. */
export interface Language {
  readonly folder: string;
  /** Installs what was packaged and makes the example app ready, checking things on the way. */
  readonly prepare: (checks: Checks, temp: string) => Promise<Prepared>;
}

const SHOWN_DIFFERENCES = 20;

/** Proves a language: its example app, run with the package as a user installs it, gives the template of bin/example.ts. */
export async function proveLanguage({ folder, prepare }: Language, checks: Checks, temp: string): Promise<void> {
  const example = path.join(ROOT, 'examples', folder);
  const prepared = await prepare(checks, temp);

  await checks.check(`examples/${folder}/cdk.json has the context of cdk.json`, () => {
    if (!isDeepStrictEqual(contextOf(example), contextOf(ROOT))) throw new Error('copy the context over');
  });
  await checks.check('the example app gives the template of the one in TypeScript', () => {
    const expected = typeScriptTemplate(prepared.cdkVersion, temp);
    const actual = synthesize(example, prepared.app, path.join(temp, 'cdk.out'));
    const found = differences(expected, actual);
    if (found.length > 0) throw new Error([`${found.length} differences:`, ...found.slice(0, SHOWN_DIFFERENCES)].join('\n'));
    return `${Object.keys(actual.Resources).length} resources, aws-cdk-lib ${prepared.cdkVersion}`;
  });
}
