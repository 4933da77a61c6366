/** Something that the user can put right: shown as its message, without a stack trace. */
export class UserError extends Error {
  public override readonly name = 'UserError';
}
