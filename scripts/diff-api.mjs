// Compares the public API with that of the newest release (`npm run diff:api`). A breaking change is an error unless the
// version in package.json announces it: a new major version, or before 1.0.0 a new minor one.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { environment } from './ensure-built.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const tag = newestRelease();
if (tag === undefined) {
  console.log('There is no tag v<major>.<minor>.<patch> to compare the API with.');
} else {
  compareWith(tag);
}

/** The newest release that is not the current commit. */
function newestRelease() {
  const tags = git('tag', '--list', 'v[0-9]*', '--sort=-version:refname', '--merged', 'HEAD').split('\n');
  return tags.find((tag) => /^v\d+\.\d+\.\d+$/.test(tag) && tag !== `v${version}`);
}

function compareWith(tag) {
  const folder = mkdtempSync(path.join(tmpdir(), 'released-'));
  const released = path.join(folder, 'package');
  try {
    git('worktree', 'add', '--detach', released, tag);
    symlinkSync(path.join(root, 'node_modules'), path.join(released, 'node_modules'));
    execFileSync(bin('jsii'), [], { cwd: released, env: environment, stdio: 'inherit' });
    const { status, stdout, stderr, error } = spawnSync(bin('jsii-diff'), [released, root, '--error-on', 'all', '--keys'], {
      cwd: root, env: environment, encoding: 'utf8',
    });
    if (error) throw error;
    console.log(`The API of ${version} compared with that of ${tag}:\n${(stdout + stderr).trim()}`);
    if (status === 0) {
      console.log(`It does not break users of ${tag}.`);
      return;
    }
    if (mayBreak(tag)) {
      console.log(`It breaks users of ${tag}, which version ${version} announces.`);
      return;
    }
    console.error(`It breaks users of ${tag}, which version ${version} does not announce.`);
    process.exitCode = 1;
  } finally {
    spawnSync('git', ['worktree', 'remove', '--force', released], { cwd: root });
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the version in package.json announces a break since a release. */
function mayBreak(tag) {
  const [major, minor] = version.split('.');
  const [releasedMajor, releasedMinor] = tag.slice(1).split('.');
  return major !== releasedMajor || (major === '0' && minor !== releasedMinor);
}

function git(...args) {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function bin(name) {
  return path.join(root, 'node_modules/.bin', name);
}
