// Creates the packages for every CDK language in dist-jsii/: `npm run package [-- js python java dotnet go] [--complete]
// [--missing]`.
// Where the tools of a language are missing, only its sources are generated, and the table at the end shows it;
// with --complete, as for a release, that is a failure. With --missing, a package that is up to date is not created again.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { withAbsoluteLinks } from './absolute-links.mjs';
import { environment } from './ensure-built.mjs';

const root = path.resolve(import.meta.dirname, '..');
const outdir = path.join(root, 'dist-jsii');
/** Maven's downloads; jsii-pacmak would otherwise download them again each time. */
const MAVEN_REPOSITORY = path.join(root, '.cache', 'maven');

/** The packages of each language: the command that builds it, its version option, and its files. */
const LANGUAGES = {
  js: { registry: 'npm', tool: ['npm', '--version'], published: /\.tgz$/ },
  python: { registry: 'PyPI', tool: ['python3', '--version'], published: /\.(whl|tar\.gz)$/ },
  java: { registry: 'Maven Central', tool: ['mvn', '--version'], published: /\.(jar|pom)$/ },
  dotnet: { registry: 'NuGet', tool: ['dotnet', '--version'], published: /\.nupkg$/ },
  go: { registry: 'a Git repository', tool: ['go', 'version'], published: /\/go\.mod$/ },
};

const { values: { complete, missing }, positionals } = parseArgs({
  allowPositionals: true,
  options: { complete: { type: 'boolean', default: false }, missing: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((language) => !Object.hasOwn(LANGUAGES, language));
if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}; known are ${Object.keys(LANGUAGES).join(', ')}`);
const languages = (positionals.length > 0 ? positionals : Object.keys(LANGUAGES)).filter((language) => !(missing && isCurrent(language)));
if (languages.length === 0) process.exit(0);

// The examples of the README and of docstrings in every language, translated from code that compiles (.jsii.tabl.json).
execFileSync(command('jsii-rosetta'), ['extract', '--strict', '--compile'], { cwd: root, env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
const rows = languages.map((language) => [language, makePackage(language)]);

console.log('');
for (const [language, { built, lines }] of rows) {
  const { registry } = LANGUAGES[language];
  console.log([`${language.padEnd(7)} ${built ? 'built' : 'SOURCES ONLY'}, for ${registry}`, ...lines].join('\n          '));
}
if (complete && rows.some(([, { built }]) => !built)) {
  console.error('\nNot complete: a release needs every language built.');
  process.exit(1);
}

/** Builds a language's package, or only generates its sources where it cannot be built. */
function makePackage(language) {
  const { tool: [tool, ...version], published } = LANGUAGES[language];
  rmSync(stamp(language), { force: true });
  rmSync(path.join(outdir, language), { recursive: true, force: true });
  if (spawnSync(tool, version).status !== 0) return sources(language, `there is no ${tool} on this machine`);

  console.log(`Packaging for ${language} ...`);
  const { status, output } = pacmak(language);
  if (status === 0) {
    const files = filesBelow(path.join(outdir, language)).filter((file) => published.test(file));
    if (files.length === 0) throw new Error(`jsii-pacmak created nothing to publish for ${language}`);
    if (language === 'js') makeLinksAbsolute(path.join(root, files[0]));
    writeFileSync(stamp(language), '');
    return { built: true, lines: files };
  }
  const lacking = /No versions available for (\S+) within specified range/.exec(output);
  if (lacking === null) throw new Error(`jsii-pacmak failed for ${language}:\n${output}`);
  return sources(language, `Maven Central, as reached from here, has no ${lacking[1]}`);
}

function sources(language, reason) {
  const { status, output } = pacmak(language, '--code-only');
  if (status !== 0) throw new Error(`jsii-pacmak failed for ${language}:\n${output}`);
  writeFileSync(stamp(language), '');
  return { built: false, lines: [reason] };
}

/** Packs the tarball again with a README for npm's site. For the packages of other languages, .jsii has it already. */
function makeLinksAbsolute(tarball) {
  const temp = mkdtempSync(path.join(tmpdir(), 'tarball-'));
  try {
    execFileSync('tar', ['-xzf', tarball, '-C', temp]);
    const folder = path.join(temp, 'package');
    const readme = path.join(folder, 'README.md');
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    writeFileSync(readme, withAbsoluteLinks(readFileSync(readme, 'utf8'), manifest));
    const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', temp], { cwd: folder, encoding: 'utf8' }).trim();
    writeFileSync(tarball, readFileSync(path.join(temp, packed)));
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

/** Whether a language's package was created from the current build. */
function isCurrent(language) {
  return existsSync(stamp(language)) && statSync(stamp(language)).mtimeMs >= statSync(path.join(root, '.jsii')).mtimeMs;
}

/** An empty file whose date tells when a language's package was created; the packages are in the folder beside it. */
function stamp(language) {
  return path.join(outdir, `.${language}`);
}

function pacmak(language, ...options) {
  const { status, stdout, stderr, error } = spawnSync(command('jsii-pacmak'), [
    // npm would write an .npmignore, which is unnecessary because package.json has `files`.
    '--no-npmignore', '--force', '--targets', language, '--outdir', outdir,
    '--rosetta-unknown-snippets', 'fail', '--maven-local-repository', MAVEN_REPOSITORY, ...options,
  ], { cwd: root, env: environment, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error) throw error;
  return { status, output: stdout + stderr };
}

function command(name) {
  return path.join(root, 'node_modules', '.bin', name);
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
