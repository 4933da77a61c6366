/** Arithmetic operators. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '^';

/** Comparison operators. */
export type ComparisonSign = '==' | '!=' | '<=' | '>=' | '<' | '>';

/** Logical operators; `&&` and `||` are read as these. */
export type LogicalOperator = 'AND' | 'OR';

/** Every operator between two values. */
export type BinaryOperator = ArithmeticOperator | ComparisonSign | LogicalOperator;

/** A metric math expression as a tree. */
export type MetricMathExpression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** The id of a metric or of another expression. */
  | { readonly kind: 'id'; readonly id: string }
  /** A word in capitals that is no call: REPEAT, LINEAR, ASC, DESC, or a function's name as SORT takes it. */
  | { readonly kind: 'keyword'; readonly name: string }
  | { readonly kind: 'array'; readonly items: readonly MetricMathExpression[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly MetricMathExpression[] }
  | { readonly kind: 'negation'; readonly operand: MetricMathExpression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: MetricMathExpression;
      readonly right: MetricMathExpression;
    };

/** The ids an expression refers to, each once. `METRICS()` refers to none by id. */
export function idsOf(expression: MetricMathExpression): string[] {
  const ids = new Set<string>();
  const visit = (node: MetricMathExpression): void => {
    if (node.kind === 'id') ids.add(node.id);
    childrenOf(node).forEach(visit);
  };
  visit(expression);
  return [...ids];
}

function childrenOf(node: MetricMathExpression): readonly MetricMathExpression[] {
  switch (node.kind) {
    case 'array':
      return node.items;
    case 'call':
      return node.args;
    case 'negation':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    default:
      return [];
  }
}
