import { reasonOf } from '../../lambda/shared/log';
import { UserError } from '../user-error';
import { permissionsText, reportsDenial } from './permissions';

/** What errors of AWS mean for somebody at a terminal. The first that matches counts. */
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

/** An error that prevents a look, as something that the user can put right; undefined for a defect of this program. */
export function explained(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  const reason = reasonOf(error);
  const meaning = MEANINGS.find(({ of }) => of.test(reason));
  if (meaning !== undefined) return new UserError(`${meaning.means} (${reason})`, { cause: error });
  if (reportsDenial(reason)) return new UserError(`these credentials are not allowed to list the contracts (${reason}). ${permissionsText()}`, { cause: error });
  return isOfAws(error) ? new UserError(`AWS refused to list the contracts: ${reason}`, { cause: error }) : undefined;
}

/** Errors of the SDK carry what they are about; ours do not. */
function isOfAws(error: unknown): boolean {
  return typeof error === 'object' && error !== null && '$metadata' in error;
}
