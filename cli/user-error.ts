/** An error that the user can fix: only its message is shown, without a stack trace. */
export class UserError extends Error {
  public override readonly name = 'UserError';
}
