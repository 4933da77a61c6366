import { Contract, ScheduledExpectation } from '../../../core/contract/contract';
import { Run, StageEvidence } from '../../../core/evidence/run';
import { Judgement } from '../../../core/verdict/verdict';
import {
  contractOf, ContractParts, failed, hourly, incidentOf, judgeAt, LAMBDA, minutes, nightly, ok, record, running, slotsOf, stage,
  t,
} from './scenario';

/** One letter per night from 10 March on: o ok, l late, f failed, m missed, r running. */
function nights(letters: string): Run[] {
  return letters.split('').flatMap((letter, index): Run[] => {
    const day = `2026-03-${10 + index}`;
    const runs: Record<string, Run[]> = { o: [ok(`${day} 02:00`)], l: [ok(`${day} 09:00`)], f: [failed(`${day} 02:00`)], r: [running(`${day} 22:59`)], m: [] };
    return runs[letter];
  });
}

/** Judged late in the evening of the last night. */
function after(letters: string, parts: ContractParts = {}, more: Partial<StageEvidence> = {}): Judgement {
  return judgeAt(`2026-03-${9 + letters.length} 23:00`, contractOf(parts), [record(nights(letters), more)]);
}

const FUSSY = { expectation: nightly({ failuresToAlarm: 3, successesToRecover: 2 }) };

describe('an incident', () => {
  test.each([
    ['o', undefined, 1],
    ['m', 'since 2026-03-10 02:00, 1 bad, missed', 0],
    ['om', 'since 2026-03-11 02:00, 1 bad, missed', 0],
    ['omf', 'since 2026-03-11 02:00, 2 bad, failed', 0],
    ['omfo', undefined, 1],
    ['mfl', undefined, 1],
    ['omr', 'since 2026-03-11 02:00, 1 bad, missed', 0],
    ['or', undefined, 1],
    ['r', undefined, undefined],
  ])('after the nights %s is %s, and proof of life %s', (letters, incident, proofOfLife) => {
    const judgement = after(letters);
    expect(incidentOf(judgement)).toBe(incident);
    expect(judgement.proofOfLife).toBe(proofOfLife);
  });

  test.each([
    ['oomm', undefined, 1],
    ['oommm', 'since 2026-03-12 02:00, 3 bad, missed', 0],
    ['oommom', undefined, 1],
    ['oommommm', 'since 2026-03-15 02:00, 3 bad, missed', 0],
    ['ooommmo', 'since 2026-03-13 02:00, 3 bad, missed', 0],
    ['ooommmom', 'since 2026-03-13 02:00, 4 bad, missed', 0],
    ['ooommmomo', 'since 2026-03-13 02:00, 4 bad, missed', 0],
    ['ooommmol', undefined, 1],
    ['ooommmor', 'since 2026-03-13 02:00, 3 bad, missed', 0],
  ])('with three to open and two to close, after the nights %s is %s, and proof of life %s', (letters, incident, proofOfLife) => {
    const judgement = after(letters, FUSSY);
    expect(incidentOf(judgement)).toBe(incident);
    expect(judgement.proofOfLife).toBe(proofOfLife);
  });

  test('is dated from its first bad slot, not from the one that opened it', () => {
    expect(after('ommm', FUSSY).incident).toMatchObject({ since: t('2026-03-11 02:00'), badSlots: 3 });
  });

  test('too few bad slots for an incident leave proof of life as it was: good, or not known yet', () => {
    expect(after('om', FUSSY).proofOfLife).toBe(1);
    expect(after('mm', FUSSY).proofOfLife).toBeUndefined();
    expect(after('mmo', FUSSY).proofOfLife).toBe(1);
  });

  test('a pending slot changes nothing', () => {
    expect(incidentOf(judgeAt('2026-03-11 02:10', contractOf(), nights('m')))).toBe('since 2026-03-10 02:00, 1 bad, missed');
    expect(judgeAt('2026-03-11 02:10', contractOf(), nights('o')).proofOfLife).toBe(1);
  });
});

describe('a run that ends badly after younger ones have succeeded', () => {
  const long = (more: Partial<ScheduledExpectation> = {}): Contract => contractOf({ expectation: hourly(more), stages: [stage({ maxDurationSeconds: minutes(90) })], since: t('2026-03-10 08:30') });
  const before = [ok('2026-03-10 09:00', '2026-03-10 09:10'), ok('2026-03-10 11:00', '2026-03-10 11:10')];
  const hangs = [...before, running('2026-03-10 10:00')];
  const fails = [...before, failed('2026-03-10 10:00', '2026-03-10 11:20')];

  test('opens an incident when it is stuck, but not before', () => {
    expect(judgeAt('2026-03-10 11:35', long(), hangs)).toMatchObject({ incident: undefined, proofOfLife: 1 });
    const judgement = judgeAt('2026-03-10 11:35:00.001', long(), hangs);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 09:00 ok', '2026-03-10 10:00 stuck', '2026-03-10 11:00 ok']);
    expect(incidentOf(judgement)).toBe('since 2026-03-10 10:00, 1 bad, stuck');
    expect(judgement.proofOfLife).toBe(0);
  });

  test('opens an incident when it fails', () => {
    expect(incidentOf(judgeAt('2026-03-10 11:21', long(), fails))).toBe('since 2026-03-10 10:00, 1 bad, failed');
  });

  test.each([['2026-03-10 11:20', undefined], ['2026-03-10 11:19:59.999', 'since 2026-03-10 10:00, 1 bad, failed']])('is healed by a success at %s: %s', (success, incident) => {
    const runs = [failed('2026-03-10 10:00', '2026-03-10 11:20'), ok('2026-03-10 11:00', success)];
    expect(incidentOf(judgeAt('2026-03-10 11:30', long(), runs))).toBe(incident);
  });

  test('is healed by the next slot, and by a repetition in the younger one', () => {
    expect(judgeAt('2026-03-10 12:11', long(), [...fails, ok('2026-03-10 12:00', '2026-03-10 12:10')])).toMatchObject({ incident: undefined, proofOfLife: 1 });
    expect(judgeAt('2026-03-10 11:55', long(), [...fails, ok('2026-03-10 11:40', '2026-03-10 11:50')])).toMatchObject({ incident: undefined, proofOfLife: 1 });
  });

  test('is healed, if it hangs, by a success after it was due to end, and opens an incident again if it fails later', () => {
    const later = [...before, ok('2026-03-10 12:00', '2026-03-10 12:10')];
    expect(judgeAt('2026-03-10 12:20', long(), [...later, running('2026-03-10 10:00')])).toMatchObject({ incident: undefined, proofOfLife: 1 });
    expect(incidentOf(judgeAt('2026-03-10 12:31', long(), [...later, failed('2026-03-10 10:00', '2026-03-10 12:30')]))).toBe('since 2026-03-10 10:00, 1 bad, failed');
  });

  test('is in a row with the bad slots that follow, but not with those that the success healed', () => {
    const mixed = [failed('2026-03-10 09:00', '2026-03-10 09:10'), failed('2026-03-10 10:00', '2026-03-10 11:20'), ok('2026-03-10 11:00', '2026-03-10 11:10'), failed('2026-03-10 12:00')];
    expect(incidentOf(judgeAt('2026-03-10 11:30', long({ failuresToAlarm: 2 }), mixed.slice(0, 3)))).toBeUndefined();
    expect(incidentOf(judgeAt('2026-03-10 12:30', long({ failuresToAlarm: 2 }), mixed))).toBe('since 2026-03-10 10:00, 2 bad, failed');
  });

  test('has ended badly when the last of its attempts has', () => {
    const attempts = [failed('2026-03-10 10:00', '2026-03-10 10:20'), failed('2026-03-10 10:30', '2026-03-10 11:20'), ok('2026-03-10 11:00', '2026-03-10 11:10')];
    expect(incidentOf(judgeAt('2026-03-10 11:30', long(), attempts))).toBe('since 2026-03-10 10:00, 1 bad, failed');
  });

  test('needs as many later successes as close an incident', () => {
    const runs = [...fails, ok('2026-03-10 12:00', '2026-03-10 12:10')];
    expect(incidentOf(judgeAt('2026-03-10 12:30', long({ successesToRecover: 2 }), runs))).toBe('since 2026-03-10 10:00, 1 bad, failed');
    expect(incidentOf(judgeAt('2026-03-10 13:30', long({ successesToRecover: 2 }), [...runs, ok('2026-03-10 13:00')]))).toBeUndefined();
  });

  test('is looked up in the record if metrics show only successes', () => {
    expect(judgeAt('2026-03-10 11:30', long(), [record(before, { confirmsFailure: false })])).toMatchObject({ proofOfLife: undefined, toConfirm: ['load'] });
  });

  test('is not forgotten if a record begins after its slot', () => {
    const runs = [ok('2026-03-10 11:00', '2026-03-10 11:10')];
    expect(judgeAt('2026-03-10 11:30', long(), [record(runs, { from: t('2026-03-10 10:58') })])).toMatchObject({ needsHistory: true });
    const later = [...runs, ok('2026-03-10 12:00', '2026-03-10 12:29')];
    expect(judgeAt('2026-03-10 12:40', long(), [record(later, { from: t('2026-03-10 10:58') })])).toMatchObject({ needsHistory: false });
  });
});

describe('what is not known', () => {
  /** As if reading was interrupted: successes were seen, and the rest is not known. */
  const partly = { problem: 'throttled' };

  test('opens no incident', () => {
    const judgement = after('om', {}, partly);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 ok', '2026-03-11 02:00 unknown']);
    expect(judgement).toMatchObject({ incident: undefined, proofOfLife: undefined, problems: ['load: throttled'] });
  });

  test('closes no incident', () => {
    const two = contractOf({ stages: [stage(), stage({ name: 'publish' })] });
    const load = record(nights('o'), { stage: 'load' });
    const publish = record([], { stage: 'publish', problem: 'throttled' });
    const seen = { ...publish, problem: undefined };
    const judgement = judgeAt('2026-03-11 23:00', two, [load, seen]);
    expect(incidentOf(judgement)).toBe('since 2026-03-10 02:00, 2 bad, missed');
    const half = judgeAt('2026-03-11 23:00', two, [record(nights('mo'), { stage: 'load' }), publish]);
    expect(slotsOf(half)).toEqual(['2026-03-10 02:00 missed', '2026-03-11 02:00 unknown']);
    expect(incidentOf(half)).toBe('since 2026-03-10 02:00, 1 bad, missed');
    expect(half.proofOfLife).toBeUndefined();
  });

  test('between good slots changes nothing, but is reported until enough good ones follow each other', () => {
    const fussy = { expectation: nightly({ successesToRecover: 2 }) };
    expect(after('omo', fussy, partly)).toMatchObject({ incident: undefined, problems: ['load: throttled'] });
    expect(after('omooo', fussy, partly)).toMatchObject({ incident: undefined, proofOfLife: 1, problems: [] });
  });

  test('is replaced by a success that was read, once a run of the unknown slot would have ended before it', () => {
    const judgement = after('mo', {}, partly);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 unknown', '2026-03-11 02:00 ok']);
    expect(judgement).toMatchObject({ proofOfLife: undefined, problems: ['load: throttled'] });
    expect(after('moo', {}, partly)).toMatchObject({ proofOfLife: 1, problems: [], toConfirm: [] });
  });
});

describe('best-effort metrics', () => {
  const metrics = { confirmsFailure: false };

  test.each([
    ['m', 'did not start'],
    ['r', 'started and did not end in time'],
    ['f', 'failed'],
  ])('confirm no failure: the night %s is unknown until the authoritative record was asked', (letter, reason) => {
    const judgement = judgeAt('2026-03-11 01:00', contractOf(), [record(nights(letter), metrics)]);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 unknown']);
    expect(judgement.slots[0].decidedBy).toMatchObject({ reason: `${reason} according to best-effort metrics, which cannot confirm a failure`, unconfirmed: true });
    expect(judgement).toMatchObject({ proofOfLife: undefined, incident: undefined, toConfirm: ['load'] });
  });

  test('confirm life', () => {
    expect(after('o', {}, metrics)).toMatchObject({ proofOfLife: 1, toConfirm: [], problems: [] });
  });

  test('are checked even after a newer slot is good, until a success came after a run of the slot would have ended', () => {
    const seen = (success: string): Judgement => judgeAt('2026-03-11 23:00', contractOf(), [record([ok('2026-03-11 02:00', success)], metrics)]);
    // It may have started until 01:59, and may take an hour.
    expect(seen('2026-03-11 02:58:59.999')).toMatchObject({ proofOfLife: undefined, toConfirm: ['load'] });
    expect(seen('2026-03-11 02:59')).toMatchObject({ proofOfLife: 1, toConfirm: [], problems: [] });
  });

  test('are checked between good slots that have to follow each other', () => {
    const judgement = after('omo', { expectation: nightly({ successesToRecover: 2 }) }, metrics);
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 ok', '2026-03-11 02:00 unknown', '2026-03-12 02:00 ok']);
    expect(judgement.toConfirm).toEqual(['load']);
    expect(after('omooo', { expectation: nightly({ successesToRecover: 2 }) }, metrics).toConfirm).toEqual([]);
  });

  test('are not checked before the bound', () => {
    expect(judgeAt('2026-03-10 02:20', contractOf(), [record([], metrics)])).toMatchObject({ toConfirm: [], problems: [] });
    const hidden = contractOf({ stages: [stage({ source: LAMBDA })] });
    expect(judgeAt('2026-03-10 03:20', hidden, [record([], metrics)])).toMatchObject({ toConfirm: [], problems: [] });
  });

  test('name each stage once', () => {
    const two = contractOf({ stages: [stage(), stage({ name: 'publish' })] });
    const judgement = judgeAt('2026-03-12 23:00', two, [record([], metrics), record([], { ...metrics, stage: 'publish' })]);
    expect(judgement.toConfirm).toEqual(['load', 'publish']);
  });
});

describe('a record that does not reach back to the contract', () => {
  const from = (text: string): Partial<StageEvidence> => ({ from: t(text) });

  test('needs a longer one if it cannot show whether an incident was open before', () => {
    const judgement = judgeAt('2026-03-12 23:00', contractOf(), [record([], from('2026-03-11 01:58'))]);
    expect(slotsOf(judgement)).toEqual(['2026-03-11 02:00 missed', '2026-03-12 02:00 missed']);
    expect(judgement.needsHistory).toBe(true);
    expect(incidentOf(judgement)).toBe('since at least 2026-03-11 02:00, 2 bad, missed');
  });

  test('needs no longer one once enough good slots in a row close whatever was open', () => {
    expect(after('moom', {}, from('2026-03-11 01:58'))).toMatchObject({ needsHistory: false, incident: { since: t('2026-03-13 02:00'), sinceAtLeast: false } });
    expect(after('moom', FUSSY, from('2026-03-12 01:58'))).toMatchObject({ needsHistory: true });
    // The run of the night before may have ended badly after the first success.
    expect(after('moom', FUSSY, from('2026-03-11 01:58'))).toMatchObject({ needsHistory: true });
    expect(after('mooom', FUSSY, from('2026-03-11 01:58'))).toMatchObject({ needsHistory: false });
  });

  test('does not make the date of an older incident certain with too few successes to close it', () => {
    const fussy = { expectation: nightly({ failuresToAlarm: 1, successesToRecover: 2 }) };
    expect(incidentOf(after('mom', fussy, from('2026-03-11 01:58')))).toBe('since at least 2026-03-12 02:00, 1 bad, missed');
    expect(incidentOf(after('mom', fussy))).toBe('since 2026-03-10 02:00, 2 bad, missed');
  });

  test('needs no longer one if nothing was owed yet', () => {
    expect(judgeAt('2026-03-09 13:00', contractOf(), [record([], from('2026-03-09 13:00'))])).toMatchObject({ slots: [], needsHistory: false });
  });

  test('judges only slots whose whole window it covers', () => {
    expect(slotsOf(after('ooo', {}, from('2026-03-11 01:59')))).toEqual(['2026-03-11 02:00 ok', '2026-03-12 02:00 ok']);
    expect(slotsOf(after('ooo', {}, from('2026-03-11 01:59:00.001')))).toEqual(['2026-03-12 02:00 ok']);
  });

  test('makes the newest slot unknown, and raises an alarm, if it is too short for it', () => {
    const judgement = after('om', {}, from('2026-03-11 12:00'));
    expect(slotsOf(judgement)).toEqual(['2026-03-11 02:00 unknown']);
    expect(judgement).toMatchObject({ proofOfLife: undefined, incident: undefined, problems: ['load: its run data does not reach back to this due time'] });
  });

  test('counts a success in the newest slot, however short it is', () => {
    expect(after('ol', {}, from('2026-03-11 08:00'))).toMatchObject({ proofOfLife: 1, problems: [] });
  });

  test('leaves out a slot that cannot be verified any more', () => {
    const yearly = contractOf({ expectation: nightly({ schedule: 'cron(0 2 1 1 ? *)' }), since: t('2025-06-01 00:00') });
    const judgement = judgeAt('2026-05-01 00:00', yearly, [record([], from('2026-02-01 00:00'))]);
    expect(judgement).toMatchObject({ slots: [], proofOfLife: undefined, problems: [], needsHistory: false });
  });

  test('decides, if it is the shortest, how far back slots are judged', () => {
    const two = contractOf({ stages: [stage(), stage({ name: 'publish' })] });
    const judgement = judgeAt('2026-03-12 23:00', two, [record(nights('ooo')), record(nights('ooo'), { stage: 'publish', ...from('2026-03-11 12:00') })]);
    expect(slotsOf(judgement)).toEqual(['2026-03-12 02:00 ok']);
  });
});
