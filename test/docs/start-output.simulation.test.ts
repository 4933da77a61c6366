import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { exampleAssembly } from '../example-assembly';
import { ROOT, textOf } from './project-files';

/** Runs the bundled program on the example app, as scripts/start.mjs does. */
function output(...args: readonly string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [path.join(ROOT, 'cli-dist', 'main.mjs'), args[0]!, '--app', exampleAssembly(), ...args.slice(1)], { encoding: 'utf8', env: { ...process.env, COLUMNS: '', FORCE_COLOR: '' } });
  expect(status).toBe(0);
  return stdout;
}

test('The README shows lines that npm start prints, in their order, and marks what it leaves out.', () => {
  const printed = [output('drill', '--accept-known-gaps', '--quiet-year', 'own', 'Australia/Lord_Howe'), output('overview')].join('\n').split('\n').map((line) => line.trimEnd());
  const [, block] = /<!-- start-output -->\n```\n(.*?)```/s.exec(textOf('README.md'))!;
  // The next due times depend on the day.
  const shown = block!.split('\n').filter((line) => line !== '' && line !== '…' && !/^ +next /.test(line));
  let from = 0;
  const missing = shown.filter((line) => {
    const at = printed.indexOf(line, from);
    if (at >= 0) from = at + 1;
    return at < 0;
  });
  expect(missing).toEqual([]);
  expect(shown.length).toBeGreaterThan(30);
}, 600_000);
