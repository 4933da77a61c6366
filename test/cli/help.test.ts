import { ran } from './fake-program';

test('Help is asked for, not an error: it goes to standard output with exit code 0.', async () => {
  const { code, stdout, stderr } = await ran(['--help']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Shows which breakdowns of a data pipeline would go undetected, and whether deployed pipelines are\nalive. Only status calls AWS, and it only reads.');
  expect(stdout).toContain('list-faults');
});

test('Help on the drill has every option, examples and the exit codes.', async () => {
  const { stdout } = await ran(['drill', '--help']);
  for (const option of ['--app', '--pipeline', '--fault', '--from', '--quiet-year', '--html', '--json', '--accept-known-gaps', '--quiet']) expect(stdout).toContain(`  ${option}`);
  expect(stdout).toContain('$ npx cdk synth && npx observed-pipeline drill');
  expect(stdout).toContain('1  a breakdown was undetected or detected late, there was a false alarm, or the template is\n     broken;');
});

test('Without a command, the help is shown with the exit code of bad usage.', async () => {
  const { code, stderr } = await ran([]);
  expect(code).toBe(2);
  expect(stderr).toContain('Usage: observed-pipeline [options] [command]');
});

test.each(['-v', '--version'])('%s prints the version.', async (option) => {
  expect(await ran([option])).toMatchObject({ code: 0, stdout: '1.2.3\n' });
});

test.each([
  ['drill', 'It only simulates: it does not call AWS, needs no account and changes nothing there.'],
  ['list-faults', 'It does not call AWS.'],
  ['overview', 'It reads the cloud assembly and does not call AWS.'],
  ['cost', 'It uses the list prices of us-east-1 and does not call AWS.'],
  ['status', 'It calls AWS and only reads.'],
])('Help on %s says whether the command calls AWS.', async (command, text) => {
  expect((await ran([command, '--help'])).stdout.replace(/\s+/g, ' ')).toContain(text);
});

test.each([40, 60, 80])('Help on every command fits a terminal of %d columns, except for usage lines and commands to copy.', async (columns) => {
  for (const command of [[], ['drill'], ['list-faults'], ['overview'], ['cost'], ['status']]) {
    const { stdout } = await ran([...command, '--help'], { tty: true, columns });
    expect(stdout.split('\n').filter((line) => line.length > columns && !/^  \$ |^Usage/.test(line))).toEqual([]);
  }
});
