/** The text of a contract, or of a profile, that cannot be used. `path` names the place in it. */
export class ContractError extends Error {
  public constructor(public readonly path: string, public readonly problem: string, what: 'contract' | 'profile' = 'contract') {
    super(`${what}: ${path} ${problem}`);
    this.name = 'ContractError';
  }
}
