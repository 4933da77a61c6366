import { MetricMathError } from './error';
import type { BinaryOperator, MetricMathExpression } from './expression';
import { type MathToken, tokenizeMetricMath } from './tokens';

/** Deepest nesting taken; no real expression comes near. Keeps recursion within the stack. */
const MAX_NESTING = 100;

/**
 * Binary operators, loosest first. Inference, where the guide gives no order: OR, AND, comparison, + -, * /, ^, as in
 * most languages; `^` groups to the right and binds tighter than the sign before it, so `-m1^2` is `-(m1^2)`.
 */
const LEVELS: readonly Readonly<Record<string, BinaryOperator>>[] = [
  { OR: 'OR', '||': 'OR' },
  { AND: 'AND', '&&': 'AND' },
  { '==': '==', '!=': '!=', '<=': '<=', '>=': '>=', '<': '<', '>': '>' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/' },
];

/**
 * Reads a metric math expression. [cw:using-metric-math.html]
 *
 * @throws MetricMathError, and nothing else, for any text that is no expression
 */
export function parseMetricMath(text: string): MetricMathExpression {
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly MathToken[];
  #next = 0;
  #depth = 0;

  public constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenizeMetricMath(text);
  }

  public parse(): MetricMathExpression {
    const expression = this.#operation(0);
    if (this.#peek().kind !== 'end') throw this.#unexpected('an operator or the end');
    return expression;
  }

  #operation(level: number): MetricMathExpression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#signed();
    let left = this.#operation(level + 1);
    for (;;) {
      const operator = this.#takeOperator(operators);
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.#operation(level + 1) };
    }
  }

  #takeOperator(operators: Readonly<Record<string, BinaryOperator>>): BinaryOperator | undefined {
    const { kind, text } = this.#peek();
    if ((kind !== 'sign' && kind !== 'capitals') || !Object.hasOwn(operators, text)) return undefined;
    this.#next += 1;
    return operators[text];
  }

  #signed(): MetricMathExpression {
    if (++this.#depth > MAX_NESTING) {
      throw new MetricMathError(
        'syntax',
        `The metric math expression is nested more than ${MAX_NESTING} deep. Split it into several expressions.`,
      );
    }
    const expression = this.#take('-') ? ({ kind: 'negation', operand: this.#signed() } as const) : this.#power();
    this.#depth -= 1;
    return expression;
  }

  #power(): MetricMathExpression {
    const base = this.#primary();
    return this.#take('^') ? { kind: 'binary', operator: '^', left: base, right: this.#signed() } : base;
  }

  #primary(): MetricMathExpression {
    const token = this.#peek();
    switch (token.kind) {
      case 'number':
        this.#next += 1;
        return { kind: 'number', value: Number(token.text) };
      case 'text':
        this.#next += 1;
        return { kind: 'text', value: token.text };
      case 'id':
        this.#next += 1;
        return { kind: 'id', id: token.text };
      case 'capitals':
        return this.#callOrKeyword(token.text);
      default:
        return this.#bracketed();
    }
  }

  #callOrKeyword(name: string): MetricMathExpression {
    if (name === 'AND' || name === 'OR') throw this.#unexpected('a value');
    this.#next += 1;
    return this.#take('(') ? { kind: 'call', name, args: this.#list(')') } : { kind: 'keyword', name };
  }

  #bracketed(): MetricMathExpression {
    if (this.#take('[')) return { kind: 'array', items: this.#list(']') };
    if (!this.#take('(')) throw this.#unexpected('a value');
    const expression = this.#operation(0);
    this.#expect(')');
    return expression;
  }

  /** Expressions between commas, up to the closing sign. */
  #list(closing: string): MetricMathExpression[] {
    if (this.#take(closing)) return [];
    const items = [this.#operation(0)];
    while (this.#take(',')) items.push(this.#operation(0));
    this.#expect(closing);
    return items;
  }

  #take(sign: string): boolean {
    const token = this.#peek();
    const taken = token.kind === 'sign' && token.text === sign;
    if (taken) this.#next += 1;
    return taken;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#unexpected(`"${sign}"`);
  }

  #peek(): MathToken {
    return this.#tokens[this.#next] as MathToken;
  }

  #unexpected(expected: string): MetricMathError {
    const { kind, text, position } = this.#peek();
    const found = kind === 'end' ? 'the end' : `"${text}"`;
    return new MetricMathError(
      'syntax',
      `Cannot read the metric math expression "${this.#text}": expected ${expected} at character ${position}, found ${found}.`,
    );
  }
}
