import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { didYouMean } from '../did-you-mean';
import { UserError } from '../user-error';

/** More names than these are not listed. */
const MOST_NAMES = 8;
/** `[default]`, `[profile production]` or `["production"]`; `[sso-session …]` and `[services …]` are no profiles. */
const SECTION = /^[ \t]*\[[ \t]*(?:profile[ \t]+)?(["']?)([^\s"'\]][^"'\]]*?)\1[ \t]*\]/gm;
const NO_PROFILE = /^(?:sso-session|services)\s/;

/**
 * Refuses a profile that neither of the AWS files has. The SDK would look for credentials elsewhere, and then either report
 * that there are none or use those of another account.
 *
 * @param asked the profile of --profile; undefined for that of AWS_PROFILE
 */
export function checkProfile(asked: string | undefined, env: Readonly<Record<string, string | undefined>>): void {
  const profile = asked ?? env.AWS_PROFILE;
  if (profile === undefined || profile === '') return;
  const files = [env.AWS_CONFIG_FILE ?? path.join(homedir(), '.aws', 'config'), env.AWS_SHARED_CREDENTIALS_FILE ?? path.join(homedir(), '.aws', 'credentials')];
  const known = [...new Set(files.flatMap(profilesIn))];
  if (known.includes(profile)) return;
  const others = known.length === 0
    ? 'They have no profiles.'
    : `They have: ${known.slice(0, MOST_NAMES).join(', ')}${known.length > MOST_NAMES ? ` and ${known.length - MOST_NAMES} more` : ''}.`;
  const from = asked === undefined ? ' (from AWS_PROFILE)' : '';
  throw new UserError(`there is no profile ${profile}${from} in ${files.join(' or ')}.${didYouMean(profile, known)} ${others}`);
}

function profilesIn(file: string): string[] {
  try {
    return [...readFileSync(file, 'utf8').matchAll(SECTION)].map(([, , name]) => name!).filter((name) => !NO_PROFILE.test(name));
  } catch {
    return [];
  }
}
