import { Aws, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Where the console of a partition is found, by the beginning of its Regions' names. */
const DOMAINS: readonly { readonly regions: string; readonly domain: string }[] = [
  { regions: 'cn-', domain: 'console.amazonaws.cn' },
  { regions: 'us-gov-', domain: 'console.amazonaws-us-gov.com' },
];
const USUAL_DOMAIN = 'console.aws.amazon.com';

/**
 * The address of a page of the AWS console in the Region of a construct. Where the Region is only known at deployment,
 * the partition is taken for the commercial one.
 *
 * @param service the service's part of the address, such as `lambda`
 * @param page what follows the `#`
 */
export function consoleUrl(construct: IConstruct, service: string, page: string): string {
  const own = Stack.of(construct).region;
  // A Region that is a token belongs to one stack; without a stack it is that of whoever shows the link.
  const region = Token.isUnresolved(own) ? Aws.REGION : own;
  const domain = DOMAINS.find(({ regions }) => region.startsWith(regions))?.domain ?? USUAL_DOMAIN;
  return `https://${region}.${domain}/${service}/home?region=${region}#${page}`;
}
