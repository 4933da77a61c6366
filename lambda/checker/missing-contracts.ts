import { readProfile } from '../../core/contract/read-profile';
import { reasonOf } from '../shared/log';
import type { CheckerPorts } from './ports';

/** Deploying again does not help: CloudFormation sees no change in a parameter that somebody deleted by hand. */
const REMEDY = 'store the contract again with its text from the template of its stack, or delete the profile if no stack has it';

/** The profiles of an observatory, as far as they could be listed. */
export interface ListedProfiles {
  /** Names of the profiles' parameters, by pipeline, for pipelines with expected runs. */
  readonly expecting: ReadonlyMap<string, string>;
  /** All pipelines with a profile, readable or not. */
  readonly known: ReadonlySet<string>;
  /** Whether the listing reached its end. */
  readonly listed: boolean;
}

/** Lists the pipelines whose profile expects runs. Never fails. */
export async function listProfiles(ports: Pick<CheckerPorts, 'profiles' | 'log'>): Promise<ListedProfiles> {
  const expecting = new Map<string, string>();
  const known = new Set<string>();
  try {
    for await (const { name, text } of ports.profiles()) {
      known.add(lastPart(name));
      if (expectsRuns(text)) expecting.set(lastPart(name), name);
    }
    return { expecting, known, listed: true };
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'profilesNotListed', listed: expecting.size, problem: reasonOf(error) });
    return { expecting, known, listed: false };
  }
}

/**
 * The pipelines whose profile expects runs and whose contract is missing: somebody has deleted it, and nothing would prove any
 * more that they run. The log names each of them. The alarm PipelinesUnverifiable fires.
 *
 * @param contracts pipelines with a contract, broken contracts included
 */
export function missingContracts(ports: Pick<CheckerPorts, 'log'>, { expecting }: ListedProfiles, contracts: ReadonlySet<string>): string[] {
  const missing = [...expecting].filter(([pipeline]) => !contracts.has(pipeline));
  for (const [pipeline, profile] of missing) {
    ports.log({ level: 'ERROR', event: 'contractMissing', pipeline, profile, problem: 'it has a profile but no contract, so its runs are not checked', remedy: REMEDY });
  }
  return missing.map(([pipeline]) => pipeline);
}

/** A profile that cannot be read does not count here. The notifier names it in the next message. */
function expectsRuns(text: string): boolean {
  try {
    return readProfile(text).nothingExpected === undefined;
  } catch {
    return false;
  }
}

/** The pipeline of a parameter: the last part of its name. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
