import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SIGNALS } from '../../core/signals';

const ROOT = path.resolve(__dirname, '../../lambda');

/** The parts of the alarm path. A comment in each of them says which alarm fires if the part fails. */
const ALARM_PATH = [
  'checker/handler.ts', 'checker/tick.ts', 'checker/verify-topics.ts', 'checker/missing-contracts.ts', 'checker/aws-ports.ts', 'checker/environment.ts',
  'shared/read-contracts.ts', 'shared/inspection.ts', 'shared/metrics-in-cloudwatch.ts', 'shared/executions-in-step-functions.ts', 'shared/parameter-store.ts',
  'notifier/handler.ts', 'notifier/handle.ts', 'notifier/environment.ts', 'notifier/receive.ts', 'notifier/tick.ts', 'notifier/compose.ts', 'notifier/deliver.ts',
  'notifier/group.ts', 'notifier/reconcile.ts', 'notifier/fallback-message.ts', 'notifier/digest/send-digest.ts', 'notifier/diagnosis/diagnose-pipeline.ts',
  'notifier/adapters/sns.ts', 'notifier/adapters/incidents-in-dynamodb.ts', 'notifier/adapters/alarms-in-cloudwatch.ts', 'notifier/adapters/events-in-eventbridge.ts',
];

/** The names of alarms that "fire" by the comments of a file. */
function alarmsIn(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8').replaceAll(/\s*\n\s*\*?\s*/g, ' ');
  return [...text.matchAll(/\b([A-Z][a-z]+[A-Z]\w+) (?:fires|goes to all topics)\b/g)].map(([, name]) => name!);
}

test.each(ALARM_PATH)('A comment in lambda/%s names the alarm that fires if the code fails.', (file) => {
  expect(alarmsIn(file)).not.toEqual([]);
});

test('Every alarm that a comment in lambda/ names exists.', () => {
  const files = (readdirSync(ROOT, { recursive: true }) as string[]).filter((name) => name.endsWith('.ts'));
  const named = files.flatMap((file) => alarmsIn(file).map((alarm) => `${file}: ${alarm}`));
  expect(named.filter((one) => !(one.slice(one.indexOf(': ') + 2) in SIGNALS))).toEqual([]);
});
