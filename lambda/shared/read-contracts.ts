import { Contract } from '../../core/contract/contract';
import { ContractError } from '../../core/contract/contract-error';
import { readContract } from '../../core/contract/read-contract';
import { reasonOf } from './log';
import type { EvidencePorts, StoredContract } from './ports';

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

/** Reads the contracts, all of them. */
export async function readContracts(ports: EvidencePorts): Promise<Contracts> {
  const listing = new ContractListing(ports);
  const contracts: Contract[] = [];
  for await (const contract of listing.contracts()) contracts.push(contract);
  return { contracts, broken: listing.broken, listed: listing.listed };
}

/**
 * Reads contracts as they are listed. A broken one is named in the log and stops no other. When the listing breaks off, what
 * was listed counts all the same; without the rest there is no heartbeat.
 */
export class ContractListing {
  /** Names of parameters, by pipeline. */
  readonly #names = new Map<string, string>();
  readonly #parameters = new Set<string>();
  #broken = 0;
  #listed = true;

  public constructor(private readonly ports: Pick<EvidencePorts, 'contracts' | 'log'>) {}

  /** How many were listed so far and cannot be used. */
  public get broken(): number {
    return this.#broken;
  }

  /** Names of the parameters that were listed so far, those that cannot be used included. */
  public get parameters(): ReadonlySet<string> {
    return this.#parameters;
  }

  /** Whether the listing did not break off. */
  public get listed(): boolean {
    return this.#listed;
  }

  /** To be gone through once. Does not fail. */
  public async* contracts(): AsyncGenerator<Contract> {
    const { ports } = this;
    try {
      for await (const stored of ports.contracts()) {
        this.#parameters.add(stored.name);
        const contract = this.#read(stored);
        if (contract !== undefined) yield contract;
      }
    } catch (error) {
      this.#listed = false;
      ports.log({ level: 'ERROR', event: 'contractsNotListed', listed: this.#names.size + this.#broken, problem: reasonOf(error) });
    }
    if (this.#listed && this.#names.size + this.#broken === 0) {
      ports.log({ level: 'WARN', event: 'noContracts', problem: 'nothing is watched', remedy: 'deploy a pipeline that uses this observatory, or remove the observatory' });
    }
  }

  #read(stored: StoredContract): Contract | undefined {
    try {
      const contract = validContract(stored);
      const same = this.#names.get(contract.pipeline);
      if (same !== undefined) {
        throw new ContractError('pipeline', `'${contract.pipeline}' is the name in ${same} too: give every pipeline of an observatory a name of its own`);
      }
      this.#names.set(contract.pipeline, stored.name);
      return contract;
    } catch (error) {
      this.#broken += 1;
      // Whatever a contract does to our code, the others are still to be read.
      const problem = error instanceof ContractError ? error.message : `contract: not readable: ${reasonOf(error)}`;
      this.ports.log({ level: 'ERROR', event: 'brokenContract', contract: stored.name, problem, remedy: REMEDY });
      return undefined;
    }
  }
}

function validContract({ text, lastChanged }: StoredContract): Contract {
  if (!Number.isFinite(lastChanged)) throw new ContractError('$', 'was stored without the date of its last change');
  return readContract(text, lastChanged);
}
