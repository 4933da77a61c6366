import { Profile } from '../../../core/contract/profile';
import { readProfile } from '../../../core/contract/read-profile';
import { reasonOf } from '../../common/reason';
import type { NotifierPorts } from '../ports';

/** The profiles of an observatory, as far as they could be read. */
export interface Profiles {
  /** By pipeline. */
  readonly read: ReadonlyMap<string, Profile>;
  /** Why a pipeline's profile could not be read. */
  readonly broken: ReadonlyMap<string, string>;
  /** Why not all were listed. */
  readonly problem?: string;
}

/** Reads all profiles. A broken one stops no other, and what was listed before a failure counts. */
export async function readProfiles(ports: NotifierPorts): Promise<Profiles> {
  const read = new Map<string, Profile>();
  const broken = new Map<string, string>();
  try {
    for await (const { name, text } of ports.profiles()) {
      try {
        const profile = readProfile(text);
        read.set(profile.pipeline, profile);
      } catch (error) {
        // A profile's parameter is called as its pipeline.
        broken.set(name.slice(name.lastIndexOf('/') + 1), `profile not readable: ${reasonOf(error)}`);
      }
    }
    return { read, broken };
  } catch (error) {
    return { read, broken, problem: `profiles not listed to the end: ${reasonOf(error)}` };
  }
}
