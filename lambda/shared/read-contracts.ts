import { Computed } from '../../core/collections';
import { Contract } from '../../core/contract/contract';
import { ContractError } from '../../core/contract/contract-error';
import { readContract } from '../../core/contract/read-contract';
import { reasonOf } from './log';
import type { EvidencePorts, StoredContract } from './ports';

/** Deploying again does not help: CloudFormation sees no change in a parameter that somebody overwrote by hand. */
const REMEDY = 'restore its text from the template of its stack, or delete the parameter if no stack has it';

/** The contracts of an observatory, as far as they could be read. */
export interface Contracts {
  readonly contracts: readonly Contract[];
  /** How many listed contracts cannot be used. */
  readonly broken: number;
  /** Whether the listing reached its end. */
  readonly listed: boolean;
}

/** Reads all contracts. */
export async function readContracts(ports: EvidencePorts): Promise<Contracts> {
  const listing = new ContractListing(ports);
  const contracts: Contract[] = [];
  for await (const contract of listing.contracts()) contracts.push(contract);
  return { contracts, broken: listing.broken, listed: listing.listed };
}

/**
 * Reads contracts as they are listed. The log names a broken contract, which stops no other, and the alarm PipelinesUnverifiable
 * fires. When the listing breaks off, the contracts listed until then count. There is no heartbeat, so CheckerSilent fires.
 */
export class ContractListing {
  /** Names of parameters, by pipeline. */
  readonly #names = new Map<string, string>();
  readonly #parameters = new Set<string>();
  readonly #broken = new Set<string>();
  #listed = true;

  public constructor(private readonly ports: Pick<EvidencePorts, 'contracts' | 'log'>) {}

  /** How many of the contracts listed so far cannot be used. */
  public get broken(): number {
    return this.#broken.size;
  }

  /** Names of the parameters of those. */
  public get brokenParameters(): ReadonlySet<string> {
    return this.#broken;
  }

  /** Names of the parameters listed so far, broken contracts included. */
  public get parameters(): ReadonlySet<string> {
    return this.#parameters;
  }

  /** Whether the listing has not broken off. */
  public get listed(): boolean {
    return this.#listed;
  }

  /** Lists the contracts. Iterate once. Never fails. */
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
      ports.log({ level: 'ERROR', event: 'contractsNotListed', listed: this.#names.size + this.broken, problem: reasonOf(error) });
    }
    if (this.#listed && this.#names.size + this.broken === 0) {
      ports.log({ level: 'WARN', event: 'noContracts', problem: 'the checker watches nothing', remedy: 'deploy a pipeline that uses this observatory, or remove the observatory' });
    }
  }

  #read(stored: StoredContract): Contract | undefined {
    try {
      const contract = validContract(stored);
      const same = this.#names.get(contract.pipeline);
      if (same !== undefined) {
        throw new ContractError('pipeline', `'${contract.pipeline}' is also the name in ${same}: give each pipeline of an observatory its own name`);
      }
      this.#names.set(contract.pipeline, stored.name);
      return contract;
    } catch (error) {
      this.#broken.add(stored.name);
      // Even an unexpected error in one contract must not stop the others.
      const problem = error instanceof ContractError ? error.message : `contract: not readable: ${reasonOf(error)}`;
      this.ports.log({ level: 'ERROR', event: 'brokenContract', contract: stored.name, problem, remedy: REMEDY });
      return undefined;
    }
  }
}

/** As many contracts as an observatory may have. */
const read = new Computed<Contract>(10_000);

function validContract({ text, lastChanged }: StoredContract): Contract {
  if (!Number.isFinite(lastChanged)) throw new ContractError('$', 'was stored without the date of its last change');
  // The text of a contract seldom changes, and a process reads it at every tick.
  return { ...read.get(text, () => readContract(text, lastChanged)), since: lastChanged };
}
