import { Variables } from '../shared/config';

/** The settings of the checker, from its environment variables. */
export interface Environment {
  /** OBSERVATORY: the value of the dimension with this name in every published metric. */
  readonly observatory: string;
  /** CONTRACTS_PATH: the path of the observatory's contracts in Parameter Store. */
  readonly contractsPath: string;
  /** PROFILES_PATH: the path of its pipelines' profiles. Absent: there are no profiles. */
  readonly profilesPath?: string;
  /** TABLE_NAME: the table of the ledger. */
  readonly tableName: string;
  /** TOPIC_ARNS, separated by commas: the topics that must have subscribers. Absent or empty: no topic is verified. */
  readonly topicArns: readonly string[];
  /** WATCHDOG_URL: a GET request goes to it after each complete tick. Absent: there is no outside watchdog. */
  readonly watchdogUrl?: string;
}

/** Reads the environment variables. If one is missing, CheckerFailing fires. @throws Error that names what is missing */
export function readEnvironment(all: NodeJS.ProcessEnv): Environment {
  const variables = new Variables(all);
  const contractsPath = variables.path('CONTRACTS_PATH');
  return {
    observatory: variables.required('OBSERVATORY'),
    contractsPath,
    profilesPath: variables.optional('PROFILES_PATH') === undefined ? undefined : variables.path('PROFILES_PATH'),
    tableName: variables.required('TABLE_NAME'),
    topicArns: variables.list('TOPIC_ARNS'),
    watchdogUrl: variables.optional('WATCHDOG_URL'),
  };
}
