import type { Contract, Instant, Judgement, Reach, StageEvidence } from '../../core';

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

/** What has to be gathered beyond what the case has; undefined when its judgement can stand. */
export function reopen({ contract, reach, convict, evidence, judgement }: Case): Case | undefined {
  if (judgement === undefined) return openCase(contract);
  // Where nothing at all could be read, reading more of it would only add to the load of whatever is failing.
  const readable = evidence.some(({ problem }) => problem === undefined);
  const wider: Reach = judgement.needsHistory && readable ? 'history' : reach;
  const newly = judgement.toConvict.filter((stage) => !convict.has(stage));
  if (wider === reach && newly.length === 0) return undefined;
  return { contract, reach: wider, convict: new Set([...convict, ...newly]), evidence: [] };
}
