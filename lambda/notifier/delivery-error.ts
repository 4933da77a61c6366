/** What went wrong on the way out. Everything else was tried all the same. */
export class DeliveryError extends Error {
  public constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'DeliveryError';
  }
}
