// Writes API.md, the reference of the public API (`npm run docs:api`). With --check it fails when API.md is out of date.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { environment } from './ensure-built.mjs';

const root = path.resolve(import.meta.dirname, '..');
const page = path.join(root, 'API.md');

if (process.argv.includes('--check')) {
  const folder = mkdtempSync(path.join(tmpdir(), 'api-'));
  try {
    const fresh = path.join(folder, 'API.md');
    generate(fresh);
    if (readFileSync(fresh, 'utf8') !== readFileSync(page, 'utf8')) {
      console.error('API.md is out of date: run `npm run docs:api` and commit it.');
      process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
} else {
  generate(page);
}

function generate(file) {
  execFileSync(path.join(root, 'node_modules/.bin/jsii-docgen'), ['--output', file], { cwd: root, env: environment, stdio: 'inherit' });
}
