import { App } from 'aws-cdk-lib/core';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type * as Built from '../../drill';
import { ExampleStack } from '../../bin/example-stack';
import { Drill } from '../../drill';

/** As the package has it: only the bundle can play on several threads. */
const { Drill: BuiltDrill } = require(path.resolve('cli-dist/drill.js')) as typeof Built;

const assembly = new App();
new ExampleStack(assembly, 'ObservedExample', { email: 'data@example.com', phone: '+15550100' });
const { directory } = assembly.synth();
const asked = { faults: ['runFails', 'regionalOutage'], pipelines: ['CustomerSync', 'WeekdayReport'] };

test('Two threads give the same report as one, in the same order.', async () => {
  const [one, two] = [await BuiltDrill.of(directory).runAll({ ...asked, workers: 1 }), await BuiltDrill.of(directory).runAll({ ...asked, workers: 2 })];
  const { results, years, notPlayed } = await Drill.of(directory).runAll(asked);
  expect(one).toMatchObject({ results, years, notPlayed });
  expect(two).toMatchObject({ results, years, notPlayed });
}, 60_000);

test('An error in a thread ends the drill and is shown.', async () => {
  const drill = BuiltDrill.of(directory, { settings: { publicationSeconds: null as never } });
  await expect(drill.runAll({ ...asked, workers: 2 })).rejects.toThrow(/^A thread of the drill failed: .*null.* If it ran out of memory, use fewer workers\.$/);
});

test('An error in a thread ends the drill even where Node only warns of unhandled rejections.', () => {
  const code = `require(${JSON.stringify(path.resolve('cli-dist/drill.js'))}).Drill.of(${JSON.stringify(directory)}, { settings: { publicationSeconds: null } })
    .runAll({ faults: ['runFails', 'runTwice'], pipelines: ['CustomerSync'], workers: 2 }).catch((error) => console.log(error.message))`;
  const { stdout } = spawnSync(process.execPath, ['--unhandled-rejections=warn', '-e', code], { encoding: 'utf8', timeout: 20_000 });
  expect(stdout).toMatch(/^A thread of the drill failed: .*null/);
}, 30_000);

test('An unknown pipeline is an error before anything is played.', async () => {
  await expect(BuiltDrill.of(directory).runAll({ pipelines: ['Nowhere'], workers: 2 })).rejects.toThrow(RangeError);
});

test('More threads than jobs are not started, however many you ask for.', async () => {
  const { results } = await BuiltDrill.of(directory).runAll({ faults: ['runFails'], pipelines: ['CustomerSync'], workers: 1e12 });
  expect(results).toMatchObject([{ outcome: 'detected' }]);
});

test.each([0, -1, 1.5, NaN, '2' as never])('A number of threads that is no whole number of at least 1 is an error: %p.', async (workers) => {
  await expect(Drill.of(directory).runAll({ ...asked, workers })).rejects.toThrow(new RangeError(`workers is ${workers}. Pass a whole number of at least 1, or leave it out.`));
});

test.each([NaN, Infinity, -1, 1.5, Date.UTC(2191, 0, 1), '2026-03-01' as never, new Date(0) as never])('A first day that is no instant from 1970 to 2190 is an error: %p.', (from) => {
  expect(() => Drill.of(directory, { from })).toThrow(new RangeError(`from is ${String(from)}. Pass a day from 1970 to 2190 in epoch milliseconds, for example Date.UTC(2026, 5, 1).`));
});
