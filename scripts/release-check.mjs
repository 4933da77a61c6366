// Everything that a release needs before the upload (`npm run release:check`): checks this commit, proves it in a fresh
// clone, creates every package, and ends with a table of what passed. Packages that passed everything stay in dist-jsii/. With
// --complete, as in the release workflow, no step may be skipped because a tool is missing; with --skip-ci the checks of .ci/run
// are skipped.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { sections } from './changelog.mjs';
import { versions } from './set-version.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { values: { complete, 'skip-ci': skipCi } } = parseArgs({
  options: { complete: { type: 'boolean', default: false }, 'skip-ci': { type: 'boolean', default: false } },
});
const manifest = json('package.json');
const { version } = manifest;
const temp = mkdtempSync(path.join(tmpdir(), 'release-'));
const clone = path.join(temp, 'clone');

/** Licences that allow distributing the bundled packages. */
const PERMISSIVE = new Set(['Apache-2.0', 'MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause']);
const PLACEHOLDER = /\bexample\.(com|org)\b|@example\//;

/** A step that could not be done on this machine. */
class NotHere extends Error {}

/**
 * The steps in this order; a failed step does not stop the others. Each returns what is worth reporting, and throws when it
 * fails.
 * @type {(readonly [name: string, body: () => string | void])[]}
 */
const STEPS = [
  ['the work tree is clean', () => {
    const changed = git('status', '--porcelain').trim();
    if (changed !== '') throw new Error(`not committed:\n${changed}`);
    return git('log', '-1', '--format=%h %s').trim();
  }],
  ['the version is semantic and new', () => {
    if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`'${version}' is not <major>.<minor>.<patch>`);
    const tags = git('tag', '--list', 'v*').split('\n').filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
    if (tags.includes(`v${version}`) && git('rev-list', '-1', `v${version}`) !== git('rev-list', '-1', 'HEAD')) throw new Error(`v${version} is another commit's tag`);
    const newer = tags.filter((tag) => compareVersions(tag.slice(1), version) > 0);
    if (newer.length > 0) throw new Error(`there is ${newer.join(', ')} already`);
    return version;
  }],
  ['the stability that registries show fits the version', () => {
    const meant = version.startsWith('0.') ? 'experimental' : 'stable';
    if (manifest.stability !== meant) throw new Error(`'stability' of package.json is ${manifest.stability}; ${version} is ${meant}`);
    return meant;
  }],
  ['the changelog dates this version', () => {
    const [newest] = sections();
    if (newest?.version !== version) throw new Error(`the newest section of CHANGELOG.md is ${newest?.version}, not ${version}`);
    if (newest.date === 'unreleased') throw new Error('`npm version` writes the date; it says unreleased');
    if (newest.text === '') throw new Error('its section is empty');
    return newest.date;
  }],
  ['the same version stands everywhere', () => {
    const lock = json('package-lock.json');
    const wrong = [{ file: 'package-lock.json', version: lock.version }, ...versions()].filter((place) => place.version !== version);
    if (wrong.length > 0) throw new Error(wrong.map((place) => `${place.file} has ${place.version}`).join('\n'));
  }],
  ['addresses and names are real', () => {
    const { go, java, python, dotnet } = manifest.jsii.targets;
    const named = { 'repository.url': manifest.repository.url, 'author.email': manifest.author.email, 'jsii.targets.go.moduleName': go.moduleName };
    const placeholders = Object.entries(named).filter(([, value]) => PLACEHOLDER.test(value)).map(([place, value]) => `${place} of package.json is the placeholder ${value}`);
    if (PLACEHOLDER.test(readFileSync(path.join(root, '.github/CODEOWNERS'), 'utf8'))) placeholders.push('.github/CODEOWNERS names @example, a placeholder');
    if (placeholders.length > 0) throw new Error(placeholders.join('\n'));
    return `npm ${manifest.name}, PyPI ${python.distName}, Maven ${java.maven.groupId}:${java.maven.artifactId}, NuGet ${dotnet.packageId}, Go ${go.moduleName}`;
  }],
  ['a fresh clone of the commit', () => {
    git('clone', '--quiet', '--no-hardlinks', root, clone);
  }],
  ['.ci/run in it', () => {
    if (skipCi) {
      inClone('npm', 'ci', '--no-audit', '--no-fund');
      throw new NotHere('skipped by --skip-ci');
    }
    inClone('bash', '.ci/run');
  }],
  ['CI leaves nothing uncommitted', () => {
    const changed = git('-C', clone, 'status', '--porcelain').trim();
    if (changed !== '') throw new Error(changed);
  }],
  ['the API breaks no user without an announcement', () => lastLine(inClone('npm', 'run', '--silent', 'diff:api'))],
  ['every language is packaged', () => {
    const lines = inClone('npm', 'run', '--silent', 'package').split('\n');
    const table = lines.slice(lines.findLastIndex((line) => line.startsWith('js ')));
    const missing = table.flatMap((line, at) => (line.includes('SOURCES ONLY') ? [`${line.split(' ')[0]}: sources only, ${table[at + 1].trim()}`] : []));
    if (missing.length > 0) throw new NotHere(missing.join('\n'));
  }],
  ['publint and are-the-types-wrong find nothing', () => void inClone('npm', 'run', '--silent', 'lint:package')],
  ['the npm package works in an empty project', () => proof('package')],
  ['Python synthesizes the same template', () => proof('python')],
  ['Java synthesizes the same template', () => proof('java', 'mvn')],
  ['Go synthesizes the same template', () => proof('go', 'go')],
  ['the bundled packages may be distributed', () => {
    const notices = ['assets', 'cli-dist'].flatMap((folder) => readdirSync(path.join(clone, folder), { recursive: true })
      .filter((file) => path.basename(file) === 'THIRD-PARTY-LICENSES.txt').map((file) => path.join(clone, folder, file)));
    const packages = new Map(notices.flatMap((file) => [...readFileSync(file, 'utf8').split('\n\n')[1].matchAll(/^(\S+ \S+) {2}(\S+)/gm)].map(([, id, license]) => [id, license])));
    const others = [...packages].filter(([, license]) => !PERMISSIVE.has(license));
    if (others.length > 0) throw new Error(others.map(([id, license]) => `${id} is under ${license}`).join('\n'));
    if (packages.size === 0) throw new Error('no licence was found');
    return `${packages.size} packages under ${[...new Set(packages.values())].join(', ')}`;
  }],
  ['no package that users install has a known vulnerability', () => lastLine(inClone('npm', 'audit', '--omit', 'dev'))],
  ['no bundled package has a known vulnerability', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/audit-bundled.mjs'], { cwd: clone, encoding: 'utf8' });
    if (status === 2) throw new NotHere(stderr.trim());
    if (status !== 0) throw new Error(stderr.trim());
    return lastLine(stdout);
  }],
  ['npm would accept the package, with provenance', () => {
    const tarballs = path.join(clone, 'dist-jsii', 'js');
    const [tarball] = readdirSync(tarballs).filter((file) => file.endsWith('.tgz'));
    const { access, provenance } = manifest.publishConfig;
    if (access !== 'public' || provenance !== true) throw new Error('publishConfig of package.json must be public, with provenance');
    return inClone('npm', 'publish', '--dry-run', '--loglevel', 'error', path.join(tarballs, tarball)).trim();
  }],
];

const rows = [];
for (const [name, body] of STEPS) {
  console.log(`==> ${name}`);
  const begun = performance.now();
  const [result, detail] = outcome(body);
  if (result === 'FAILED') console.log(detail);
  rows.push([name, result, `${Math.round((performance.now() - begun) / 1000)} s`, detail.trim().split('\n').join('; ')]);
}
const failed = rows.filter(([, result]) => result === 'FAILED' || (complete && result === 'not here'));
const left = rows.filter(([, result]) => result === 'not here');
if (failed.length === 0) {
  rmSync(path.join(root, 'dist-jsii'), { recursive: true, force: true });
  cpSync(path.join(clone, 'dist-jsii'), path.join(root, 'dist-jsii'), { recursive: true });
}
rmSync(temp, { recursive: true, force: true });

const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
console.log(`\n${manifest.name} ${version}\n`);
for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
console.log(failed.length > 0 ? `\nNot ready: ${failed.length} of ${rows.length} failed.` : `\nReady${left.length > 0 ? `, except for ${left.length} that could not be done here` : ''}.`);
process.exitCode = failed.length > 0 ? 1 : 0;

function outcome(body) {
  try {
    return ['passed', body() ?? ''];
  } catch (error) {
    return [error instanceof NotHere ? 'not here' : 'FAILED', error.message];
  }
}

/** Proves a package with its own test. Without the required tool, that cannot be done here. */
function proof(name, tool) {
  if (tool !== undefined && spawnSync(tool, [tool === 'go' ? 'version' : '--version']).error !== undefined) throw new NotHere(`there is no ${tool}`);
  const output = inClone('npm', 'run', '--silent', `test:${name}`);
  return lastLine(output);
}

function inClone(command, ...args) {
  if (!existsSync(clone)) throw new Error('there is no clone');
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: clone, env: { ...process.env, CI: 'true' }, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${(stdout + stderr).trimEnd().split('\n').slice(-40).join('\n')}`);
  return stdout;
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1);
}

function compareVersions(a, b) {
  const [as, bs] = [a, b].map((text) => text.split('.').map(Number));
  return as.map((part, at) => part - bs[at]).find((difference) => difference !== 0) ?? 0;
}

function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' });
}

function json(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}
