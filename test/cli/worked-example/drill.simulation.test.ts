import { App } from 'aws-cdk-lib';
import { Drill, Fault } from '../../../drill';
import { DataStack } from './data-stack';

const drill = Drill.of(new DataStack(new App(), 'Data'));

test('a night without a run is detected within half an hour, and its recovery is notified', async () => {
  const result = await drill.run(Fault.neverStarts('NightlyOrders'));

  expect(result).toMatchObject({ outcome: 'detected', recoveryNotified: true });
  expect(result.detectedAt! - result.knowableAt!).toBeLessThan(30 * 60_000);
  expect(result.messages[0].to).toContain('email:data@example.com');
});

test('late metrics wake nobody', async () => {
  expect(await drill.run(Fault.metricsLate('NightlyOrders'))).toMatchObject({ outcome: 'correctlyQuiet', messages: [] });
});

test('an uneventful year in Sydney raises no alarm', async () => {
  const { runs, falseAlarms } = await drill.year({ pipeline: 'NightlyOrders', timeZone: 'Australia/Sydney' });

  expect(falseAlarms).toEqual([]);
  expect(runs).toBeGreaterThan(360);
});

test('every breakdown of the catalogue but the known gaps is detected, and there is no false alarm', async () => {
  const { results } = await drill.runAll();

  const wrong = results.filter(({ outcome }) => ['brokenBefore', 'undetected', 'detectedLate', 'falseAlarm'].includes(outcome));
  const open = wrong.filter(({ knownGap }) => knownGap === undefined);
  expect(open.map(({ fault, outcome }) => `${fault}: ${outcome}`)).toEqual([]);
});
