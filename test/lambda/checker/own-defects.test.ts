import type { Contract } from '../../../core/contract/contract';
import { METRICS } from '../../../core/metrics';
import type { Judgement } from '../../../core/verdict/verdict';

// Simulated defects of this library that the contract or the evidence of one pipeline triggers. No real one is known.
let defect: 'readContract' | 'evidenceFrom' | 'judge' | undefined;

function mockFailing(name: string, isBroken: (...args: never[]) => boolean, work: (...args: never[]) => unknown) {
  return (...args: never[]): unknown => {
    if (defect === name && isBroken(...args)) throw new RangeError('a defect of ours');
    return work(...args);
  };
}
function mockOfBroken({ pipeline }: Contract): boolean {
  return pipeline === 'Broken';
}

jest.mock('../../../core/contract/read-contract', () => {
  const actual = jest.requireActual<typeof import('../../../core/contract/read-contract')>('../../../core/contract/read-contract');
  return { ...actual, readContract: mockFailing('readContract', (text: string) => text.includes('Broken'), actual.readContract) };
});
jest.mock('../../../core/evidence/windows', () => {
  const actual = jest.requireActual<typeof import('../../../core/evidence/windows')>('../../../core/evidence/windows');
  return { ...actual, evidenceFrom: mockFailing('evidenceFrom', mockOfBroken, actual.evidenceFrom) };
});
jest.mock('../../../core/verdict/judge', () => {
  const actual = jest.requireActual<typeof import('../../../core/verdict/judge')>('../../../core/verdict/judge');
  return { ...actual, judge: mockFailing('judge', mockOfBroken, actual.judge) };
});

// Loaded only now, so that they load the mocks.
const { VerdictLog } = require('../../../lambda/checker/verdict-log') as typeof import('../../../lambda/checker/verdict-log');
const { at, nightly, stored } = require('./fake-contracts') as typeof import('./fake-contracts');
const { FakePorts, summaryOf } = require('./fake-ports') as typeof import('./fake-ports');

afterEach(() => { defect = undefined; });

test.each([
  ['readContract', 'brokenContract', 'contract: not readable: RangeError: a defect of ours'],
  ['evidenceFrom', 'notGathered', 'RangeError: a defect of ours'],
  ['judge', 'notJudged', 'RangeError: a defect of ours'],
] as const)('A defect in %s that one pipeline triggers makes that pipeline unverifiable, is logged, and stops no other.', async (where, event, problem) => {
  defect = where;
  const ports = new FakePorts(stored(nightly('Broken')), stored(nightly('Orders')));
  for (const day of ['2026-03-08', '2026-03-09', '2026-03-10']) ports.functionRan('Orders', at('02:00:10', day));
  expect(await summaryOf(ports, at('06:00:00'))).toEqual({ complete: true, pipelines: 2, unverifiable: 1 });
  expect(ports.linesOf(event)).toMatchObject([{ level: 'ERROR', problem }]);
  expect(ports.value(METRICS.proofOfLife, 'Broken')).toBeUndefined();
  expect(ports.value(METRICS.proofOfLife, 'Orders')).toBe(1);
});

test('An invalid date does not stop the log line of a verdict.', () => {
  const ports = new FakePorts();
  new VerdictLog().write(ports, { pipeline: 'Orders', slots: [], toConfirm: [], needsHistory: false, problems: [], nextDue: Infinity } as Judgement);
  expect(ports.lines).toEqual([{ level: 'INFO', event: 'verdict', pipeline: 'Orders', verdict: 'pending', nextDue: 'Infinity' }]);
});
