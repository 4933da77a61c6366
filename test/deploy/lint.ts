import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Processes } from './processes';

/** Where cfn-lint found what. */
interface Match {
  readonly Level: string;
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path?: readonly (string | number)[] };
}

/**
 * Lints templates.
 * @returns the errors by rule and place, as `E3002 Resources/SomeAlarm/Properties/SomeProperty: message`
 */
export async function lintErrors(processes: Processes, bin: string, temp: string, name: string, templates: readonly string[]): Promise<string[]> {
  const log = path.join(temp, `cfn-lint-${name}.log`);
  const output = path.join(temp, `cfn-lint-${name}.json`);
  // The exit code is a sum of 2 for errors, 4 for warnings, 8 for notes; 1 and 32 mean that it did not work.
  const args = ['--format', 'json', '--output-file', output, '--', ...templates];
  await processes.run(path.join(bin, 'cfn-lint'), args, { env: process.env, log }, (code) => (code & ~14) === 0);
  const matches = JSON.parse(readFileSync(output, 'utf8')) as Match[];
  return matches.filter((match) => match.Level === 'Error')
    .map((match) => `${match.Rule.Id} ${(match.Location.Path ?? []).join('/')}: ${match.Message}`).sort();
}
