import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const BUNDLES = [...readdirSync(path.join(ROOT, 'assets')).map((name) => `assets/${name}`), 'cli-dist'];
/** Licenses of code that may be distributed within code under Apache-2.0, if its license is included. */
const ALLOWED = ['Apache-2.0', 'MIT', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD'];

interface Bundled { readonly name: string; readonly version: string; readonly license: string }

/** The packages that a bundle lists. */
function packagesIn(bundle: string): Bundled[] {
  const text = readFileSync(path.join(ROOT, bundle, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  const [, list = ''] = text.split('\n\n');
  return list.split('\n').map((line) => {
    const [, name, version, license] = /^(\S+) (\S+) {2}(\S+)/.exec(line) ?? [];
    return { name: name!, version: version!, license: license! };
  });
}

describe.each(BUNDLES)('the packages that are bundled in %s', (bundle) => {
  test('are listed with their versions', () => {
    const packages = packagesIn(bundle);
    expect(packages.length).toBeGreaterThan(2);
    for (const one of packages) expect(one).toEqual({ name: expect.stringMatching(/^(?:@[\w.-]+\/)?[\w.-]+$/), version: expect.stringMatching(/^\d+\.\d+\.\d+/), license: expect.any(String) });
  });

  test('have licenses that allow distribution', () => {
    expect(packagesIn(bundle).filter(({ license }) => !ALLOWED.includes(license))).toEqual([]);
  });
});

describe('the audit of bundled packages', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'audit-'));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  /** Runs the audit with an answer of `npm audit --json`. */
  function audit(answer: object): { readonly status: number | null; readonly said: string } {
    const file = path.join(folder, 'answer.json');
    writeFileSync(file, JSON.stringify(answer));
    const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(ROOT, 'scripts', 'audit-bundled.mjs'), '--answer', file], { encoding: 'utf8' });
    return { status, said: (stdout + stderr).trim() };
  }

  const vulnerability = (name: string, via: readonly (object | string)[] = [{ severity: 'high', title: 'It can be talked into things', url: 'https://example.com/advisory' }]): object => ({
    vulnerabilities: { [name]: { name, severity: 'high', via, nodes: [`node_modules/${name}`], range: '*' } },
  });

  test('exits with 1 and names the vulnerable packages that are shipped', () => {
    const [{ version }] = packagesIn('assets/notifier').filter(({ name }) => name === 'mnemonist');
    expect(audit(vulnerability('mnemonist'))).toEqual({
      status: 1, said: `audit:bundled: 1 known vulnerabilities in the bundles:\nmnemonist ${version}: high: It can be talked into things (https://example.com/advisory)`,
    });
  });

  test.each([
    ['is only used to build it', vulnerability('esbuild')],
    ['depends on what is vulnerable', vulnerability('mnemonist', ['obliterator'])],
  ])('reports nothing about a package that %s', (_, answer) => {
    expect(audit(answer)).toEqual({ status: 0, said: expect.stringMatching(/^no known vulnerability in the \d+ bundled packages$/) });
  });

  test.each([
    [{ message: '405 Method Not Allowed', error: { summary: '' } }, '405 Method Not Allowed'],
    [{}, 'npm audit gave no answer'],
  ])('exits with 2 if the registry cannot be asked, since that proves nothing: %j', (answer, why) => {
    expect(audit(answer)).toEqual({ status: 2, said: `audit:bundled: the registry gave no answer, so nothing is known: ${why}` });
  });
});
