/** Where a stack is deployed, as its pseudo parameters show it. */
export interface Environment {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly urlSuffix: string;
}

/** Stands for the account of a stack that names none. It is one of those AWS reserves for documentation. */
export const DEFAULT_ACCOUNT = '111122223333';

/** Stands for the Region of a stack that names none. */
export const DEFAULT_REGION = 'us-east-1';

/** Partitions with their own ARNs and domains, by the beginning of the Region's name; all others are `aws`. */
const PARTITIONS: readonly { readonly prefix: string; readonly partition: string; readonly urlSuffix: string }[] = [
  { prefix: 'cn-', partition: 'aws-cn', urlSuffix: 'amazonaws.com.cn' },
  { prefix: 'us-gov-', partition: 'aws-us-gov', urlSuffix: 'amazonaws.com' },
];

/** The environment of an account and a Region; what is not given gets its default. */
export function environmentOf(place: { readonly accountId?: string; readonly region?: string } = {}): Environment {
  const { accountId = DEFAULT_ACCOUNT, region = DEFAULT_REGION } = place;
  const { partition, urlSuffix } = PARTITIONS.find(({ prefix }) => region.startsWith(prefix)) ?? { partition: 'aws', urlSuffix: 'amazonaws.com' };
  return { accountId, region, partition, urlSuffix };
}

/** The ARN of a resource in an environment. */
export function arnOf({ partition, region, accountId }: Environment, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}
