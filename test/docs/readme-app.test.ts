import type { DrillResult } from '../../drill';
import { playMissedRun, readmeApp, sectionsOf, warningsIn, withSections, workload } from './readme-app';
import { textOf } from './project-files';

const readme = textOf('README.md');

test('The app in the README compiles as it stands.', () => {
  expect(readmeApp.compile()).toBe('');
});

afterAll(() => {
  readmeApp.remove();
  workload.remove();
});

describe('the app in the README, synthesized', () => {
  let assembly: string;
  let result: DrillResult;
  beforeAll(async () => {
    assembly = readmeApp.synth();
    result = await playMissedRun(assembly);
  });

  test('has no warning', () => {
    expect(warningsIn(assembly)).toEqual([]);
  });

  test('notifies of a disabled schedule in time, and of the recovery', () => {
    expect(result).toMatchObject({ outcome: 'detected', recoveryNotified: true });
    expect(result.messages[0]!.to).toEqual(['email:data@example.com', 'sms:+15550100']);
  });

  test('sends exactly the mail and the SMS that the README shows, and costs what it says (npm run docs)', () => {
    expect(readme).toBe(withSections(readme, sectionsOf(result.messages, assembly, workload.synth())));
  });

  test('sends its first reminder after 6 hours and one recovery, as the README says', () => {
    const [first, reminder, ...later] = result.messages;

    expect(Math.floor((reminder!.at - first!.at) / 3_600_000)).toBe(6);
    expect(later.filter(({ kind }) => kind === 'recovered')).toHaveLength(1);
  });
});
