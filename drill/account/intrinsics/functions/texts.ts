import { entriesOf, show } from '../json';
import type { Resolver } from '../resolver';
import { Unresolvable } from '../unresolvable';
import { argumentsOf, bounded, type IntrinsicTable, listOf, textOf } from './intrinsic';

/** Intrinsics that make texts and lists out of others. */
export const TEXT_INTRINSICS: IntrinsicTable = [
  ['Fn::Join', (argument, resolver) => {
    const [delimiter, list] = argumentsOf(argument, 2);
    const parts = listOf(resolver.resolve(list), 'what it joins').map((part) => textOf(part, 'a part'));
    return bounded(parts, textOf(resolver.resolve(delimiter), 'its delimiter'));
  }],
  ['Fn::Split', (argument, resolver) => {
    const [delimiter, text] = argumentsOf(argument, 2).map((part) => textOf(resolver.resolve(part), 'its arguments'));
    return text?.split(delimiter ?? '');
  }],
  ['Fn::Select', (argument, resolver) => {
    const [position, list] = argumentsOf(argument, 2).map((part) => resolver.resolve(part));
    const elements = listOf(list, 'what it selects from');
    const element = elements[Number(textOf(position, 'its index'))];
    if (element === undefined) throw new Unresolvable(`has no element ${show(position)} among ${elements.length}`);
    return element;
  }],
  ['Fn::Sub', (argument, resolver) => {
    if (!Array.isArray(argument)) return substitute(textOf(argument, 'its template'), new Map(), resolver);
    const [text, variables] = argumentsOf(argument, 1);
    return substitute(textOf(text, 'its template'), new Map(entriesOf(variables)), resolver);
  }],
  ['Fn::Base64', (argument, resolver) => bounded([Buffer.from(textOf(resolver.resolve(argument), 'its argument')).toString('base64')])],
  ['Fn::Length', (argument, resolver) => listOf(resolver.resolve(argument), 'its argument').length],
  ['Fn::ToJsonString', (argument, resolver) => bounded([JSON.stringify(resolver.resolve(argument) ?? null)])],
  ['Fn::GetAZs', (argument, resolver) => {
    const region = textOf(resolver.resolve(argument) ?? '', 'its Region') || resolver.scope.environment.region;
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  }],
];

/** `${Name}` is a variable or what `Ref` gives, `${Name.Attribute}` what `Fn::GetAtt` gives, `${!Name}` is left as `${Name}`. */
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
  if (variables.has(name)) return textOf(resolver.resolve(variables.get(name)), `the variable ${name}`);
  const [, logicalId, attribute] = /^([^.]+)\.(.+)$/.exec(name) ?? [];
  const value = logicalId === undefined || attribute === undefined ? resolver.reference(name) : resolver.attribute(logicalId, attribute);
  return textOf(value, name);
}
