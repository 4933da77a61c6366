/** An intrinsic whose value is not known. The resolver notes it and puts a text in its place. */
export class Unresolvable extends Error {
  public override readonly name = 'Unresolvable';

  /**
   * @param message what is wrong, to be read after the name of the intrinsic
   * @param detail what it asked for, so that two stand-ins for different things differ
   */
  public constructor(message: string, public readonly detail?: string) {
    super(message);
  }
}

/** The text that stands for a value that is not known. It keeps JSON that it is put into readable. */
export function standIn(what: string, detail?: string): string {
  return `{{${what}${detail === undefined ? '' : `:${detail.replaceAll(/[^\w:./@-]/g, '_').slice(0, 200)}`}}}`;
}
