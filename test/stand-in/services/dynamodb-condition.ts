import { Json, ServiceError } from '../wire';
import type { Item, Value } from './dynamodb';

/** Whether an item meets a condition: terms joined by OR, of the few kinds that the handlers write. */
export function meets(item: Item | undefined, { ConditionExpression: condition, ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Json): boolean {
  if (condition === undefined) return true;
  const attribute = (name: string): Value | undefined => item?.[(names as Record<string, string>)[name]!];
  const value = (name: string): Value => (values as Item)[name]!;
  return (condition as string).split(' OR ').some((term) => {
    for (const { form, holds } of TERMS) {
      const match = form.exec(term);
      if (match !== null) return holds(attribute(match[1]!), match[2] === undefined ? undefined : value(match[2]));
    }
    throw new ServiceError('ValidationException', `the stand-in does not know ${term}`);
  });
}

interface Term {
  readonly form: RegExp;
  readonly holds: (attribute: Value | undefined, value: Value | undefined) => boolean;
}

const TERMS: readonly Term[] = [
  { form: /^attribute_not_exists\((#\w+)\)$/, holds: (attribute) => attribute === undefined },
  { form: /^NOT attribute_type\((#\w+), (:\w+)\)$/, holds: (attribute, value) => attribute !== undefined && !(value!.S! in attribute) },
  { form: /^(#\w+) = (:\w+)$/, holds: (attribute, value) => attribute !== undefined && (value!.S === undefined ? attribute.N !== undefined && Number(attribute.N) === Number(value!.N) : attribute.S === value!.S) },
  { form: /^(#\w+) < (:\w+)$/, holds: (attribute, value) => attribute?.N !== undefined && Number(attribute.N) < Number(value!.N) },
  { form: /^(#\w+) > (:\w+)$/, holds: (attribute, value) => attribute?.N !== undefined && Number(attribute.N) > Number(value!.N) },
];
