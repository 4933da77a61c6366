import { SECOND } from '../../core/time';

/** The settings of every AWS client of the handlers. */
export const CLIENT_CONFIG = {
  retryMode: 'standard',
  maxAttempts: 4,
  // Without throwOnRequestTimeout, the SDK only warns when a request takes too long.
  requestHandler: { connectionTimeout: 2 * SECOND, requestTimeout: 10 * SECOND, throwOnRequestTimeout: true },
} as const;

/** The constructs write the variables, so a new deployment repairs them. */
const REMEDY = "deploy the observatory's stack again";

/** The environment variables of a function. Every error names the variable and the remedy. */
export class Variables {
  public constructor(private readonly all: NodeJS.ProcessEnv) {}

  public required(name: string): string {
    const value = this.optional(name);
    if (value === undefined) throw new Error(`environment variable ${name} is missing: ${REMEDY}`);
    return value;
  }

  /** A blank variable counts as absent. */
  public optional(name: string): string | undefined {
    const value = this.all[name];
    return value === undefined || value.trim() === '' ? undefined : value;
  }

  /** A path in Parameter Store. */
  public path(name: string): string {
    const value = this.required(name);
    if (!value.startsWith('/')) this.refuse(name, "must start with '/'");
    return value;
  }

  /** A list whose elements are separated by commas. It is empty when the variable is absent. */
  public list(name: string): string[] {
    return (this.optional(name) ?? '').split(',').map((element) => element.trim()).filter((element) => element !== '');
  }

  /** @param must the rule that is broken: "must be …" */
  public refuse(name: string, must: string): never {
    throw new Error(`environment variable ${name} ${must}, got '${this.all[name] ?? ''}': ${REMEDY}`);
  }
}
