import { Contract, ContractError, readContract } from '../../core';
import { DIMENSION_VALUE_RULE, isDimensionValue } from './dimension-value';
import { reasonOf } from '../common/reason';
import type { StoredContract, EvidencePorts } from './ports';

/** Deploying again is none: CloudFormation sees no change in a parameter that somebody overwrote by hand. */
const REMEDY = 'restore its text from the template of its stack, or delete the parameter if no stack has it';

/** The contracts of an observatory, as far as they could be read. */
export interface Contracts {
  readonly contracts: readonly Contract[];
  /** How many were listed and cannot be used. */
  readonly broken: number;
  /** Whether the listing came to its end. */
  readonly listed: boolean;
}

/**
 * Reads the contracts. A broken one is named in the log and stops no other. When the listing breaks off, what was
 * listed is judged all the same; without the rest there is no heartbeat.
 */
export async function readContracts(ports: EvidencePorts): Promise<Contracts> {
  const byPipeline = new Map<string, { readonly contract: Contract; readonly name: string }>();
  let broken = 0;
  const read = (stored: StoredContract): void => {
    try {
      const contract = validContract(stored);
      const same = byPipeline.get(contract.pipeline);
      if (same !== undefined) {
        throw new ContractError('pipeline', `'${contract.pipeline}' is the name in ${same.name} too: give every pipeline of an observatory a name of its own`);
      }
      byPipeline.set(contract.pipeline, { contract, name: stored.name });
    } catch (error) {
      broken += 1;
      // Whatever a contract does to our code, the others are still to be read.
      const problem = error instanceof ContractError ? error.message : `contract: not readable: ${reasonOf(error)}`;
      ports.log({ level: 'ERROR', event: 'brokenContract', contract: stored.name, problem, remedy: REMEDY });
    }
  };

  let listed = true;
  try {
    for await (const stored of ports.contracts()) read(stored);
  } catch (error) {
    listed = false;
    ports.log({ level: 'ERROR', event: 'contractsNotListed', listed: byPipeline.size + broken, problem: reasonOf(error) });
  }
  if (listed && byPipeline.size + broken === 0) {
    ports.log({ level: 'WARN', event: 'noContracts', problem: 'nothing is watched', remedy: 'deploy a pipeline that uses this observatory, or remove the observatory' });
  }
  return { contracts: [...byPipeline.values()].map(({ contract }) => contract), broken, listed };
}

function validContract({ text, lastChanged }: StoredContract): Contract {
  if (!Number.isFinite(lastChanged)) throw new ContractError('$', 'was stored without the date of its last change');
  const contract = readContract(text, lastChanged);
  if (!isDimensionValue(contract.pipeline)) {
    throw new ContractError('pipeline', `must be ${DIMENSION_VALUE_RULE}, got ${JSON.stringify(contract.pipeline).slice(0, 60)}`);
  }
  return contract;
}
