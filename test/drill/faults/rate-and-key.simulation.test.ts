import { Duration } from 'aws-cdk-lib/core';
import { Drill, type DrillResult, type FaultId } from '../../../drill';
import { rateAndKey } from './rate-and-key';

const drills = [1, 2].map((failuresToAlarm) => Drill.of(rateAndKey({ failuresToAlarm })));

async function resultsOf(fault: FaultId): Promise<DrillResult[]> {
  return Promise.all(drills.map((drill) => drill.run(fault)));
}

describe('A rate that is recreated', () => {
  test('raises no alarm while its runs come, however many bad runs it takes to raise one.', async () => {
    for (const { outcome, messages } of await resultsOf('phaseMoves')) {
      expect(outcome).toBe('correctlyQuiet');
      expect(messages.filter(({ state }) => state !== 'OK')).toEqual([]);
    }
  });

  test('raises no alarm either where the run is judged before its new time: it is due an interval after the last one.', async () => {
    const { outcome, messages } = await Drill.of(rateAndKey({ timeout: Duration.seconds(30) })).run('phaseMoves');
    expect([outcome, messages.filter(({ state }) => state !== 'OK')]).toEqual(['correctlyQuiet', []]);
  });

  test('is detected in time when its runs stop, counted from their new time.', async () => {
    const results = await resultsOf('phaseMovesThenStops');
    for (const result of results) expect(result).toMatchObject({ outcome: 'detected', by: 'notifier: HourlySync' });
    expect(results[0]!.detectedAt!).toBeGreaterThan(results[0]!.knowableAt!);
  });
});

describe('A disabled key', () => {
  test('that encrypts all topics lets no message through, which is a known gap.', async () => {
    const [result] = await resultsOf('keyDisabled');
    expect(result).toMatchObject({
      outcome: 'undetected', messages: [],
      reason: expect.stringMatching(/NotifierFailing\w* went off, but its message was lost: the topic's key arn:aws:kms:\S+ is disabled\.$/),
      knownGap: 'The key encrypts all topics, so no message can be published, including one that reports the key. Nothing outside the topics checks the key yet.',
    });
  });
});
