import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import { report } from '../drill/report/fixture';
import { ran } from './fake-program';

/** A device on which every write fails as on a full disk. Linux only. */
const FULL = '/dev/full';
const whereFull = existsSync(FULL) ? test : test.skip;

/** Runs the bundled program with one of its outputs on the full disk. */
function onFullDisk(output: 'stdout' | 'stderr', ...args: readonly string[]): { status: number | null; text: string } {
  const full = openSync(FULL, 'w');
  const [stdout, stderr] = output === 'stdout' ? [full, 'pipe' as const] : ['pipe' as const, full];
  const { status, ...ended } = spawnSync(process.execPath, [path.resolve('cli-dist/main.mjs'), ...args], { stdio: ['ignore', stdout, stderr], encoding: 'utf8' });
  closeSync(full);
  return { status, text: output === 'stdout' ? ended.stderr : ended.stdout };
}

whereFull.each([['list-faults'], ['--help']])('%s that cannot be printed is an error, and not a finding of a drill.', (...args) => {
  expect(onFullDisk('stdout', ...args)).toEqual({ status: 2, text: 'error: cannot write to standard output: ENOSPC: no space left on device, write\n' });
});

whereFull('Progress and errors that cannot be printed do not change the exit code.', () => {
  expect(onFullDisk('stderr', 'drill', '--nonsense')).toEqual({ status: 2, text: '' });
  expect(onFullDisk('stderr', 'list-faults')).toMatchObject({ status: 0 });
});

whereFull('The report is printed although the HTML file cannot be written after the drill.', async () => {
  const { code, stdout, stderr } = await ran(['drill', '--html', FULL], { report: report() });
  expect([code, stderr]).toEqual([2, `error: cannot write ${FULL}: ENOSPC: no space left on device, write\n`]);
  expect(stdout).toMatch(/^The one simulated breakdown was detected\./);
});
