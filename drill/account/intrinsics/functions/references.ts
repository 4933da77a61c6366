import { findExport, findStack, type Place } from '../exports';
import { property, scalarText } from '../json';
import type { Resolver } from '../resolver';
import { Unresolvable } from '../unresolvable';
import { argumentsOf, type IntrinsicTable, textOf } from './intrinsic';

/** Intrinsics that refer to something by its name. */
export const REFERENCE_INTRINSICS: IntrinsicTable = [
  ['Ref', (argument, resolver) => resolver.reference(textOf(argument, 'its argument'))],
  ['Fn::GetAtt', (argument, resolver) => {
    const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : argumentsOf(argument, 2);
    const names = attribute.map((part) => textOf(resolver.resolve(part), 'the attribute'));
    return resolver.attribute(textOf(logicalId, 'the resource'), names.join('.'));
  }],
  ['Fn::ImportValue', (argument, resolver) => {
    const name = textOf(resolver.resolve(argument), 'the name of an export');
    const found = findExport(resolver, name);
    if (found === undefined) throw new Unresolvable(`imports ${name}, which none of the templates exports`, name);
    return resolver.output(found.scope, found.output);
  }],
  ['Fn::GetStackOutput', (argument, resolver) => {
    const part = (name: string): string => textOf(resolver.resolve(property(argument, name)), name);
    const [stack, output] = [part('StackName'), part('OutputName')];
    const scope = findStack(resolver, stack, producerOf(argument, resolver));
    if (scope === undefined) {
      throw new Unresolvable(`asks for the output ${output} of the stack ${stack}, which is not among the templates`, `${stack}.${output}`);
    }
    return resolver.output(scope, output);
  }],
  ['Fn::FindInMap', (argument, resolver) => {
    const [names, options] = [argumentsOf(argument, 3).slice(0, 3), argumentsOf(argument, 3)[3]];
    const [map = '', top = '', second = ''] = names.map((name) => textOf(resolver.resolve(name), 'a key'));
    const fallback = property(options, 'DefaultValue');
    const value = property(property(resolver.scope.mappings.get(map), top), second);
    if (value === undefined && fallback === undefined) {
      throw new Unresolvable(`finds no ${top}.${second} in the mapping ${map}`, `${map}.${top}.${second}`);
    }
    return resolver.resolve(value ?? fallback);
  }],
];

/** Where the producing stack of `Fn::GetStackOutput` is deployed: the Region it names, the account of the role it takes. */
function producerOf(argument: unknown, resolver: Resolver): Place {
  const { environment } = resolver.scope;
  const region = scalarText(resolver.resolve(property(argument, 'Region'))) ?? environment.region;
  const role = scalarText(resolver.resolve(property(argument, 'RoleArn')));
  return { region, accountId: role?.split(':')[4] ?? environment.accountId };
}
