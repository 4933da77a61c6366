import { reasonOf } from '../../lambda/common/reason';
import { UserError } from '../user-error';
import { permissionsText, tellsOfDenial } from './permissions';

/** What AWS's errors mean for somebody at a terminal, the first that fits. */
const MEANINGS: readonly { readonly of: RegExp; readonly means: string }[] = [
  {
    of: /^CredentialsProviderError|Could not load credentials|Could not resolve credentials/,
    means: 'no AWS credentials were found. Name a profile with --profile or AWS_PROFILE, sign in (aws sso login), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  },
  { of: /^(ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)/, means: 'the AWS credentials have expired. Sign in again (aws sso login), or name others with --profile' },
  {
    of: /^(UnrecognizedClientException|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken)/,
    means: 'AWS does not know these credentials. Name others with --profile or AWS_PROFILE',
  },
  { of: /Region is missing/, means: 'no Region is set. Name one with --region, AWS_REGION or the profile' },
  { of: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|TimeoutError|AbortError|UnknownEndpoint/, means: 'AWS cannot be reached. See the network, and AWS_ENDPOINT_URL if it is set' },
];

/** The error of a look that could not even begin, as something that the user can put right; undefined for a defect of ours. */
export function explained(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  const reason = reasonOf(error);
  const meaning = MEANINGS.find(({ of }) => of.test(reason));
  if (meaning !== undefined) return new UserError(`${meaning.means} (${reason})`, { cause: error });
  if (tellsOfDenial(reason)) return new UserError(`the contracts may not be listed with these credentials (${reason}). ${permissionsText()}`, { cause: error });
  return isOfAws(error) ? new UserError(`AWS refused to list the contracts: ${reason}`, { cause: error }) : undefined;
}

/** Errors of the SDK carry what they are about; ours do not. */
function isOfAws(error: unknown): boolean {
  return typeof error === 'object' && error !== null && '$metadata' in error;
}
