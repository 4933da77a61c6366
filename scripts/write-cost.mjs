// Writes the costs of the example app into docs/cost.md and README.md. A test fails when they have other figures.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const assembly = mkdtempSync(path.join(tmpdir(), 'cost-'));
try {
  run('node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--no-validation', '--no-notices', '--output', assembly);
  const cost = (...args) => run('cli-dist/main.mjs', 'cost', '--app', assembly, ...args);
  write('docs/cost.md', 'example-cost', cost('--markdown'));
  write('docs/cost.md', 'pipeline-cost', cost('--markdown', '--pipeline', 'NightlyOrders'));
  // README.md gets the first sentence and the table by pipeline; the prices are on the page.
  write('README.md', 'cost-output', `\`\`\`\n${cost().split('\n\n').slice(0, 2).join('\n\n')}\n\`\`\`\n`);
} finally {
  rmSync(assembly, { recursive: true, force: true });
}

/** Runs a script of this repository and returns its output. */
function run(script, ...args) {
  return execFileSync(process.execPath, [path.join(root, script), ...args], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function write(file, name, table) {
  const page = path.join(root, file);
  const text = readFileSync(page, 'utf8');
  const marked = new RegExp(`(<!-- ${name}[^>]*-->\\n).*?(<!-- /${name} -->)`, 's');
  if (!marked.test(text)) throw new Error(`${page} has no <!-- ${name} --> … <!-- /${name} -->`);
  writeFileSync(page, text.replace(marked, (_, begin, end) => begin + table + end));
}
