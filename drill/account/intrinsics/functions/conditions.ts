import { argumentsOf, type IntrinsicTable, textOf } from './intrinsic';

/** Intrinsics about conditions. */
export const CONDITION_INTRINSICS: IntrinsicTable = [
  ['Fn::If', (argument, resolver) => {
    const [condition, then, otherwise] = argumentsOf(argument, 3);
    return resolver.resolve(resolver.condition(textOf(condition, 'its condition')) ? then : otherwise);
  }],
  ['Fn::Equals', (argument, resolver) => {
    const [left, right] = argumentsOf(argument, 2).map((part) => textOf(resolver.resolve(part), 'what it compares'));
    return left === right;
  }],
  // Every operand is looked at, so that one that cannot be read is noted whatever the others say.
  ['Fn::And', (argument, resolver) => argumentsOf(argument, 1).map((part) => resolver.holds(part)).every(Boolean)],
  ['Fn::Or', (argument, resolver) => argumentsOf(argument, 1).map((part) => resolver.holds(part)).some(Boolean)],
  ['Fn::Not', (argument, resolver) => !resolver.holds(argumentsOf(argument, 1)[0])],
];
