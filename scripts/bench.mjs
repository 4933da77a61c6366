// Runs all benchmarks, `npm run bench`, and exits with 1 at the end if a size or a ratio missed its goal.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
// The package's size and the drill's threads are those of what is built.
import './ensure-built.mjs';

const root = path.resolve(import.meta.dirname, '..');
const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs');
const BENCHMARKS = ['budgets', 'notifier', 'cost', 'scale', 'contracts', 'drill'];

const missed = BENCHMARKS.filter((name) => spawnSync(process.execPath, [tsx, `bench/${name}.ts`], { cwd: root, stdio: 'inherit' }).status !== 0);
if (missed.length > 0) {
  console.error(`\nA goal is MISSED, or the benchmark failed: ${missed.join(', ')}`);
  process.exit(1);
}
