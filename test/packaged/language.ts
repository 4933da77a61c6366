import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Checks } from '../deploy/checks';
import { ROOT } from './run';
import { contextOf, synthesize, typeScriptTemplate } from './synth';
import { differences } from './template';

/** A language that the package is made for, with the example app in `examples/<folder>`. */
export interface Language {
  readonly folder: string;
  /** Installs what was packaged, checking things on the way. @returns the command that runs the example app */
  readonly prepare: (checks: Checks, temp: string) => Promise<string>;
}

const SHOWN_DIFFERENCES = 20;

/** Proves a language: its example app, run with the package as a user installs it, gives the template of bin/example.ts. */
export async function proveLanguage({ folder, prepare }: Language, checks: Checks, temp: string): Promise<void> {
  const example = path.join(ROOT, 'examples', folder);
  const app = await prepare(checks, temp);

  await checks.check(`examples/${folder}/cdk.json has the context of cdk.json`, () => {
    if (!isDeepStrictEqual(contextOf(example), contextOf(ROOT))) throw new Error('copy the context over');
  });
  await checks.check('the example app gives the template of the one in TypeScript', () => {
    const expected = typeScriptTemplate(path.join(temp, 'cdk.out.typescript'));
    const actual = synthesize(example, app, path.join(temp, 'cdk.out'));
    const found = differences(expected, actual);
    if (found.length > 0) throw new Error([`${found.length} differences:`, ...found.slice(0, SHOWN_DIFFERENCES)].join('\n'));
    return `${Object.keys(actual.Resources).length} resources`;
  });
}
