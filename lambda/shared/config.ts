import { SECOND } from '../../core/time';

/** How every AWS client of the handlers calls. */
export const CLIENT_CONFIG = {
  retryMode: 'standard',
  maxAttempts: 4,
  // Without the last of these the SDK only warns when a request takes too long.
  requestHandler: { connectionTimeout: 2 * SECOND, requestTimeout: 10 * SECOND, throwOnRequestTimeout: true },
} as const;

/** The constructs write the variables, so nobody has to mend one by hand. */
const REMEDY = "deploy the observatory's stack again";

/** The environment variables of a function. Whatever is wrong with one is an error that names it and the remedy. */
export class Variables {
  public constructor(private readonly all: NodeJS.ProcessEnv) {}

  public required(name: string): string {
    const value = this.optional(name);
    if (value === undefined) throw new Error(`environment variable ${name} is missing: ${REMEDY}`);
    return value;
  }

  /** Blank is as good as absent. */
  public optional(name: string): string | undefined {
    const value = this.all[name];
    return value === undefined || value.trim() === '' ? undefined : value;
  }

  /** Where something lies in Parameter Store. */
  public path(name: string): string {
    const value = this.required(name);
    if (!value.startsWith('/')) this.refuse(name, "must start with '/'");
    return value;
  }

  /** Elements separated by commas; none when it is absent. */
  public list(name: string): string[] {
    return (this.optional(name) ?? '').split(',').map((element) => element.trim()).filter((element) => element !== '');
  }

  /** @param must what is wanted: "must be …" */
  public refuse(name: string, must: string): never {
    throw new Error(`environment variable ${name} ${must}, got '${this.all[name] ?? ''}': ${REMEDY}`);
  }
}
