import { readProfile } from '../../core/contract/read-profile';
import { reasonOf } from '../shared/log';
import type { CheckerPorts } from './ports';

/** Deploying again is none: CloudFormation sees no change in a parameter that somebody deleted by hand. */
const REMEDY = 'store the contract again with its text from the template of its stack, or delete the profile if no stack has it';

/** The profiles of an observatory, as far as they could be listed. */
export interface ListedProfiles {
  /** Names of parameters, by the pipelines of which runs are expected. */
  readonly expecting: ReadonlyMap<string, string>;
  /** Whether the listing came to its end. */
  readonly listed: boolean;
}

/** Lists the pipelines that have a profile and of which runs are expected. Does not fail. */
export async function listProfiles(ports: Pick<CheckerPorts, 'profiles' | 'log'>): Promise<ListedProfiles> {
  const expecting = new Map<string, string>();
  try {
    for await (const { name, text } of ports.profiles()) {
      if (expectsRuns(text)) expecting.set(lastPart(name), name);
    }
    return { expecting, listed: true };
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'profilesNotListed', listed: expecting.size, problem: reasonOf(error) });
    return { expecting, listed: false };
  }
}

/**
 * How many pipelines have a profile that expects runs and no contract: somebody has deleted it, and nothing would prove any
 * more that they live. Each is named in the log. Where the profiles cannot be listed, that counts as one, since nobody knows.
 *
 * @param contracts names of the parameters that are contracts, broken ones included
 */
export function missingContracts(ports: Pick<CheckerPorts, 'log'>, { expecting, listed }: ListedProfiles, contracts: ReadonlySet<string>): number {
  const known = new Set([...contracts].map(lastPart));
  const missing = [...expecting].filter(([pipeline]) => !known.has(pipeline));
  for (const [pipeline, profile] of missing) {
    ports.log({ level: 'ERROR', event: 'contractMissing', pipeline, profile, problem: 'it has a profile and no contract, so no run is expected of it', remedy: REMEDY });
  }
  return missing.length + (listed ? 0 : 1);
}

/** A profile that cannot be read says nothing; the notifier names it in the next message. */
function expectsRuns(text: string): boolean {
  try {
    return readProfile(text).nothingExpected === undefined;
  } catch {
    return false;
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
