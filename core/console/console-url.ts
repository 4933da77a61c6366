/** Where the console of a partition is found, by the beginning of its Regions' names. */
const DOMAINS: readonly { readonly regions: string; readonly domain: string }[] = [
  { regions: 'cn-', domain: 'console.amazonaws.cn' },
  { regions: 'us-gov-', domain: 'console.amazonaws-us-gov.com' },
];
const USUAL_DOMAIN = 'console.aws.amazon.com';

/**
 * The address of a page of the AWS console. A Region whose name is not known yet is taken for one of the commercial
 * partition.
 *
 * @param service the service's part of the address, such as `lambda`
 * @param page what follows the `#`
 */
export function consoleUrl(region: string, service: string, page: string): string {
  const domain = DOMAINS.find(({ regions }) => region.startsWith(regions))?.domain ?? USUAL_DOMAIN;
  return `https://${region}.${domain}/${service}/home?region=${region}#${page}`;
}
