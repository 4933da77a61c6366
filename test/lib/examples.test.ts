import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

/** An example of a docstring: its place and its code. */
interface Example {
  readonly at: string;
  readonly code: string;
}

function examplesIn(file: string): Example[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return [...text.matchAll(/^( *)\* @example\n((?:\1\*(?: .*)?\n)+?)\1\*(?:\/| @)/gm)].map(({ index, 2: lines }) => ({
    at: `${file}:${text.slice(0, index).split('\n').length}`,
    code: lines.replaceAll(/^ *\* ?/gm, ''),
  }));
}

/** An example within the fixture. TypeScript accepts `declare` at the top level only, jsii-rosetta anywhere. */
function within(fixture: string, code: string): string {
  const declarations = code.match(/^declare .*$/gm) ?? [];
  return [...declarations, fixture.replace('/// here', () => code.replaceAll(/^declare .*\n/gm, ''))].join('\n');
}

/** The errors of the compiler about examples. Each is compiled within the fixture of jsii-rosetta. */
function compile(examples: readonly Example[]): string {
  const fixture = readFileSync(path.join(ROOT, 'rosetta/default.ts-fixture'), 'utf8');
  const folder = mkdtempSync(path.join(tmpdir(), 'examples-'));
  try {
    examples.forEach(({ at, code }, index) => {
      writeFileSync(path.join(folder, `example${index}.ts`), `// ${at}\n${within(fixture, code)}`);
    });
    const modules = path.join(ROOT, 'node_modules');
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({
      extends: path.join(ROOT, 'tsconfig.dev.json'),
      compilerOptions: {
        rootDir: '/', noUnusedLocals: false, typeRoots: [path.join(modules, '@types')],
        paths: { 'cdk-observed-pipeline': [path.join(ROOT, 'lib/index.ts')], '*': [path.join(modules, '*')] },
      },
      include: ['*.ts'],
    }));
    execFileSync(process.execPath, [path.join(modules, 'typescript7/bin/tsc'), '-p', folder], { encoding: 'utf8' });
    return '';
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (stdout === undefined) throw error;
    return stdout.replaceAll(/\S*example(\d+)\.ts/g, (_, index) => examples[Number(index)].at);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const examples = (readdirSync(path.join(ROOT, 'lib'), { recursive: true }) as string[]).filter((name) => name.endsWith('.ts')).sort()
  .flatMap((name) => examplesIn(path.join('lib', name)));

test('every class that a user creates or calls has an example', () => {
  expect([...new Set(examples.map(({ at }) => at.replace(/:\d+$/, '')))].sort()).toEqual([
    'lib/checks/alarm-checks.ts', 'lib/expectation/local-time.ts', 'lib/expectation/pipeline-trigger.ts', 'lib/expectation/run-expectation.ts', 'lib/observatory/contact.ts',
    'lib/observatory/digest.ts', 'lib/observatory/observatory.ts', 'lib/pipeline/mute-window.ts',
    'lib/pipeline/observed-pipeline.ts', 'lib/stages/pipeline-stage.ts',
  ]);
});

test('every example compiles, and the compiler really checks it', () => {
  const wrong = { at: 'wrong', code: 'new ObservedPipeline(this, \'Nightly\', {});' };

  expect(compile([...examples, wrong])).toMatch(/^wrong\(\d+,\d+\): error TS2739: [^\n]*\n$/);
});
