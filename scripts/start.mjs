// The main job, `npm start`: bundles, synthesizes the example app, drills it, and shows what is monitored and who is notified.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

process.chdir(path.resolve(import.meta.dirname, '..'));
const ASSEMBLY = 'cdk.out';
const REPORT = path.join(ASSEMBLY, 'drill.html');
/** A quiet year is also played in a time zone whose clocks change by half an hour. The simulations play further zones. */
const ODD_ZONE = 'Australia/Lord_Howe';

run('Bundling the checker and the program', 'scripts/bundle.mjs');
run(undefined, 'scripts/bundle-cli.mjs');
run('Synthesizing the example app (bin/example.ts)', 'node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--no-validation', '--no-notices', '--output', ASSEMBLY);
console.log('');
run(undefined, 'cli-dist/main.mjs', 'drill', '--app', ASSEMBLY, '--html', REPORT, '--accept-known-gaps', '--quiet-year', 'own', ODD_ZONE);
console.log('');
run(undefined, 'cli-dist/main.mjs', 'overview', '--app', ASSEMBLY);

/** Runs a script of this repository, shows its output, and ends with its exit code when it fails. */
function run(title, script, ...args) {
  if (title !== undefined) console.log(`${title} ...`);
  const { status, error } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
