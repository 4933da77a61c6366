import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKER_WATCHDOG, playChecker } from './checker-scene';
import { HANDLERS } from './handlers';
import { EVER_ASKED } from './mock-account';
import { page } from './page';
import { cellsOf } from './registry';

const ROOT = path.resolve(__dirname, '../../..');

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe.each(HANDLERS.map((handler) => [handler.name, handler] as const))('%s', (_handler, { calls, healthy, play, reportedBy }) => {
  test.each([...new Set(calls.map(({ scene }) => scene))].map((scene) => [scene ?? 'the usual case', scene] as const))('When nothing fails, nothing is reported: %s.', async (_name, scene) => {
    const seen = await play(scene);
    expect(seen).toEqual(healthy(scene));
    expect(reportedBy(seen)).toEqual([]);
  });

  describe.each(calls.map((call) => [`${call.service}:${call.api}, ${call.reads}`, call] as const))('%s', (_call, call) => {
    test.each(cellsOf(call).map((cell) => [cell.called, cell] as const))('%s', async (_called, { act, meant, outcome }) => {
      const seen = await play(call.scene, { call: call.api, meant, act });
      expect(seen).toEqual({ ...healthy(call.scene), ...outcome.seen });
    });
  });

  test('Whatever fails, either nothing is lost or something reports the failure.', () => {
    const silent = calls.flatMap((call) => cellsOf(call).flatMap(({ called, outcome }) => {
      const seen = { ...healthy(call.scene), ...outcome.seen };
      const isLost = JSON.stringify(seen) !== JSON.stringify(healthy(call.scene));
      return isLost && reportedBy(seen).length === 0 ? [`${call.api} ${called}`] : [];
    }));
    expect(silent).toEqual([]);
  });
});

test('A watchdog that cannot be reached does not affect the tick, and raises its own alarm.', async () => {
  expect(await playChecker('the watchdog fails')).toEqual(CHECKER_WATCHDOG);
});

test('Every call of a handler fails in some test.', () => {
  const failing = new Set(HANDLERS.flatMap(({ calls }) => calls.map(({ api }) => api)));
  expect([...EVER_ASKED].filter((call) => !failing.has(call))).toEqual([]);
  expect(EVER_ASKED.size).toBe(failing.size);
});

test('Every alarm that reports a failure is an alarm of the observatory.', () => {
  const known = readFileSync(path.join(ROOT, 'lib/observatory/health-alarms.ts'), 'utf8');
  const named = HANDLERS.flatMap(({ calls, healthy, reportedBy }) => calls.flatMap((call) => cellsOf(call).flatMap(({ outcome }) => reportedBy({ ...healthy(call.scene), ...outcome.seen }))));
  const alarms = [...new Set(named)].filter((name) => /^[A-Z]/.test(name));
  expect(alarms.filter((name) => !known.includes(`id: '${name}'`))).toEqual([]);
  expect(alarms.sort()).toEqual(['CheckerSilent', 'LedgerUnavailable', 'NotifierFailing', 'PipelinesUnverifiable', 'TopicUnreachable']);
});

test('docs/failures.md shows the outcomes of these tests. Run npm run docs to write it.', () => {
  expect(readFileSync(path.join(ROOT, 'docs/failures.md'), 'utf8')).toBe(page());
});
