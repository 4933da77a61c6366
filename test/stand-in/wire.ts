/** A JSON object, as it comes or goes on the wire. */
export type Json = Readonly<Record<string, unknown>>;

/** What a service says no with. */
export class ServiceError extends Error {
  public constructor(public readonly code: string, message: string, public readonly status = 400, public readonly details: Json = {}) {
    super(message);
    this.name = code;
  }
}

/** One operation of a service. @throws ServiceError */
export type Operation = (input: Json) => Json | undefined;

/** The operations of a service by their names. */
export type Service = Readonly<Record<string, Operation>>;

/** AWS refuses what its API reference forbids, and so must whoever stands in for it. */
export function refuseUnless(condition: boolean, message: string): void {
  if (!condition) throw new ServiceError('ValidationException', message);
}
