/** Credentials in the form in which a provider hands them to the AWS SDK. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundles (scripts/bundle.mjs), whose chain of profiles,
 * single sign-on, web identities and instance metadata is more than a quarter of a bundle. Lambda puts the credentials of the
 * function's role into the environment, which is where that chain looks first (Lambda developer guide, "Defined runtime
 * environment variables"); only SnapStart would not, and there is none for Node.js.
 *
 * The environment is read for every client, not at import: a test may set it in between.
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
    if (!accessKeyId || !secretAccessKey) {
      throw new Error('environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing: they are set by Lambda, for the role of the function');
    }
    return { accessKeyId, secretAccessKey, sessionToken };
  };
}
