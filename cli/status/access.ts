import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { unique } from '../../core/collections';
import { reasonOf } from '../../lambda/shared/log';
import { didYouMean } from '../did-you-mean';
import { UserError } from '../user-error';

/** The permissions that `status` needs. It cannot start without the first one; docs/status.md explains each. */
export const PERMISSIONS: readonly string[] = [
  'ssm:GetParametersByPath', 'cloudwatch:GetMetricData', 'states:ListExecutions', 'states:DescribeExecution', 'cloudwatch:DescribeAlarms',
  'sns:ListSubscriptionsByTopic', 'lambda:GetFunctionConfiguration', 'dynamodb:Query',
];

/** Whether a text reports a missing permission. */
export function reportsDenial(text: string): boolean {
  return /AccessDenied|not authorized|UnauthorizedOperation|AuthorizationError/i.test(text);
}

/** The sentence that follows a denial. */
export function permissionsText(): string {
  return `status needs ${PERMISSIONS.join(', ')} (docs/status.md has the policy).`;
}

/** More names than this are not listed. */
const MOST_NAMES = 8;
/** `[default]`, `[profile production]` or `["production"]`; `[sso-session …]` and `[services …]` are not profiles. */
const SECTION = /^[ \t]*\[[ \t]*(?:profile[ \t]+)?(["']?)([^\s"'\]][^"'\]]*?)\1[ \t]*\]/gm;
const NO_PROFILE = /^(?:sso-session|services)\s/;

/**
 * Refuses a profile that neither of the AWS files has. Otherwise the SDK would look for credentials elsewhere, and then either
 * report that there are none or use those of another account.
 * @param asked the profile of --profile; undefined for the one in AWS_PROFILE
 */
export function checkProfile(asked: string | undefined, env: Readonly<Record<string, string | undefined>>): void {
  const profile = asked ?? env.AWS_PROFILE;
  if (profile === undefined || profile === '') return;
  const files = [env.AWS_CONFIG_FILE ?? path.join(homedir(), '.aws', 'config'), env.AWS_SHARED_CREDENTIALS_FILE ?? path.join(homedir(), '.aws', 'credentials')];
  const known = unique(files.flatMap(profilesIn));
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

/** What errors of AWS mean for a user. The first match counts. */
const MEANINGS: readonly { readonly of: RegExp; readonly means: string }[] = [
  {
    of: /^CredentialsProviderError|Could not load credentials|Could not resolve credentials/,
    means: 'there are no AWS credentials. Name a profile with --profile or AWS_PROFILE, sign in (aws sso login), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
  { of: /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)/, means: 'the AWS credentials have expired. Sign in again (aws sso login), or use others with --profile' },
  {
    of: /^(UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken)/,
    means: 'AWS does not know these credentials. Use others with --profile or AWS_PROFILE',
  },
  { of: /Region is missing/, means: 'no Region is set. Name one with --region, AWS_REGION or the profile' },
  { of: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|TimeoutError|AbortError|UnknownEndpoint/, means: 'AWS cannot be reached. Check the network, and AWS_ENDPOINT_URL if it is set' },
];

/** An error that prevents a look, as one that the user can fix; undefined for a defect of this program. */
export function explained(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  const reason = reasonOf(error);
  const meaning = MEANINGS.find(({ of }) => of.test(reason));
  if (meaning !== undefined) return new UserError(`${meaning.means} (${reason})`, { cause: error });
  if (reportsDenial(reason)) return new UserError(`these credentials are not allowed to list the contracts (${reason}). ${permissionsText()}`, { cause: error });
  return isOfAws(error) ? new UserError(`AWS refused to list the contracts: ${reason}`, { cause: error }) : undefined;
}

/** Errors of the SDK have metadata of the request; errors of this library do not. */
function isOfAws(error: unknown): boolean {
  return typeof error === 'object' && error !== null && '$metadata' in error;
}
