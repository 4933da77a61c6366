import { Contract } from '../../../core/contract/contract';
import { Run } from '../../../core/evidence/run';
import { AlarmEvent } from '../../../core/incident/fold-alarm';
import { badSlots, isHealingInDoubt, JudgedFacts, judgedFacts } from '../../../core/incident/judged-facts';
import { MINUTE } from '../../../core/time';
import { judge } from '../../../core/verdict/judge';
import { contractOf, failed, LAMBDA, ok, record, running, stage, t } from '../verdict/scenario';
import { alarm, at, nights, Story } from './story';

/** Every night at 02:00; what the evidence says at a moment. */
const nightlyMachine = contractOf({ since: t('2026-11-20 12:00') });
const nightlyFunction = contractOf({ since: t('2026-11-20 12:00'), stages: [stage({ source: LAMBDA, maxDurationSeconds: 900 })] });

const well = ['21', '22', '23'].map((day) => ok(`2026-11-${day} 02:00`, `2026-11-${day} 02:40`));
const tonight = ok('2026-11-24 02:00', '2026-11-24 02:40');
const tomorrow = ok('2026-11-25 02:00', '2026-11-25 02:40');

/** Only the successes, as the metrics of a standard state machine show them. */
function byMetrics(now: string, runs: readonly Run[], contract: Contract = nightlyMachine): JudgedFacts {
  return judgedFacts(contract, judge(contract, [record(runs.filter(({ outcome }) => outcome === 'succeeded'), { confirmsFailure: false })], t(now)));
}

function byRecord(now: string, runs: readonly Run[], contract: Contract = nightlyMachine): JudgedFacts {
  return judgedFacts(contract, judge(contract, [record(runs)], t(now)));
}

const during = (from: string, minutes = 5): Pick<AlarmEvent, 'breach'> => ({ breach: { from: at(from), to: at(from) + minutes * MINUTE } });

describe('a run that succeeded at 02:00 and a second one that fails at 10:00', () => {
  const runs = [...well, tonight, failed('2026-11-24 10:00', '2026-11-24 10:01')];
  const notified = (): Story => new Story().receives(alarm('Failed', 'ALARM', '2026-11-24 10:03', during('2026-11-24 10:00')), byMetrics('2026-11-24 10:03', runs));

  test('are no recovery, even for evidence that shows only the success', () => {
    const story = notified();
    for (const look of ['2026-11-24 10:05', '2026-11-24 12:00', '2026-11-25 01:55']) story.sees(byMetrics(look, runs), look);
    expect(story.kinds).toEqual(['opened']);
  });

  test("are no recovery if the record or a function's metrics show both", () => {
    for (const contract of [nightlyMachine, nightlyFunction]) {
      const story = new Story().receives(alarm('Failed', 'ALARM', '2026-11-24 10:03', during('2026-11-24 10:00')), byRecord('2026-11-24 10:03', runs, contract));
      for (const look of ['2026-11-24 10:05', '2026-11-24 12:00', '2026-11-25 01:55']) story.sees(byRecord(look, runs, contract), look);
      expect(story.kinds).toEqual(['opened']);
      expect(story.record.incident).toMatchObject({ failures: 1, failedAt: [at('2026-11-24 02:00')] });
    }
  });

  test('recover with a third run, at the time of that run', () => {
    const third = [...runs, ok('2026-11-24 11:00', '2026-11-24 11:40')];
    const story = notified().sees(byMetrics('2026-11-24 11:45', third), '2026-11-24 11:45');
    expect(story.kinds).toEqual(['opened', 'recovered']);
    expect(story.notifications.at(-1)!.recovered).toMatchObject({ at: at('2026-11-24 11:40'), slot: at('2026-11-24 02:00') });
  });

  test('recover with the next night', () => {
    const story = notified().sees(byMetrics('2026-11-25 02:45', [...runs, tomorrow]), '2026-11-25 02:45');
    expect(story.notifications.at(-1)!.recovered).toMatchObject({ at: at('2026-11-25 02:40'), slot: at('2026-11-25 02:00'), failures: 1 });
  });

  test('count as one more failure if an incident is open, which proof of life does not end', () => {
    const missed = new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22'), nights('2026-11-23', 'ok', 'missed'));
    const byHand = [...well, ok('2026-11-24 09:00', '2026-11-24 09:30'), failed('2026-11-24 09:31', '2026-11-24 09:32')];
    missed.receives(alarm('Failed', 'ALARM', '2026-11-24 09:34', during('2026-11-24 09:31', 1)), byMetrics('2026-11-24 09:34', byHand))
      .receives(alarm('ProofOfLife', 'OK', '2026-11-24 09:36'), byMetrics('2026-11-24 09:36', byHand))
      .sees(byMetrics('2026-11-24 09:40', byHand), '2026-11-24 09:40');
    expect(missed.kinds).not.toContain('recovered');
    const later = [...byHand, ok('2026-11-24 10:00', '2026-11-24 10:10')];
    expect(missed.sees(byMetrics('2026-11-24 10:15', later), '2026-11-24 10:15').kinds).toContain('recovered');
  });
});

describe('the failure that a success must come after', () => {
  const failedOnce = (more: Partial<AlarmEvent>): Story =>
    new Story().receives(alarm('Failed', 'ALARM', '2026-11-24 02:31', more), nights('2026-11-23', 'ok', 'running'));
  // The success of the night of the 24th is of 02:40.
  const good = nights('2026-11-23', 'ok', 'ok');

  test.each([
    ['the alarm\'s newest point, from its first moment on', during('2026-11-24 02:40'), ['opened', 'recovered']],
    ['a point a minute later', during('2026-11-24 02:41'), ['opened']],
    ['15 minutes before the alarm where it says nothing of its points or its window', {}, ['opened', 'recovered']],
  ])('is %s', (_what, more, kinds) => {
    expect(failedOnce(more).sees(good, '2026-11-24 02:50').kinds).toEqual(kinds);
  });

  test('is at most 15 minutes before an alarm that does not report its points', () => {
    expect(new Story().receives(alarm('Failed', 'ALARM', '2026-11-24 02:55'), good).sees(good, '2026-11-24 02:56').kinds).toEqual(['opened', 'recovered']);
    expect(new Story().receives(alarm('Failed', 'ALARM', '2026-11-24 02:56'), good).sees(good, '2026-11-24 02:57').kinds).toEqual(['opened']);
  });

  test('is the newest of several failures, in whatever order they are reported', () => {
    for (const order of [['02:20', '02:41'], ['02:41', '02:20']]) {
      const story = new Story();
      for (const [index, minute] of order.entries()) story.receives(alarm('Failed', 'ALARM', at('2026-11-24 02:50') + index, during(`2026-11-24 ${minute}`)), nights('2026-11-23', 'ok', 'running'));
      expect(story.sees(good, '2026-11-24 02:55').kinds).not.toContain('recovered');
      expect(story.record.incident?.lastFailure?.from).toBe(at('2026-11-24 02:41'));
    }
  });

  test('is not a failure of a slot after the newest good one', () => {
    const story = failedOnce(during('2026-11-24 02:30'));
    story.receives(alarm('Failed', 'ALARM', '2026-11-25 02:31', during('2026-11-23 02:00')), nights('2026-11-23', 'ok', 'failed', 'running'));
    // The failure of the 25th is known by its slot alone, and the 24th is good.
    expect(story.sees({ ...nights('2026-11-23', 'ok', 'ok', 'running') }, '2026-11-25 02:35').kinds).not.toContain('recovered');
    expect(story.sees(nights('2026-11-23', 'ok', 'ok', 'ok'), '2026-11-25 02:45').kinds).toContain('recovered');
  });

  test('is absent if the alarm reports no failed run', () => {
    const slow = new Story().receives(alarm('Deadline', 'ALARM', '2026-11-24 04:00', during('2026-11-24 03:55')), good);
    expect(slow.record.incident).not.toHaveProperty('lastFailure');
  });
});

describe('whether a record is asked before a recovery is sent', () => {
  const inDoubt = (story: Story, judged: JudgedFacts): boolean => isHealingInDoubt(story.record, judged);
  const runs = [...well, ok('2026-11-24 02:00', '2026-11-24 02:41')];
  const failing = (from: string): Story => new Story().receives(alarm('Failed', 'ALARM', '2026-11-24 02:46', during(from)), byMetrics('2026-11-24 02:46', runs));
  const isOver = (story: Story): Story => story.receives(alarm('Failed', 'OK', '2026-11-24 02:50'));

  test('it is asked if the success may have come before or after the failure', () => {
    expect(inDoubt(isOver(failing('2026-11-24 02:40')), byMetrics('2026-11-24 02:51', runs))).toBe(true);
  });

  test('it is asked while the alarm is up, because the alarm then reports no further failure', () => {
    expect(inDoubt(failing('2026-11-24 02:30'), byMetrics('2026-11-24 02:51', runs))).toBe(true);
    expect(inDoubt(isOver(failing('2026-11-24 02:30')), byMetrics('2026-11-24 02:51', runs))).toBe(false);
  });

  test('it is not asked if nothing would be sent: the failure came later, the evidence shows an open incident, or proof of life is up', () => {
    expect(inDoubt(failing('2026-11-24 02:42'), byMetrics('2026-11-24 02:51', runs))).toBe(false);
    expect(inDoubt(failing('2026-11-24 02:40'), byRecord('2026-11-24 02:51', [...runs, failed('2026-11-24 02:41', '2026-11-24 02:42')]))).toBe(false);
    expect(inDoubt(failing('2026-11-24 02:40').receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:47')), byMetrics('2026-11-24 02:51', runs))).toBe(false);
    expect(inDoubt(new Story(), byMetrics('2026-11-24 02:51', runs))).toBe(false);
  });
});

describe('an hourly run that fails after the next one has succeeded', () => {
  const hourly = contractOf({ since: t('2026-11-24 08:30'), expectation: { ...nightlyMachine.expectation, schedule: 'cron(0 * * * ? *)' } as Contract['expectation'], stages: [stage({ maxDurationSeconds: 5400 })] });
  const runs = [ok('2026-11-24 09:00', '2026-11-24 09:10'), failed('2026-11-24 10:00', '2026-11-24 11:20'), ok('2026-11-24 11:00', '2026-11-24 11:10')];

  test('is sent once, as the failure of its own slot, until a later success', () => {
    const story = new Story()
      .receives(alarm('Failed', 'ALARM', '2026-11-24 11:23', during('2026-11-24 11:20')), byRecord('2026-11-24 11:23', runs, hourly))
      .receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 11:26'), byRecord('2026-11-24 11:26', runs, hourly))
      .sees(byRecord('2026-11-24 11:30', runs, hourly), '2026-11-24 11:30');
    expect(story.kinds).toEqual(['opened']);
    expect(story.record.incident).toMatchObject({ since: at('2026-11-24 10:00'), failures: 1, failedAt: [at('2026-11-24 10:00')] });
    const healed = [...runs, ok('2026-11-24 12:00', '2026-11-24 12:10')];
    story.receives(alarm('ProofOfLife', 'OK', '2026-11-24 12:16'), byRecord('2026-11-24 12:16', healed, hourly));
    expect(story.notifications.at(-1)!.recovered).toMatchObject({ at: at('2026-11-24 12:10'), slot: at('2026-11-24 12:00'), failures: 1 });
  });

  test('is bad although a younger slot is good', () => {
    expect(badSlots(byRecord('2026-11-24 11:23', runs, hourly)).map(({ slot }) => slot)).toEqual([at('2026-11-24 10:00')]);
    expect(badSlots(byRecord('2026-11-24 12:11', [...runs, ok('2026-11-24 12:00', '2026-11-24 12:10')], hourly))).toEqual([]);
  });

  test('is sent as hanging by proof of life when it exceeds its longest duration', () => {
    const hangs = [runs[0]!, running('2026-11-24 10:00'), runs[2]!];
    const story = new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 11:41'), byRecord('2026-11-24 11:41', hangs, hourly));
    expect(story.record.incident).toMatchObject({ since: at('2026-11-24 10:00'), verdict: 'stuck', failedAt: [at('2026-11-24 10:00')] });
  });
});
