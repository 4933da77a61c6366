/** A text that is no alarm's message. `path` names the place in it. */
export class AlarmPayloadError extends Error {
  public constructor(public readonly path: string, problem: string) {
    super(`alarm message: ${path} ${problem}`);
    this.name = 'AlarmPayloadError';
  }
}
