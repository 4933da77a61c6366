import { CfnResource, Reference, Tokenization } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * The resource of this app that a construct stands for: its own, or the one that an import refers to by its ARN or name.
 * Undefined for what is from outside.
 *
 * @param own what the construct calls its own resource
 * @param names its ARN and the like
 */
export function resourceBehind(type: string, own: IConstruct | undefined, names: readonly string[]): CfnResource | undefined {
  return [own, ...names.flatMap(targetsOf)].filter((one) => one !== undefined).filter((one) => CfnResource.isCfnResource(one))
    .find(({ cfnResourceType }) => cfnResourceType === type);
}

/** What the references in a text refer to. */
export function targetsOf(text: string): IConstruct[] {
  return Tokenization.reverseString(text).tokens.filter((token) => Reference.isReference(token)).map(({ target }) => target);
}

/** A property that an escape hatch has set so far, before the tree is complete and the template can be rendered. */
export function overriddenProperty(resource: CfnResource, name: string): unknown {
  return (resource as unknown as { readonly rawOverrides?: { readonly Properties?: Readonly<Record<string, unknown>> } }).rawOverrides?.Properties?.[name];
}
