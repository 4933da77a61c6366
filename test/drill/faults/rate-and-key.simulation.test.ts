import { Duration } from 'aws-cdk-lib/core';
import { Drill, type DrillResult, type FaultId } from '../../../drill';
import { remedyOf } from '../../../drill/report/remedies';
import { rateAndKey } from './rate-and-key';

const drills = [1, 2].map((failuresToAlarm) => Drill.of(rateAndKey({ failuresToAlarm })));

async function resultsOf(fault: FaultId): Promise<DrillResult[]> {
  return Promise.all(drills.map((drill) => drill.run(fault)));
}

describe('A rate that is made again', () => {
  test('raises no alarm as long as its runs come, however many bad runs it takes to raise one.', async () => {
    for (const { outcome, messages } of await resultsOf('phaseMoves')) {
      expect(outcome).toBe('correctlyQuiet');
      expect(messages.filter(({ state }) => state !== 'OK')).toEqual([]);
    }
  });

  test('is taken for a miss where the run is judged before it comes at its new time, and the remedy is a start date.', async () => {
    const { outcome, messages } = await Drill.of(rateAndKey({ timeout: Duration.seconds(30) })).run('phaseMoves');
    expect([outcome, messages.filter(({ state }) => state !== 'OK')]).toEqual(['falseAlarm', [expect.objectContaining({ pipelines: ['HourlySync'] })]]);
    expect(remedyOf({ outcome: 'falseAlarm', fault: 'phaseMoves' })).toMatch(/^Give the schedule a start date/);
  });

  test('is detected in time when its runs stop, counted from the time at which they come now.', async () => {
    const results = await resultsOf('phaseMovesThenStops');
    for (const result of results) expect(result).toMatchObject({ outcome: 'detected', by: 'notifier: HourlySync' });
    expect(results[0]!.detectedAt!).toBeGreaterThan(results[0]!.knowableAt!);
  });
});

describe('A key that is disabled', () => {
  test('with which all topics are encrypted lets no message through, which is a known gap.', async () => {
    const [result] = await resultsOf('keyDisabled');
    expect(result).toMatchObject({
      outcome: 'undetected', messages: [],
      reason: expect.stringMatching(/NotifierFailing\w* went off, but its message was lost: the topic's key arn:aws:kms:\S+ is disabled\.$/),
      knownGap: 'The key encrypts all topics, so no message can be published, including one that reports the key. Nothing outside the topics checks the key yet.',
    });
  });
});
