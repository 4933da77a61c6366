import { StageContract } from '../../../core/contract/contract';
import { Run } from '../../../core/evidence/run';
import { judge } from '../../../core/verdict/judge';
import {
  contractOf, failed, hours, incidentOf, judgeAt, newestOf, nightly, ok, record, running, show, slotsOf, stage, t,
} from './scenario';

const load = stage({ name: 'load' });
const publish = stage({ name: 'publish', startWithinSeconds: hours(1) });
const contract = contractOf({ stages: [load, publish] });
const records = (ofLoad: readonly Run[], ofPublish: readonly Run[]): ReturnType<typeof record>[] =>
  [record(ofLoad, { stage: 'load' }), record(ofPublish, { stage: 'publish' })];

describe('a pipeline of several stages', () => {
  test('is ok if all of them are', () => {
    const judgement = judgeAt('2026-03-10 04:00', contract, records([ok('2026-03-10 02:00')], [ok('2026-03-10 02:30')]));
    expect(slotsOf(judgement)).toEqual(['2026-03-10 02:00 ok']);
    expect(judgement.slots[0].stages.map(({ stage: name, verdict }) => `${name} ${verdict}`)).toEqual(['load ok', 'publish ok']);
  });

  test.each([
    ['late', [ok('2026-03-10 02:00')], [ok('2026-03-10 03:01')], 'publish'],
    ['late', [ok('2026-03-10 02:16')], [ok('2026-03-10 02:30')], 'load'],
    ['pending', [ok('2026-03-10 02:00')], [], 'publish'],
    ['running', [ok('2026-03-10 02:00')], [running('2026-03-10 02:10')], 'publish'],
    ['running', [], [running('2026-03-10 02:05')], 'publish'],
    ['failed', [failed('2026-03-10 02:00')], [], 'load'],
  ] as const)('is %s when its worst stage is', (verdict, ofLoad, ofPublish, decidedBy) => {
    const now = verdict === 'late' ? '2026-03-10 03:02' : '2026-03-10 02:20';
    const [slot] = judgeAt(now, contract, records(ofLoad, ofPublish)).slots;
    expect(slot).toMatchObject({ verdict, decidedBy: { stage: decidedBy } });
  });

  test('names the first bad stage, because later stages fail as a consequence', () => {
    const judgement = judgeAt('2026-03-10 05:00', contract, records([failed('2026-03-10 02:00')], []));
    expect(judgement.slots[0].decidedBy).toMatchObject({ stage: 'load', verdict: 'failed' });
    expect(judgement.incident).toMatchObject({ verdict: 'failed', decidedBy: { stage: 'load' } });
    const other = judgeAt('2026-03-10 05:00', contract, records([running('2026-03-10 02:00')], [failed('2026-03-10 02:30')]));
    expect(other.slots[0].decidedBy).toMatchObject({ stage: 'load', verdict: 'stuck' });
  });

  test('is bad if one stage is bad and another cannot be read', () => {
    const judgement = judgeAt('2026-03-10 05:00', contract, [record([], { stage: 'load', problem: 'denied' }), record([], { stage: 'publish' })]);
    expect(judgement.slots[0].decidedBy).toMatchObject({ stage: 'publish', verdict: 'missed' });
    expect(judgement.problems).toEqual(['load: denied']);
    expect(judgement.proofOfLife).toBe(0);
  });

  test('succeeded last when its slowest stage did', () => {
    const judgement = judgeAt('2026-03-12 05:00', contract, records([ok('2026-03-10 02:00'), ok('2026-03-12 02:00')], [ok('2026-03-10 02:30')]));
    expect(show(judgement.lastSuccess)).toBe('2026-03-10 02:30');
    expect(judgeAt('2026-03-12 05:00', contract, records([ok('2026-03-10 02:00')], [])).lastSuccess).toBeUndefined();
  });

  test('finds each record by the name of its stage, in any order', () => {
    const evidence = records([ok('2026-03-10 02:00')], [ok('2026-03-10 02:30')]);
    expect(judge(contract, [...evidence].reverse(), t('2026-03-10 04:00'))).toEqual(judge(contract, evidence, t('2026-03-10 04:00')));
  });
});

describe('an optional stage', () => {
  const repair: StageContract = stage({ name: 'repair', optional: true });

  test('has no part in the verdict and needs no evidence', () => {
    const judgement = judgeAt('2026-03-10 05:00', contractOf({ stages: [load, repair] }), [record([ok('2026-03-10 02:00')])]);
    expect(newestOf(judgement)).toBe('ok: succeeded');
    expect(judgement).toMatchObject({ proofOfLife: 1, problems: [] });
  });

  test('fails without harm', () => {
    const judgement = judgeAt('2026-03-10 05:00', contractOf({ stages: [repair, load] }), [
      record([failed('2026-03-10 02:00')], { stage: 'repair' }), record([ok('2026-03-10 02:00')]),
    ]);
    expect(incidentOf(judgement)).toBeUndefined();
  });
});

describe('an optional slot of several stages', () => {
  test('counts once all of them succeeded', () => {
    const excluding = contractOf({ stages: [load, publish], expectation: nightly({ excludeDates: ['2026-03-10'] }) });
    expect(slotsOf(judgeAt('2026-03-10 05:00', excluding, records([ok('2026-03-10 02:00')], [])))).toEqual([]);
    expect(slotsOf(judgeAt('2026-03-10 05:00', excluding, records([ok('2026-03-10 02:00')], [ok('2026-03-10 02:30')])))).toEqual(['2026-03-10 02:00 ok']);
  });
});
