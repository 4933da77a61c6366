import { property, scalarText } from './json';
import type { Resolver } from './resolver';
import type { Scope } from './scope';
import { standIn } from './unresolvable';

/**
 * The value of a parameter: what the parent passes to a nested stack, else its default, else its first allowed value. A
 * parameter that only names one in Parameter Store keeps the form of a dynamic reference, since its value is not known.
 */
export function parameterValue(resolver: Resolver, name: string): unknown {
  const definition = resolver.scope.parameters.get(name);
  const type = scalarText(property(definition, 'Type')) ?? 'String';
  const value = passedByParent(resolver, name) ?? ownValue(resolver.scope, name, definition, type);
  const isList = type === 'CommaDelimitedList' || type.includes('List<');
  return isList && typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value;
}

function passedByParent(resolver: Resolver, name: string): unknown {
  const { parent, logicalIdInParent = '', id } = resolver.scope;
  const stack = parent?.resources.get(logicalIdInParent);
  const passed = property(property(stack?.properties, 'Parameters'), name);
  if (parent === undefined || stack === undefined || passed === undefined) return undefined;
  const outside = resolver.at(parent, parent.subjectOf(stack));
  return resolver.cloud.once([id, 'parameter', name], () => outside.resolve(passed), () => {
    outside.note(`the parameter ${name} it passes needs itself: ${standIn('Parameter', name)} stands in its place`);
    return standIn('Parameter', name);
  });
}

function ownValue(scope: Scope, name: string, definition: unknown, type: string): unknown {
  const given = scalarText(property(definition, 'Default'));
  if (type.startsWith('AWS::SSM::Parameter::')) return `{{resolve:ssm:${given ?? name}}}`;
  const allowed = property(definition, 'AllowedValues');
  const value = given ?? scalarText(Array.isArray(allowed) ? allowed[0] : undefined);
  if (value !== undefined) return value;
  scope.note(scope.part(name, 'Parameter'), `has no default, so its value is not known: ${standIn('Parameter', name)} stands in its place`);
  return standIn('Parameter', name);
}
