import { Contract } from '../../../core/contract/contract';
import { DigestSpan } from '../../../core/digest/due';
import { chunks } from '../../../core/evidence/metric-plan';
import { Instant } from '../../../core/time';
import { reasonOf } from '../../common/reason';
import type { Case } from '../../evidence/case';
import type { NotifierPorts } from '../ports';
import { judgeSpans } from './judge-spans';
import { readTotals, Totals } from './read-totals';

/** Two weeks of a function that runs every minute are 20,000 points a metric: of no more pipelines at once do they fit into memory. */
const TOGETHER = 25;

/** What was read of how a pipeline did. */
export interface Figures {
  /** Every slot of both spans judged. Absent where there are none. */
  readonly spans?: Case;
  readonly totals?: Totals;
  /** Why nothing was read. */
  readonly problem?: string;
}

/** Reads how pipelines did, one group after the other as long as there is time. Never throws. */
export async function readFigures(ports: NotifierPorts, contracts: readonly Contract[], span: DigestSpan, now: Instant): Promise<ReadonlyMap<Contract, Figures>> {
  const figures = new Map<Contract, Figures>();
  for (const group of chunks(contracts, TOGETHER)) {
    const read = await readGroup(ports, group, span, now);
    for (const contract of group) figures.set(contract, read(contract));
  }
  return figures;
}

async function readGroup(ports: NotifierPorts, contracts: readonly Contract[], span: DigestSpan, now: Instant): Promise<(contract: Contract) => Figures> {
  if (ports.timeLeft() <= 0) return () => ({ problem: 'how it did was not read: no time was left' });
  try {
    const [spans, totals] = await Promise.all([judgeSpans(ports, contracts, span, now), readTotals(ports, contracts, span)]);
    return ({ pipeline }) => ({ spans: spans.get(pipeline), totals });
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'digestFiguresNotRead', pipelines: contracts.length, problem: reasonOf(error) });
    return () => ({ problem: `how it did was not read: ${reasonOf(error)}` });
  }
}
