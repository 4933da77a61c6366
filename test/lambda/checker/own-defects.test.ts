import * as core from '../../../core';
import { METRICS } from '../../../core';
import { tick } from '../../../lambda/checker/tick';
import { VerdictLog } from '../../../lambda/checker/verdict-log';
import { at, nightly, stored } from './fake-contracts';
import { FakePorts } from './fake-ports';

// Defects of our own that one pipeline's contract or evidence would bring out: simulated, since none is known.
let defect: 'readContract' | 'evidenceFrom' | 'judge' | undefined;

jest.mock('../../../core', () => {
  const actual = jest.requireActual<typeof core>('../../../core');
  const failing = (name: string, isBroken: (...args: never[]) => boolean, work: (...args: never[]) => unknown) => (...args: never[]): unknown => {
    if (defect === name && isBroken(...args)) throw new RangeError('a defect of ours');
    return work(...args);
  };
  const ofBroken = ({ pipeline }: core.Contract): boolean => pipeline === 'Broken';
  return {
    ...actual,
    readContract: failing('readContract', (text: string) => text.includes('Broken'), actual.readContract),
    evidenceFrom: failing('evidenceFrom', ofBroken, actual.evidenceFrom),
    judge: failing('judge', ofBroken, actual.judge),
  };
});

afterEach(() => { defect = undefined; });

test.each([
  ['readContract', 'brokenContract', 'contract: not readable: RangeError: a defect of ours'],
  ['evidenceFrom', 'notGathered', 'RangeError: a defect of ours'],
  ['judge', 'notJudged', 'RangeError: a defect of ours'],
] as const)('A defect in %s that one pipeline brings out makes it unverifiable, is told, and stops no other.', async (where, event, problem) => {
  defect = where;
  const ports = new FakePorts(stored(nightly('Broken')), stored(nightly('Orders')));
  for (const day of ['2026-03-08', '2026-03-09', '2026-03-10']) ports.functionRan('Orders', at('02:00:10', day));
  expect(await tick(ports, at('06:00:00'))).toEqual({ complete: true, pipelines: 2, unverifiable: 1 });
  expect(ports.linesOf(event)).toMatchObject([{ level: 'ERROR', problem }]);
  expect(ports.value(METRICS.proofOfLife, 'Broken')).toBeUndefined();
  expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
});

test('A date that is none does not keep a verdict out of the log.', () => {
  const ports = new FakePorts();
  new VerdictLog().write(ports, { pipeline: 'Orders', slots: [], toConvict: [], needsHistory: false, problems: [], nextDue: Infinity } as core.Judgement);
  expect(ports.lines).toEqual([{ level: 'INFO', event: 'verdict', pipeline: 'Orders', verdict: 'pending', nextDue: 'Infinity' }]);
});
