import { runChecker } from './checker-run';
import { all, failing, slow, throttled } from './faults';
import { CRITICAL, storm } from './notifier-storm';

/** Of a busy machine: each test waits for processes of its own. */
jest.setTimeout(30_000);

test('One tick of the bundled checker judges 200 pipelines in 27 requests and writes a new ledger, over the wire protocol of AWS.', async () => {
  const { account, tick, peakMb } = await runChecker({ pipelines: 200, nights: 'healthy' });
  expect(tick).toEqual({ complete: true, pipelines: 200, unverifiable: 0 });
  expect(Object.fromEntries(account.standIn.requests)).toEqual({
    GetParametersByPath: 20, GetMetricData: 2, GetTopicAttributes: 1, PutMetricData: 2,
    // The ledger is new: its standings are queried once, and each pipeline gets a row and a standing.
    Query: 1, GetItem: 1, PutItem: 400,
  });
  expect(account.published.filter(({ metric, value }) => metric === 'ProofOfLife' && value === 1)).toHaveLength(200);
  expect(account.published.at(-1)).toEqual({ metric: 'CheckerHeartbeat', dimensions: { Observatory: 'Prod' }, value: 1 });
  expect(peakMb).toBeLessThan(512);
});

test('A night in which none of 200 pipelines ran needs one listing of each machine.', async () => {
  const { account, tick } = await runChecker({ pipelines: 200, nights: 'missed' });
  expect(tick).toEqual({ complete: true, pipelines: 200, unverifiable: 0 });
  expect(account.standIn.requests.get('ListExecutions')).toBe(200);
  expect(account.published.filter(({ metric, value }) => metric === 'ProofOfLife' && value === 0)).toHaveLength(200);
});

test('When a page of the contracts fails for good, those before it are judged and there is no heartbeat.', async () => {
  const { account, tick } = await runChecker({ pipelines: 200, nights: 'healthy', faults: failing('GetParametersByPath', 15) });
  expect(tick).toEqual({ complete: false, pipelines: 150, unverifiable: 0 });
  expect(account.published.filter(({ metric }) => metric === 'ProofOfLife')).toHaveLength(150);
  expect(account.published.map(({ metric }) => metric)).not.toContain('CheckerHeartbeat');
  // The SDK has tried it four times.
  expect(account.standIn.requests.get('GetParametersByPath')).toBe(19);
});

test('When pages come too slowly, the contracts that came are judged in the time that is reserved for it.', async () => {
  const { account, tick } = await runChecker({ pipelines: 200, nights: 'healthy', faults: slow(150, 'GetParametersByPath'), timeoutMillis: 1500 });
  expect(tick.complete).toBe(false);
  expect(tick.pipelines).toBeGreaterThan(0);
  expect(account.published.filter(({ metric }) => metric === 'ProofOfLife')).toHaveLength(tick.pipelines);
});

test('A throttled call is repeated until it is answered.', async () => {
  const { account, tick } = await runChecker({ pipelines: 200, nights: 'healthy', faults: all(throttled('GetParametersByPath', 200, undefined, 10), throttled('GetMetricData', 5, undefined, 1)) });
  expect(tick).toEqual({ complete: true, pipelines: 200, unverifiable: 0 });
  expect(account.standIn.throttled.get('GetMetricData')).toBeGreaterThan(0);
});

test('A storm of 30 alarms is four messages of the bundled notifier, none of which is sent twice, and all of its incidents are in the table.', async () => {
  const { account, received, ticks } = await storm(30);
  expect(received.filter(({ error }) => error !== undefined)).toEqual([]);
  expect(ticks.map(({ result, error }) => [(result as { incidents: number }).incidents, error])).toEqual([[30, undefined], [30, undefined]]);
  expect(account.sent.map(({ topicArn }) => topicArn)).toEqual([CRITICAL, CRITICAL, CRITICAL, CRITICAL]);
  expect(account.sent.at(-1)!.subject).toMatch(/^CRITICAL: 27 more of 30 pipelines went wrong/);
  // And the observatory's own, which says when many were sent at once.
  expect(account.table.get('record')?.size).toBe(31);
  // An incident that goes on costs no request of its own but for its profile.
  expect(Object.fromEntries(ticks[1]!.requests)).toEqual({ Query: 2, GetParameters: 6 });
});
