import { Contract, StageContract } from '../../core/contract/contract';
import { kindOf } from '../../core/evidence/kinds';
import { StageEvidence } from '../../core/evidence/run';
import { Reach } from '../../core/evidence/windows';
import { Instant } from '../../core/time';
import { Judgement } from '../../core/verdict/verdict';

/** A contract under examination in one tick, with what has been gathered about it so far. */
export interface Case {
  readonly contract: Contract;
  /** How far back its evidence is read. */
  readonly reach: Reach;
  /** Present where it is read from then on, whatever the reach. */
  readonly from?: Instant;
  /** Stages whose authoritative record is asked, because metrics alone may not convict them. */
  readonly convict: ReadonlySet<string>;
  readonly evidence: readonly StageEvidence[];
  readonly judgement?: Judgement;
}

export function openCase(contract: Contract): Case {
  return { contract, reach: 'recent', convict: new Set(), evidence: [] };
}

/** A case in which authoritative records are asked from the first, where there are any. */
export function openCaseOfRecords(contract: Contract): Case {
  return { ...openCase(contract), convict: new Set(recordedStages(contract).map(({ name }) => name)) };
}

/** Whether any stage keeps an authoritative record of its runs. */
export function hasRecords(contract: Contract): boolean {
  return recordedStages(contract).length > 0;
}

function recordedStages({ stages }: Contract): StageContract[] {
  return stages.filter(({ source, onDemand }) => !onDemand && kindOf(source).executions(source) !== undefined);
}

/** What has to be gathered beyond what the case has; undefined when its judgement can stand. */
export function reopen(one: Case): Case | undefined {
  const { contract, reach, convict, evidence, judgement } = one;
  if (judgement === undefined) return one;
  // Where nothing at all could be read, reading more of it would only add to the load of whatever is failing.
  const readable = evidence.some(({ problem }) => problem === undefined);
  const wider: Reach = judgement.needsHistory && readable ? 'history' : reach;
  const newly = judgement.toConvict.filter((stage) => !convict.has(stage));
  if (wider === reach && newly.length === 0) return undefined;
  return { contract, reach: wider, convict: new Set([...convict, ...newly]), evidence: [] };
}
