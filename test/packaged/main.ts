import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Checks } from '../deploy/checks';
import { GO } from './go';
import { JAVA } from './java';
import { proveLanguage } from './language';
import { proveNpm } from './npm';
import { PYTHON } from './python';

/**
 * The tests of what is published: `tsx test/packaged/main.ts npm|go|java|python`. Each installs what `npm run package` made
 * as a user would, in a temporary folder. Prints each check and exits with 1 if one fails.
 */

const SUBJECTS: Readonly<Record<string, (checks: Checks, temp: string) => Promise<void>>> = {
  npm: proveNpm,
  go: (checks, temp) => proveLanguage(GO, checks, temp),
  java: (checks, temp) => proveLanguage(JAVA, checks, temp),
  python: (checks, temp) => proveLanguage(PYTHON, checks, temp),
};

async function main(name: string | undefined): Promise<boolean> {
  const subject = SUBJECTS[name ?? ''];
  if (subject === undefined) throw new Error(`say which: ${Object.keys(SUBJECTS).join(', ')}`);
  const checks = new Checks();
  const temp = mkdtempSync(path.join(tmpdir(), `packaged-${name}-`));
  try {
    await checks.check('the test runs to its end', () => subject(checks, temp));
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
  console.log(`${name}: ${checks.summary}`);
  return checks.allPassed;
}

void main(process.argv[2]).then((passed) => {
  process.exitCode = passed ? 0 : 1;
});
