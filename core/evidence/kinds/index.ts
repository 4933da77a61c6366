import type { Fields } from '../../contract/fields';
import type { EvidenceKind } from '../evidence-kind';
import { lambdaFunctionEvidence, LambdaFunctionSource } from './lambda-function';
import { stateMachineEvidence, StateMachineSource } from './state-machine';

export type { LambdaFunctionSource, StateMachineSource };

/** Where the evidence of a stage's runs is found. */
export type EvidenceSource = LambdaFunctionSource | StateMachineSource;

const KINDS: { readonly [K in EvidenceSource['kind']]: EvidenceKind<Extract<EvidenceSource, { kind: K }>> } = {
  lambdaFunction: lambdaFunctionEvidence,
  stateMachine: stateMachineEvidence,
};

/** How the evidence of a source is read. */
export function kindOf<S extends EvidenceSource>(source: S): EvidenceKind<S> {
  return KINDS[source.kind] as unknown as EvidenceKind<S>;
}

/** Reads a source out of a contract. @throws ContractError */
export function readSource(fields: Fields): EvidenceSource {
  const kind = fields.oneOf('kind', Object.keys(KINDS) as EvidenceSource['kind'][]);
  return KINDS[kind].read(fields);
}
