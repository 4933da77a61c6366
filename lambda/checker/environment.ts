import { Variables } from '../shared/config';

/** What the checker is told by its environment variables. */
export interface Environment {
  /** OBSERVATORY: the value of the dimension of that name in all that is published. */
  readonly observatory: string;
  /** CONTRACTS_PATH: where in Parameter Store the observatory's contracts lie. */
  readonly contractsPath: string;
  /** PROFILES_PATH: where the profiles of its pipelines lie. Absent: there are none. */
  readonly profilesPath?: string;
  /** TOPIC_ARNS, separated by commas: the topics that somebody has to hear. Absent or empty: there is none to be verified. */
  readonly topicArns: readonly string[];
  /** WATCHDOG_URL: asked by a GET after each complete tick. Absent: nobody outside is told. */
  readonly watchdogUrl?: string;
}

/** Reads the environment variables. @throws Error that names what is missing */
export function readEnvironment(all: NodeJS.ProcessEnv): Environment {
  const variables = new Variables(all);
  const contractsPath = variables.path('CONTRACTS_PATH');
  return {
    observatory: variables.required('OBSERVATORY'),
    contractsPath,
    profilesPath: variables.optional('PROFILES_PATH') === undefined ? undefined : variables.path('PROFILES_PATH'),
    topicArns: variables.list('TOPIC_ARNS'),
    watchdogUrl: variables.optional('WATCHDOG_URL'),
  };
}
