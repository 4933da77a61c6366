// Proves the lowest versions of aws-cdk-lib and constructs that package.json accepts (`npm run test:floor`): type-checks a copy
// of the sources with them and runs the unit tests of the constructs there. Development uses newer versions;
// `npm run test:package` proves the package with the lowest ones.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
// The copy is in the checkout, so that it finds the tools in node_modules there; the versions under test come first.
const folder = path.join(root, '.cache', 'floor');
const copy = path.join(folder, 'copy');

const SOURCES = ['lib', 'core', 'template', 'cost', 'lambda', 'drill', 'cli', 'bin'];
const OTHERS = ['test', 'assets', 'cdk.json', 'package.json', 'tsconfig.json', 'tsconfig.dev.json', 'scripts', 'jest.config.cjs'];

/** Neither type-checked nor run: they use features of newer versions, or libraries that need them. */
const NEWER_ONLY = {
  'test/lib/nag.test.ts': 'cdk-nag 3 needs aws-cdk-lib 2.257.0',
  'test/lib/validated.test.ts': 'CDK validates templates since 2.264.0',
};

/**
 * Not run: they do not depend on the version of aws-cdk-lib, or take long and create only constructs that other tests create
 * too.
 */
const NOT_RUN = ['test/lib/examples.test.ts', 'test/lib/policy-sizes.test.ts'];

/** Before aws-cdk-lib 2.27x, a warning had to be acknowledged in the scope above its construct. */
const NOT_RUN_NAMES = ['can be acknowledged'];

const RUN = ['test/lib', 'test/bin', 'test/drill/find-pipelines.test.ts', 'test/security/least-privilege.test.ts'];

const { peerDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const lowest = Object.fromEntries(Object.entries(peerDependencies).map(([name, range]) => [name, range.replace(/^\^/, '')]));

if (!existsSync(path.join(root, 'assets'))) run('npm', ['run', '--silent', 'bundle'], root);
install();
rmSync(copy, { recursive: true, force: true });
for (const name of [...SOURCES, ...OTHERS]) cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
writeFileSync(path.join(copy, 'tsconfig.floor.json'), JSON.stringify({ extends: './tsconfig.dev.json', include: [...SOURCES, ...RUN], exclude: Object.keys(NEWER_ONLY) }));

const installed = Object.keys(lowest).map((name) => `${name} ${JSON.parse(readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8')).version}`);
console.log(`With ${installed.join(' and ')}: types ...`);
run(process.execPath, [path.join(root, 'node_modules/typescript7/bin/tsc'), '-p', 'tsconfig.floor.json'], copy);
console.log('... and tests');
run(process.execPath, [
  path.join(root, 'node_modules/jest/bin/jest.js'), '--rootDir', copy, '--silent', '--testNamePattern', `^(?!.*(${NOT_RUN_NAMES.join('|')})).*$`,
  '--testPathIgnorePatterns', '\\.simulation\\.test\\.ts$', ...[...Object.keys(NEWER_ONLY), ...NOT_RUN].map((file) => `${file.replaceAll('.', '\\.')}$`),
  '--', ...RUN,
], copy);

/** Installs the lowest versions beside the copy, unless they are there. */
function install() {
  const manifest = JSON.stringify({ private: true, dependencies: lowest });
  const file = path.join(folder, 'package.json');
  const complete = path.join(folder, 'package-lock.json');
  if (existsSync(complete) && readFileSync(file, 'utf8') === manifest) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, manifest);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--silent'], { cwd: folder, stdio: 'inherit' });
}

function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, env: { CDK_DISABLE_VERSION_CHECK: '1', ...process.env }, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
