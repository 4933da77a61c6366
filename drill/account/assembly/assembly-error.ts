/** A directory that is no cloud assembly, or a damaged one. The message names the file and the remedy. */
export class AssemblyError extends Error {
  public override readonly name = 'AssemblyError';

  /**
   * @param file the file that is missing or wrong
   * @param problem what is wrong with it, and the remedy
   */
  public constructor(public readonly file: string, problem: string, options?: ErrorOptions) {
    super(`${file} ${problem}`, options);
  }
}
