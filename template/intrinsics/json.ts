import { isObject } from '../../core/json';

/** An own property of an object; undefined when it is absent or null, or when the value is not an object. */
export function property(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? (value[name] ?? undefined) : undefined;
}

/** The own properties of an object; none when the value is not an object. */
export function entriesOf(value: unknown): readonly [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The text of a scalar, as CloudFormation converts it; undefined for anything else. */
export function scalarText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

const LONGEST_SHOWN = 60;

/** Shows a value in a message. Objects and lists are only named, because they may be nested too deep for JSON.stringify. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 3)}...` : text;
}

/** A template without its location: the template of a nested stack. */
export interface NestedTemplate {
  /** The template as parsed JSON. Any value is accepted; what cannot be read is listed as not played. */
  readonly template: unknown;
  /** Templates of its nested stacks, by the logical id of their AWS::CloudFormation::Stack. Default: unknown. */
  readonly nested?: ReadonlyMap<string, NestedTemplate>;
  /** Construct paths by logical id, where the template's metadata has none. */
  readonly paths?: ReadonlyMap<string, string>;
}

/** The template of one stack. */
export interface StackTemplate extends NestedTemplate {
  /** The stack's name in CloudFormation. */
  readonly stack: string;
}

/** The template of one stack, with the account and Region that it is deployed to. Default: account 111122223333 in us-east-1. */
export interface PlacedTemplate extends StackTemplate {
  readonly accountId?: string;
  readonly region?: string;
}

/** An intrinsic with an unknown value. The resolver notes it and uses a placeholder text instead. */
export class Unresolvable extends Error {
  public override readonly name = 'Unresolvable';

  /**
   * @param message what is wrong; it follows the name of the intrinsic
   * @param detail what it asked for, so that placeholders for different things differ
   */
  public constructor(message: string, public readonly detail?: string) {
    super(message);
  }
}

/** The placeholder text for an unknown value. JSON that contains it stays readable. */
export function standIn(what: string, detail?: string): string {
  return `{{${what}${detail === undefined ? '' : `:${detail.replaceAll(/[^\w:./@-]/g, '_').slice(0, 200)}`}}}`;
}
