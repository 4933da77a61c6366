/** What the checker is told by its environment variables. */
export interface Environment {
  /** OBSERVATORY: the value of the dimension of that name in all that is published. */
  readonly observatory: string;
  /** CONTRACTS_PATH: where in Parameter Store the observatory's contracts lie. */
  readonly contractsPath: string;
  /** TOPIC_ARNS, separated by commas: the topics that somebody has to hear. Absent or empty: there is none to be verified. */
  readonly topicArns: readonly string[];
  /** WATCHDOG_URL: asked by a GET after each complete tick. Absent: nobody outside is told. */
  readonly watchdogUrl?: string;
}

/** Reads the environment variables. @throws Error that names what is missing */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const contractsPath = required(variables, 'CONTRACTS_PATH');
  if (!contractsPath.startsWith('/')) throw new Error(`environment variable CONTRACTS_PATH must start with '/', got '${contractsPath}': ${REMEDY}`);
  return {
    observatory: required(variables, 'OBSERVATORY'),
    contractsPath,
    topicArns: (variables.TOPIC_ARNS ?? '').split(',').map((arn) => arn.trim()).filter((arn) => arn !== ''),
    watchdogUrl: variables.WATCHDOG_URL === '' ? undefined : variables.WATCHDOG_URL,
  };
}

const REMEDY = "deploy the observatory's stack again";

function required(variables: NodeJS.ProcessEnv, name: string): string {
  const value = variables[name];
  if (value === undefined || value.trim() === '') throw new Error(`environment variable ${name} is missing: ${REMEDY}`);
  return value;
}
