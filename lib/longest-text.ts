import {
  CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, StringConcat, Token,
  Tokenization,
} from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { joinedParts } from './joined-parts';
import { LONGEST_PSEUDO, longestReference, Names } from './physical-names';

/** Stands for a text that is not known at synth, such as the value of a parameter. */
const UNKNOWN = '\u{E000}';

/** Replaces each token with the longest text that it can become. */
class LongestResolver extends DefaultTokenResolver {
  public constructor(private readonly stack: Stack, private readonly names: Names) {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (!Reference.isReference(token)) return evaluated(super.resolveToken(token, context, postProcessor), (name) => this.pseudo(name));
    const { target, displayName } = token;
    return this.pseudo(displayName) ?? (CfnResource.isCfnResource(target) ? this.ofResource(target, displayName) : undefined) ?? UNKNOWN;
  }

  /** The value of a pseudo parameter. It is known when the stack has an environment. */
  private pseudo(name: string): string | undefined {
    const known = { 'AWS::AccountId': this.stack.account, 'AWS::Region': this.stack.region }[name];
    return known === undefined || Token.isUnresolved(known) ? LONGEST_PSEUDO[name] : known;
  }

  private ofResource(resource: CfnResource, attribute: string): string | undefined {
    return longestReference(resource, attribute, this.names, (name) => {
      const text = longest(resource, name, this.names);
      return typeof text === 'string' && !text.includes(UNKNOWN) ? text : undefined;
    });
  }
}

/** The longest form of a value: each token becomes the longest text that it can have. */
export function longest(scope: IConstruct, value: unknown, names: Names = 'any'): unknown {
  return Tokenization.resolve(value, { scope, resolver: new LongestResolver(Stack.of(scope), names), preparing: false });
}

/**
 * The greatest length of a text.
 *
 * @param unknown the length to assume when a part of it is not known
 */
export function longestLength(scope: IConstruct, text: string, unknown: number): number {
  const known = jsonText(longest(scope, text));
  return known.includes(UNKNOWN) ? Math.max(unknown, known.length) : known.length;
}

/** The most bytes that an object can take as JSON. @param unknown returns the length to assume for an unknown value of a key */
export function longestJson(scope: IConstruct, object: object, unknown: (key: string) => number, names?: Names): number {
  return Buffer.byteLength(JSON.stringify(longest(scope, object, names), (key: string, value: unknown) =>
    (typeof value === 'string' ? value.replaceAll(UNKNOWN, 'x'.repeat(unknown(key))) : value)));
}

/** The value of an intrinsic function. It is unknown when only CloudFormation can compute it. */
function evaluated(value: unknown, pseudo: (name: string) => string | undefined): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const [[name, args], ...more] = Object.entries(value);
  if (name === undefined || more.length > 0) return value;
  const inner = (part: unknown): unknown => evaluated(part, pseudo);
  if (name === 'Ref') return pseudo(String(args)) ?? UNKNOWN;
  if (!name.startsWith('Fn::')) return value;
  const parts = joinedParts(value);
  if (parts[0] !== value) return parts.map((part) => jsonText(inner(part))).join('');
  if (name === 'Fn::Split' && Array.isArray(args)) return jsonText(inner(args[1])).split(String(args[0]));
  if (name === 'Fn::Select' && Array.isArray(args)) return selected(Number(args[0]), inner(args[1]));
  if (name === 'Fn::If' && Array.isArray(args)) return longer(inner(args[1]), inner(args[2]));
  return UNKNOWN;
}

function selected(index: number, list: unknown): unknown {
  return Array.isArray(list) && index < list.length && !list.includes(UNKNOWN) ? list[index] : UNKNOWN;
}

function longer(one: unknown, other: unknown): unknown {
  return jsonText(other).length > jsonText(one).length ? other : one;
}

function jsonText(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : JSON.stringify(value);
}

/** The start of the text that stands for a reference. */
const MARK = '\u{E001}';

/** Replaces each reference with a mark, and keeps the construct that it refers to. */
class Targets extends DefaultTokenResolver {
  public readonly all: IConstruct[] = [];

  public constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    return Reference.isReference(token) ? `${MARK}${this.all.push(token.target) - 1}` : super.resolveToken(token, context, postProcessor);
  }
}

/** Replaces each text of a list that is a reference with its construct. Other texts stay as they are. */
export function referencedResources(scope: IConstruct, values: unknown): unknown[] {
  const resolver = new Targets();
  const resolved: unknown = Tokenization.resolve(values, { scope, resolver, preparing: false });
  return (Array.isArray(resolved) ? resolved : [resolved])
    .map((one: unknown) => (typeof one === 'string' && /^\u{E001}\d+$/u.test(one) ? resolver.all[Number(one.slice(1))] : one));
}
