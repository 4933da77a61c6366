/** Where a stack is deployed, as its pseudo parameters show it. */
export interface Environment {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly urlSuffix: string;
}

/** The account of a stack that names none. AWS reserves this number for documentation. */
const DEFAULT_ACCOUNT = '111122223333';

/** The Region of a stack that names none. */
const DEFAULT_REGION = 'us-east-1';

/** Partitions with their own ARNs and domains, by the beginning of the Region's name; all others are `aws`. */
const PARTITIONS: readonly { readonly prefix: string; readonly partition: string; readonly urlSuffix: string }[] = [
  { prefix: 'cn-', partition: 'aws-cn', urlSuffix: 'amazonaws.com.cn' },
  { prefix: 'us-gov-', partition: 'aws-us-gov', urlSuffix: 'amazonaws.com' },
];

/** The environment of an account and a Region, with defaults for what is not given. */
export function environmentOf(place: { readonly accountId?: string; readonly region?: string } = {}): Environment {
  const { accountId = DEFAULT_ACCOUNT, region = DEFAULT_REGION } = place;
  const { partition, urlSuffix } = PARTITIONS.find(({ prefix }) => region.startsWith(prefix)) ?? { partition: 'aws', urlSuffix: 'amazonaws.com' };
  return { accountId, region, partition, urlSuffix };
}

/** The ARN of a resource in an environment. */
export function arnOf({ partition, region, accountId }: Environment, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** A resource before it has a name: what its identity may depend on. */
export interface Unnamed {
  readonly environment: Environment;
  readonly stack: string;
  readonly logicalId: string;
  /** A resolved property as text, undefined when it has none. */
  readonly text: (property: string) => string | undefined;
  /** A resolved property. */
  readonly value: (property: string) => unknown;
}

/** A resource with its physical name. */
export interface Named extends Unnamed {
  readonly name: string;
}

/**
 * What `Ref` and `Fn::GetAtt` return for one type of resource. Default: the name is `<stack>-<logicalId>`, `Ref` is the name,
 * and the ARN ends with the name.
 */
export interface Identity {
  /** The property that sets the physical name. */
  readonly nameProperty?: string;
  /** The name when the property is not set. */
  readonly generated?: (resource: Unnamed) => string;
  readonly ref?: (resource: Named) => string;
  readonly arn?: (resource: Named) => string;
  /** Attributes besides `Arn`. */
  readonly attributes?: Readonly<Record<string, (resource: Named) => string>>;
}

/** The name that CloudFormation would generate, without its random end. */
export function generatedName({ stack, logicalId }: Pick<Unnamed, 'stack' | 'logicalId'>): string {
  return `${stack}-${logicalId}`;
}

/**
 * The ARN of a Lambda function from its name, its ARN, or a partial ARN (`<account>:function:<name>`), each with or without a
 * version or alias, which is dropped: a function's metrics and retries are looked up by the function.
 */
export function functionArnOf(text: string, environment: Environment): string {
  const isArn = text.startsWith('arn:');
  return isArn ? text.split(':').slice(0, ARN_PARTS).join(':') : arnOf(environment, 'lambda', `function:${functionNameOf(text)}`);
}

/** The same with its version or alias, if there is one. `$LATEST` is the function itself, because a permission cannot name it. */
export function qualifiedFunctionArnOf(text: string, environment: Environment): string {
  const name = functionNameOf(text);
  const qualifier = text.split(':').at(-1) ?? name;
  const isQualified = text.split(':').length > text.split(':').indexOf('function') + 2 && qualifier !== name && qualifier !== LATEST;
  return `${functionArnOf(text, environment)}${isQualified ? `:${qualifier}` : ''}`;
}

const LATEST = '$LATEST';

/** arn, partition, service, Region, account, `function` and the name. */
const ARN_PARTS = 7;

/** The name of a Lambda function from any form that Lambda accepts. */
export function functionNameOf(text: string): string {
  const parts = text.split(':');
  const position = parts.indexOf('function');
  return (position === -1 ? parts[0] : parts[position + 1]) ?? text;
}
