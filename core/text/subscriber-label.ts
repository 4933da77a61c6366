/**
 * A subscriber of a topic in a form that people recognize: `email data@example.com`, `sms +15550100`, `lambda Page`, `https
 * hooks.example.com`.
 */
export function subscriberLabel({ protocol, endpoint }: { readonly protocol: string; readonly endpoint: string }): string {
  // The address of a web hook is often a secret, so only its host is shown.
  if (/^https?$/.test(protocol)) return `${protocol} ${URL.canParse(endpoint) ? new URL(endpoint).hostname : 'address'}`;
  return `${protocol} ${endpoint.startsWith('arn:') ? lastPartOfArn(endpoint) : endpoint}`;
}

/** The name at the end of an ARN. */
export function lastPartOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
