import type { Complaint } from '../fields';

/** The text of a contract, or of a profile, that cannot be used. `path` names the place in it. */
export class ContractError extends Error {
  public constructor(public readonly path: string, public readonly problem: string, what: 'contract' | 'profile' = 'contract') {
    super(`${what}: ${path} ${problem}`);
    this.name = 'ContractError';
  }
}

/** Makes the error about a place in a contract. */
export const contractError: Complaint = (path, problem) => new ContractError(path, problem);
