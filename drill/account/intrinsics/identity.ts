import type { Environment } from './environment';

/** A resource that is about to be named: what its identity may be derived from. */
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
 * What `Ref` and `Fn::GetAtt` give for one type of resource. A missing part gets the general answer: the name
 * `<stack>-<logicalId>`, `Ref` the name, an ARN that ends in the name.
 */
export interface Identity {
  /** The property that gives the physical name. */
  readonly nameProperty?: string;
  /** The name where the property is not given. */
  readonly generated?: (resource: Unnamed) => string;
  readonly ref?: (resource: Named) => string;
  readonly arn?: (resource: Named) => string;
  /** Attributes besides `Arn`. */
  readonly attributes?: Readonly<Record<string, (resource: Named) => string>>;
}

/** The name CloudFormation would make up, without its random end. */
export function generatedName({ stack, logicalId }: Pick<Unnamed, 'stack' | 'logicalId'>): string {
  return `${stack}-${logicalId}`;
}
