/**
 * What is wrong with a metric math expression:
 * - `syntax`: it cannot be read
 * - `unknownId`: it names a metric or expression that does not exist
 * - `unknownFunction`: CloudWatch has no such function
 * - `unsupportedFunction`: CloudWatch has it, but this simulation does not
 * - `argument`: a function or operator got a kind of value that it does not accept
 * - `result`: the expression gives something that its use does not allow
 */
type MetricMathProblem = 'syntax' | 'unknownId' | 'unknownFunction' | 'unsupportedFunction' | 'argument' | 'result';

/** A metric math expression that CloudWatch would reject, or that this simulation does not cover. */
export class MetricMathError extends Error {
  public override readonly name = 'MetricMathError';

  /**
   * @param problem what kind of problem it is
   * @param message what is wrong, and the remedy
   * @param functionName the function concerned, if any
   */
  public constructor(
    public readonly problem: MetricMathProblem,
    message: string,
    public readonly functionName?: string,
  ) {
    super(message);
  }
}

/** Arithmetic operators. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '^';

/** Comparison operators. */
type ComparisonSign = '==' | '!=' | '<=' | '>=' | '<' | '>';

/** Logical operators; `&&` and `||` are read as these. */
type LogicalOperator = 'AND' | 'OR';

/** Every operator between two values. */
export type BinaryOperator = ArithmeticOperator | ComparisonSign | LogicalOperator;

/** A metric math expression as a tree. */
export type MetricMathExpression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** The id of a metric or of another expression. */
  | { readonly kind: 'id'; readonly id: string }
  /** A word in capitals that is not a call: REPEAT, LINEAR, ASC, DESC, or a function's name as an argument of SORT. */
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

/** The ids that an expression refers to, each once. `METRICS()` refers to none by id. */
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

/** A piece of an expression's text. */
interface MathToken {
  readonly kind: 'number' | 'text' | 'id' | 'capitals' | 'sign' | 'end';
  readonly text: string;
  readonly position: number;
}

const TOKEN = new RegExp(
  [
    '(?<space>\\s+)',
    '(?<number>(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d+)?)',
    '(?<capitals>[A-Z][A-Z0-9_]*(?![A-Za-z0-9_]))',
    '(?<id>[a-z][A-Za-z0-9_]*)',
    '"(?<double>[^"]*)"',
    "'(?<single>[^']*)'",
    '(?<sign>==|!=|<=|>=|&&|\\|\\||[-+*/^<>()\\[\\],])',
  ].join('|'),
  'y',
);

/** Longest expression of a metric data query, in characters. (API reference, from memory.) */
export const MAX_EXPRESSION_LENGTH = 2_048;

/**
 * Splits an expression's text into pieces. Ids begin with a lower-case letter; functions and keywords are in capitals.
 *
 * @throws MetricMathError for a character that no expression has, and for texts longer than CloudWatch accepts
 */
function tokenizeMetricMath(text: string): MathToken[] {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    throw new MetricMathError(
      'syntax',
      `The metric math expression has ${text.length} characters, CloudWatch allows ${MAX_EXPRESSION_LENGTH}. ` +
        'Split it into several expressions.',
    );
  }
  const tokens: MathToken[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const position = TOKEN.lastIndex;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw unreadable(text, position);
    const add = (kind: MathToken['kind'], token: string | undefined): void => {
      if (token !== undefined) tokens.push({ kind, text: token, position });
    };
    add('number', groups['number']);
    add('capitals', groups['capitals']);
    add('id', groups['id']);
    add('text', groups['double'] ?? groups['single']);
    add('sign', groups['sign']);
  }
  return [...tokens, { kind: 'end', text: '', position: text.length }];
}

function unreadable(text: string, position: number): MetricMathError {
  return new MetricMathError(
    'syntax',
    `Cannot read the metric math expression "${text}" at character ${position}: ` +
      'ids begin with a lower-case letter, functions are written in capitals, texts are quoted.',
  );
}

/** The deepest nesting that is accepted. Real expressions stay far below. It keeps the recursion within the stack. */
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
 * @throws MetricMathError, and nothing else, for any text that is not an expression
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
