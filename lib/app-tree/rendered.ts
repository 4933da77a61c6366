import {
  CfnResource, DefaultTokenResolver, type IFragmentConcatenator, type IPostProcessor, type IResolvable, type IResolveContext,
  Reference, Tokenization,
} from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { joinedParts } from '../joined-parts';

/** A mark stands for a reference to a resource in any stack: `⟦` + address + `⟧`. */
const MARK = /⟦([0-9a-f]{42})⟧/g;

/** The addresses of the resources that a text refers to. */
export function addressesIn(text: string): string[] {
  return [...text.matchAll(MARK)].map(([, address]) => address!);
}

/** The properties of a resource, escape hatches included, with marks in place of references; undefined when it cannot be rendered. */
export function renderedProperties(resource: CfnResource): Readonly<Record<string, unknown>> | undefined {
  try {
    const { Resources } = render(resource._toCloudFormation(), resource) as { Resources: Record<string, { Properties?: Record<string, unknown> }> };
    return Object.values(Resources)[0]?.Properties ?? {};
  } catch {
    // A property does not accept a text in place of a reference. There is no warning about what is not known.
    return undefined;
  }
}

/** A value with tokens, as one text with marks. */
export function renderedText(value: unknown, scope: IConstruct): string {
  return flattenedText(render(value, scope));
}

/** A rendered value as one text, so that marks and ARNs can be found in it. */
export function flattenedText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(flattenedText).join(' ');
  const entries = Object.entries(value as Record<string, unknown>);
  const [key, inner] = entries[0] ?? [];
  // Pseudo parameters occur in ARNs, which are split at colons.
  if (key === 'Ref' && typeof inner === 'string') return `<${inner.replaceAll('::', '.')}>`;
  const parts = joinedParts(value);
  if (parts[0] !== value) return parts.map(flattenedText).join('');
  return entries.map(([name, one]) => (name.startsWith('Fn::') ? flattenedText(one) : `${name} ${flattenedText(one)}`)).join(' ');
}

function render(value: unknown, scope: IConstruct): unknown {
  return Tokenization.resolve(value, { scope, resolver: new MarkingResolver(TEXTS), preparing: false });
}

const TEXTS: IFragmentConcatenator = { join: (left: unknown, right: unknown) => flattenedText(left) + flattenedText(right) };

/** Resolves like CDK, except for references to resources. Between stacks, CDK would turn them into exports and parameters. */
class MarkingResolver extends DefaultTokenResolver {
  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token) && CfnResource.isCfnResource(token.target)) return `⟦${token.target.node.addr}⟧`;
    return super.resolveToken(token, context, postProcessor) as unknown;
  }
}
