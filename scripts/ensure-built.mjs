// Builds the package (`npm run build`) unless dist/, assets/, cli-dist/ and .jsii are newer than all their sources.
// Every script that needs the built package imports this, so that each command works in a fresh clone.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const SOURCES = [
  'lib', 'core', 'template', 'cost', 'drill', 'lambda', 'cli', 'rosetta', 'package.json', 'package-lock.json', 'tsconfig.json', 'README.md',
  ...['bundle', 'bundle-cli', 'bundle-one', 'third-party-licenses'].map((script) => `scripts/${script}.mjs`),
];
/** The build creates the assembly last. */
const BUILT = '.jsii';

/** Node 20 is past its end of life, and jsii prints a long warning; the project supports it as long as aws-cdk-lib does. */
export const environment = { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', ...process.env };

if (!isBuilt()) {
  console.log('Building the package (npm run build) ...');
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, env: environment, stdio: 'inherit' });
}

function isBuilt() {
  if (!existsSync(path.join(root, BUILT))) return false;
  const built = statSync(path.join(root, BUILT)).mtimeMs;
  return ['dist', 'assets', 'cli-dist'].every((folder) => existsSync(path.join(root, folder)))
    && SOURCES.every((source) => newest(path.join(root, source)) <= built);
}

/** When the newest file below a path was changed. */
function newest(file) {
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(file).map((name) => newest(path.join(file, name))));
}
