/** A contract's text that cannot be used. `path` names the place in it. */
export class ContractError extends Error {
  public constructor(public readonly path: string, problem: string) {
    super(`contract: ${path} ${problem}`);
    this.name = 'ContractError';
  }
}
