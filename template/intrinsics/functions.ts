import { entriesOf, property, scalarText, show, Unresolvable } from './json';
import { findExport, findStack, type ReferencePlace, type Resolver } from './resolver';
import { MAX_TEXT_LENGTH } from './scope';

/** An intrinsic function: computes a value from its unresolved argument. @throws Unresolvable, and nothing else */
type Intrinsic = (argument: unknown, resolver: Resolver) => unknown;

/** Intrinsics by their name, such as `Fn::Join`. */
type IntrinsicTable = readonly (readonly [string, Intrinsic])[];

/** The text of an argument. */
function stringFrom(value: unknown, what: string): string {
  const text = scalarText(value);
  if (text === undefined) throw new Unresolvable(`needs a text as ${what}, got ${show(value)}`);
  return text;
}

/** An argument that is a list, not yet resolved. */
function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Unresolvable(`needs a list as ${what}, got ${show(value)}`);
  return value;
}

/** The arguments of an intrinsic that takes several. */
function argumentsOf(value: unknown, least: number): readonly unknown[] {
  const list = listOf(value, 'its arguments');
  if (list.length < least) throw new Unresolvable(`needs ${least} arguments, got ${list.length}`);
  return list;
}

/** A text that may grow from others, with a limit. */
function bounded(parts: readonly string[], delimiter = ''): string {
  const length = parts.reduce((sum, part) => sum + part.length + delimiter.length, 0);
  if (length > MAX_TEXT_LENGTH) throw new Unresolvable(`gives ${length} characters, more than a template can have`);
  return parts.join(delimiter);
}

/** Intrinsics about conditions. */
const CONDITION_INTRINSICS: IntrinsicTable = [
  ['Fn::If', (argument, resolver) => {
    const [condition, then, otherwise] = argumentsOf(argument, 3);
    return resolver.resolve(resolver.condition(stringFrom(condition, 'its condition')) ? then : otherwise);
  }],
  ['Fn::Equals', (argument, resolver) => {
    const [left, right] = argumentsOf(argument, 2).map((part) => stringFrom(resolver.resolve(part), 'what it compares'));
    return left === right;
  }],
  // Every operand is evaluated, so that one that cannot be read is always noted.
  ['Fn::And', (argument, resolver) => argumentsOf(argument, 1).map((part) => resolver.holds(part)).every(Boolean)],
  ['Fn::Or', (argument, resolver) => argumentsOf(argument, 1).map((part) => resolver.holds(part)).some(Boolean)],
  ['Fn::Not', (argument, resolver) => !resolver.holds(argumentsOf(argument, 1)[0])],
];

/** Intrinsics that refer to something by its name. */
const REFERENCE_INTRINSICS: IntrinsicTable = [
  ['Ref', (argument, resolver) => resolver.reference(stringFrom(argument, 'its argument'))],
  ['Fn::GetAtt', (argument, resolver) => {
    const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : argumentsOf(argument, 2);
    const names = attribute.map((part) => stringFrom(resolver.resolve(part), 'the attribute'));
    return resolver.attribute(stringFrom(logicalId, 'the resource'), names.join('.'));
  }],
  ['Fn::ImportValue', (argument, resolver) => {
    const name = stringFrom(resolver.resolve(argument), 'the name of an export');
    const found = findExport(resolver, name);
    if (found === undefined) throw new Unresolvable(`imports ${name}, which none of the templates exports`, name);
    return resolver.output(found.scope, found.output);
  }],
  ['Fn::GetStackOutput', (argument, resolver) => {
    const part = (name: string): string => stringFrom(resolver.resolve(property(argument, name)), name);
    const [stack, output] = [part('StackName'), part('OutputName')];
    const scope = findStack(resolver, stack, producerOf(argument, resolver));
    if (scope === undefined) {
      throw new Unresolvable(`asks for the output ${output} of the stack ${stack}, which is not among the templates`, `${stack}.${output}`);
    }
    return resolver.output(scope, output);
  }],
  ['Fn::FindInMap', (argument, resolver) => {
    const [names, options] = [argumentsOf(argument, 3).slice(0, 3), argumentsOf(argument, 3)[3]];
    const [map = '', top = '', second = ''] = names.map((name) => stringFrom(resolver.resolve(name), 'a key'));
    const fallback = property(options, 'DefaultValue');
    const value = property(property(resolver.scope.mappings.get(map), top), second);
    if (value === undefined && fallback === undefined) {
      throw new Unresolvable(`finds no ${top}.${second} in the mapping ${map}`, `${map}.${top}.${second}`);
    }
    return resolver.resolve(value ?? fallback);
  }],
];

/**
 * Where the producing stack of `Fn::GetStackOutput` is deployed: the Region that it names, and the account of the role that it
 * assumes.
 */
function producerOf(argument: unknown, resolver: Resolver): ReferencePlace {
  const { environment } = resolver.scope;
  const region = scalarText(resolver.resolve(property(argument, 'Region'))) ?? environment.region;
  const role = scalarText(resolver.resolve(property(argument, 'RoleArn')));
  return { region, accountId: role?.split(':')[4] ?? environment.accountId };
}

/** Intrinsics that make texts and lists from others. */
const TEXT_INTRINSICS: IntrinsicTable = [
  ['Fn::Join', (argument, resolver) => {
    const [delimiter, list] = argumentsOf(argument, 2);
    const parts = listOf(resolver.resolve(list), 'what it joins').map((part) => stringFrom(part, 'a part'));
    return bounded(parts, stringFrom(resolver.resolve(delimiter), 'its delimiter'));
  }],
  ['Fn::Split', (argument, resolver) => {
    const [delimiter, text] = argumentsOf(argument, 2).map((part) => stringFrom(resolver.resolve(part), 'its arguments'));
    return text?.split(delimiter ?? '');
  }],
  ['Fn::Select', (argument, resolver) => {
    const [position, list] = argumentsOf(argument, 2).map((part) => resolver.resolve(part));
    const elements = listOf(list, 'what it selects from');
    const element = elements[Number(stringFrom(position, 'its index'))];
    if (element === undefined) throw new Unresolvable(`has no element ${show(position)} among ${elements.length}`);
    return element;
  }],
  ['Fn::Sub', (argument, resolver) => {
    if (!Array.isArray(argument)) return substitute(stringFrom(argument, 'its template'), new Map(), resolver);
    const [text, variables] = argumentsOf(argument, 1);
    return substitute(stringFrom(text, 'its template'), new Map(entriesOf(variables)), resolver);
  }],
  ['Fn::Base64', (argument, resolver) => bounded([Buffer.from(stringFrom(resolver.resolve(argument), 'its argument')).toString('base64')])],
  ['Fn::Length', (argument, resolver) => listOf(resolver.resolve(argument), 'its argument').length],
  ['Fn::ToJsonString', (argument, resolver) => bounded([JSON.stringify(resolver.resolve(argument) ?? null)])],
  ['Fn::GetAZs', (argument, resolver) => {
    const region = stringFrom(resolver.resolve(argument) ?? '', 'its Region') || resolver.scope.environment.region;
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  }],
];

/**
 * `${Name}` is a variable or the value of `Ref`, `${Name.Attribute}` is the value of `Fn::GetAtt`, `${!Name}` becomes
 * `${Name}`.
 */
function substitute(text: string, variables: ReadonlyMap<string, unknown>, resolver: Resolver): string {
  const known = new Map<string, string>();
  const valueOf = (name: string): string => {
    const value = known.get(name) ?? placeholder(name, variables, resolver);
    known.set(name, value);
    return value;
  };
  // Every other part is what stands between ${ and }.
  const parts = text.split(/\$\{([^{}]*)\}/);
  return bounded(parts.map((part, index) => (index % 2 === 0 ? part : valueOf(part.trim()))));
}

function placeholder(name: string, variables: ReadonlyMap<string, unknown>, resolver: Resolver): string {
  if (name.startsWith('!')) return `\${${name.slice(1)}}`;
  if (variables.has(name)) return stringFrom(resolver.resolve(variables.get(name)), `the variable ${name}`);
  const [, logicalId, attribute] = /^([^.]+)\.(.+)$/.exec(name) ?? [];
  const value = logicalId === undefined || attribute === undefined ? resolver.reference(name) : resolver.attribute(logicalId, attribute);
  return stringFrom(value, name);
}

/** Every intrinsic function that is resolved. Not resolved: Fn::Cidr, Fn::Transform, Fn::ForEach. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map([...REFERENCE_INTRINSICS, ...TEXT_INTRINSICS, ...CONDITION_INTRINSICS]);
