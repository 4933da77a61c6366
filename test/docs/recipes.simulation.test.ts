import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codeBlocks, fileOf, PROJECT_FILES, ROOT, textOf } from './project-files';

/** The blocks of CONTRIBUTING.md that name a file: whole new files, and changes of existing ones. */
const STEPS = codeBlocks(textOf('CONTRIBUTING.md')).flatMap((block) => {
  const file = fileOf(block);
  return file === undefined ? [] : [{ ...block, file }];
});

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(path.join(tmpdir(), 'recipes-'));
  for (const file of PROJECT_FILES.filter((one) => /\.(ts|cjs|json|ts-fixture|md|mjs)$/.test(one))) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    copyFileSync(path.join(ROOT, file), path.join(copy, file));
  }
  for (const folder of ['node_modules', 'assets']) symlinkSync(path.join(ROOT, folder), path.join(copy, folder));
  for (const { language, file, text } of STEPS) {
    const target = path.join(copy, file);
    writeFileSync(target, language === 'diff' ? patched(readFileSync(target, 'utf8'), text, file) : text);
  }
}, 60_000);

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Applies the hunks of a change, which `@@` divides. Each finds its lines once. */
function patched(before: string, change: string, file: string): string {
  return change.split(/^@@\n/m).reduce((text, hunk) => {
    const lines = hunk.replace(/\n$/, '').split('\n');
    const side = (sign: string): string => lines.filter((line) => line.startsWith(' ') || line.startsWith(sign)).map((line) => `${line.slice(1)}`).join('\n');
    const [was, becomes] = [side('-'), side('+')];
    if (text.split(was).length !== 2) throw new Error(`CONTRIBUTING.md changes lines of ${file} that are not there exactly once:\n${was}`);
    return text.replace(was, () => becomes);
  }, before);
}

/** Runs a program of the project in the copy. */
function run(script: string, ...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join('node_modules', script), ...args], { cwd: copy, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

test('The project compiles when all recipes are followed.', () => {
  expect(run('typescript7/bin/tsc', '-p', 'tsconfig.dev.json')).toEqual({ status: 0, output: '' });
}, 120_000);

test.each([
  ['The new check finds what it is for', 'jest.config.cjs', ['test/lib/runbook-reachable']],
  ['The new reason is found', 'jest.config.cjs', ['test/core/diagnosis/rules', '-t', 'defaultTimeout']],
  ['The new kind of stage has evidence and alarms', 'jest.config.cjs', ['build-project.test']],
  ['The new fault is played and detected', 'jest.simulations.config.cjs', ['test/drill/faults/catalogue', '-t', 'failsTwice']],
])('%s.', (_name, config, args) => {
  const { status, output } = run('jest/bin/jest.js', '--config', config, '--maxWorkers=1', ...args);
  expect(output).toMatch(/^Tests:.* [1-9]\d* passed/m);
  expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
}, 180_000);
