// Asks the registry for known vulnerabilities of exactly the packages and versions in the bundles. `npm audit --omit=dev`
// would find nothing, because bundled packages are not dependencies of the package. Ends with 1 when there are
// any, and with 2 when the registry gave no answer, which is not a good result.
//
//   node scripts/audit-bundled.mjs [--answer <file with the output of `npm audit --json`>]
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
/** A package as THIRD-PARTY-LICENSES.txt lists it: `@scope/name 1.2.3  Apache-2.0`. */
const LISTED = /^((?:@[\w.-]+\/)?[\w.-]+) (\d+\.\d+\.\d+\S*) {2}\S/gm;

const bundled = bundledPackages();
const audit = readAnswer();
if (audit.vulnerabilities === undefined) stop(2, `the registry gave no answer, so nothing is known: ${audit.message ?? audit.error?.summary ?? 'npm audit gave no answer'}`);

const found = Object.values(audit.vulnerabilities).flatMap(vulnerable);
if (found.length > 0) stop(1, `${found.length} known vulnerabilities in the bundles:\n${found.join('\n')}`);
console.log(`no known vulnerability in the ${bundled.size} bundled packages`);

/** `name version` of all packages in all bundles. */
function bundledPackages() {
  const folders = [...readdirSync(path.join(root, 'assets')).map((name) => path.join('assets', name)), 'cli-dist'];
  const lists = folders.map((folder) => path.join(root, folder, 'THIRD-PARTY-LICENSES.txt')).filter((file) => existsSync(file));
  if (lists.length !== folders.length) stop(2, 'the bundles do not exist: run `npm run bundle` first');
  const packages = new Set(lists.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(LISTED)].map(([, name, version]) => `${name} ${version}`)));
  if (packages.size === 0) stop(2, 'the lists of bundled packages are empty');
  return packages;
}

/** What `npm audit` reports about everything in package-lock.json, including development dependencies. */
function readAnswer() {
  const [, file] = process.argv.slice(2);
  if (file !== undefined) return JSON.parse(readFileSync(file, 'utf8'));
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  try {
    return JSON.parse(stdout);
  } catch {
    return {};
  }
}

/** The vulnerabilities of a package itself, where one of its installed copies has a version that is bundled. */
function vulnerable({ name, nodes, via }) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const versions = [...new Set(nodes.map((node) => packages[node]?.version))].filter((version) => bundled.has(`${name} ${version}`));
  const advisories = via.filter((one) => typeof one === 'object');
  return versions.flatMap((version) => advisories.map(({ severity, title, url }) => `${name} ${version}: ${severity}: ${title} (${url})`));
}

function stop(code, message) {
  console.error(`audit:bundled: ${message}`);
  process.exit(code);
}
