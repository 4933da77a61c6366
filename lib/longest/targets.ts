import { DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, StringConcat, Tokenization } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Begins the text that stands for a reference. */
const MARK = '\u{E001}';

/** Puts a mark in place of each reference, and remembers what it refers to. */
class Targets extends DefaultTokenResolver {
  public readonly all: IConstruct[] = [];

  public constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? `${MARK}${this.all.push(token.target) - 1}` : super.resolveToken(token, context, postProcessor);
  }
}

/** The constructs that a list of texts refers to, each as a whole; other texts stay what they are. */
export function targetsOf(scope: IConstruct, values: unknown): unknown[] {
  const resolver = new Targets();
  const resolved: unknown = Tokenization.resolve(values, { scope, resolver, preparing: false });
  return (Array.isArray(resolved) ? resolved : [resolved])
    .map((one: unknown) => (typeof one === 'string' && /^\u{E001}\d+$/u.test(one) ? resolver.all[Number(one.slice(1))] : one));
}
