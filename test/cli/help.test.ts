import { ran } from './fake-world';

test('Help is asked for, not an error: it goes to standard output with exit code 0.', async () => {
  const { code, stdout, stderr } = await ran(['--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Shows which breakdowns of a data pipeline would go unnoticed, and whether it is alive.');
  expect(stdout).toContain('list-faults');
});

test('Help on the drill has every option, examples and the exit codes.', async () => {
  const { stdout } = await ran(['drill', '--help']);
  for (const option of ['--app', '--pipeline', '--fault', '--from', '--year', '--html', '--json', '--accept-known-gaps', '--quiet']) expect(stdout).toContain(`  ${option}`);
  expect(stdout).toContain('$ npx cdk synth && npx observed-pipeline drill');
  expect(stdout).toContain('1  an undetected or late one, a false alarm, or a template that is broken as it stands');
});

test('Without a command the help is shown, with the exit code of bad usage.', async () => {
  const { code, stderr } = await ran([]);
  expect(code).toBe(2);
  expect(stderr).toContain('Usage: observed-pipeline [options] [command]');
});

test('The version is told.', async () => {
  expect(await ran(['--version'])).toMatchObject({ code: 0, stdout: '1.2.3\n' });
});
