import type { Contract } from '../../core/contract/contract';
import { isDue } from '../../core/ledger/looks';
import { contractOf } from '../../core/ledger/owed';
import { NOTHING_FOLDED } from '../../core/verdict/fold';
import type { Remembered } from '../../core/verdict/settled';
import type { SlotVerdict } from '../../core/verdict/verdict';
import type { Instant } from '../../core/time';
import { mapBounded } from '../shared/async';
import { examine, Inspection, openInspection } from '../shared/inspection';
import { reasonOf } from '../shared/log';
import type { EvidencePorts } from '../shared/ports';
import type { LedgerBook, OpenStanding } from './ledger-book';

/** How many standings are made again at once. */
const AT_ONCE = 8;

/** What one tick knows of a pipeline with a contract. */
export interface Looked {
  /** `since` is that of the standing, where there is one. */
  readonly contract: Contract;
  readonly open: OpenStanding;
  /** Absent: its evidence was not due to be looked at. Without a judgement: it was due, and no time was left. */
  readonly inspection?: Inspection;
}

/** A pipeline with its standing. */
interface Opened {
  readonly contract: Contract;
  readonly open: OpenStanding;
}

/** Looks at the evidence of those pipelines that are due (ledger rule 7). The others are known from the ledger. */
export async function look(ports: EvidencePorts, book: LedgerBook, contracts: readonly Contract[], now: Instant): Promise<Looked[]> {
  const opened = await mapBounded(contracts, AT_ONCE, async (contract): Promise<Opened> => {
    const open = await book.standingOf(contract);
    return { contract: open.isKept ? { ...contract, since: open.standing.since } : contract, open };
  });
  const due = opened.filter(({ contract, open }) => !open.isKept || isDue(contract, open.standing, now));
  const earlier = await slotsBefore(ports, due, now);
  const inspections = await examine(ports, due.map((one) => openInspection(one.contract, rememberedOf(one, earlier))), now);
  const looked = new Map(inspections.map((inspection, index) => [due[index].contract.pipeline, inspection]));
  return opened.map((one) => ({ ...one, inspection: looked.get(one.contract.pipeline) }));
}

function rememberedOf({ contract, open: { standing, isKept } }: Opened, earlier: ReadonlyMap<string, SlotVerdict[]>): Remembered | undefined {
  if (!isKept) return undefined;
  const { settled, lastSuccess, marks } = standing;
  return { settled, lastSuccess, marks, earlier: earlier.get(contract.pipeline) };
}

/** The open slots that are owed under earlier contracts, by pipeline: rare, and few. */
async function slotsBefore(ports: EvidencePorts, due: readonly Opened[], now: Instant): Promise<Map<string, SlotVerdict[]>> {
  const parts = due.flatMap(({ open: { standing, isKept } }) => (isKept ? standing.before ?? [] : []).flatMap((before) => {
    try {
      const contract = contractOf(before.contract, before.since);
      return [{ contract, through: before.through }];
    } catch (error) {
      ports.log({ level: 'ERROR', event: 'oldContractUnreadable', pipeline: standing.pipeline, problem: reasonOf(error) });
      return [];
    }
  }));
  if (parts.length === 0) return new Map();
  const examined = await examine(ports, parts.map(({ contract }) => openInspection(contract, { settled: { through: contract.since, fold: NOTHING_FOLDED } })), now);
  const slots = new Map<string, SlotVerdict[]>();
  examined.forEach(({ contract: { pipeline }, judgement }, index) => {
    const owed = judgement?.slots.filter(({ slot }) => slot <= parts[index].through) ?? [];
    slots.set(pipeline, [...slots.get(pipeline) ?? [], ...owed]);
  });
  return slots;
}
