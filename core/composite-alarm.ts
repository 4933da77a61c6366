import { ALARM_STATES, type AlarmState } from './alarm-configuration';

/** How many alarms `AT_LEAST` asks for: a number of them, or a share of those listed. */
type AtLeastMinimum = { readonly count: number } | { readonly percent: number };

/**
 * The rule of a composite alarm as a tree. [cw:alarm-combining.html]
 * An alarm is referred to by name or ARN, as written.
 */
export type AlarmRule =
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly operand: AlarmRule }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly AlarmRule[] }
  | { readonly kind: 'group'; readonly operand: AlarmRule }
  | {
      readonly kind: 'atLeast';
      readonly minimum: AtLeastMinimum;
      readonly state: AlarmState;
      readonly negated: boolean;
      readonly alarms: readonly string[];
    };

/** An alarm rule that cannot be read, or that refers to an unknown alarm. */
export class AlarmRuleError extends Error {
  /** The position in the rule's text, counted from 0; `undefined` if the error is not about the text. */
  readonly position?: number;

  constructor(message: string, position?: number) {
    super(message);
    this.name = 'AlarmRuleError';
    if (position !== undefined) this.position = position;
  }
}

/** Most alarms one composite may refer to. [cw:alarm-combining.html] */
export const MAX_CHILD_ALARMS = 100;

/** Most elements of one rule: child alarms, TRUE or FALSE, and parentheses. [SDK PutCompositeAlarm.AlarmRule] */
export const MAX_RULE_ELEMENTS = 500;

/** Longest rule, in characters. (API reference, from memory.) */
const MAX_RULE_LENGTH = 10_240;

/** The distinct alarms a rule refers to, in order of appearance. */
export function alarmsOfRule(rule: AlarmRule): string[] {
  const alarms = new Set<string>();
  visit(rule, (node) => {
    if (node.kind === 'state') alarms.add(node.alarm);
    if (node.kind === 'atLeast') node.alarms.forEach((alarm) => alarms.add(alarm));
  });
  return [...alarms];
}

/**
 * The number of elements that count towards `MAX_RULE_ELEMENTS`. Inference: every mention of an alarm counts, and each pair
 * of grouping parentheses counts once. The parentheses of ALARM(x) and AT_LEAST(...) belong to their function.
 */
export function elementsOfRule(rule: AlarmRule): number {
  let elements = 0;
  visit(rule, (node) => {
    if (node.kind === 'state' || node.kind === 'constant' || node.kind === 'group') elements += 1;
    if (node.kind === 'atLeast') elements += node.alarms.length;
  });
  return elements;
}

function visit(rule: AlarmRule, look: (node: AlarmRule) => void): void {
  look(rule);
  if (rule.kind === 'not' || rule.kind === 'group') visit(rule.operand, look);
  if (rule.kind === 'and' || rule.kind === 'or') rule.operands.forEach((operand) => visit(operand, look));
}

/**
 * Reads the `AlarmRule` of a composite alarm. [cw:alarm-combining.html; SDK PutCompositeAlarm]
 *
 * Grammar: `ALARM(x)`, `OK(x)`, `INSUFFICIENT_DATA(x)`, `TRUE`, `FALSE`, `AND`, `OR`, `NOT`, parentheses and `AT_LEAST(M
 *
 * p%, [NOT] STATE, (a, b, ...))`; an alarm by name or ARN, unquoted (no spaces, round brackets, commas or double quotes) or
 * in double quotes with `\"` for a quote. Inference where the guide is silent: NOT binds tighter than AND, and AND tighter
 * than OR; words are in upper case; `\\` in quotes is one backslash; M is 1 to the number of alarms, and p is a whole
 * number from 1 to 100 (both as aws-cdk-lib checks them).
 *
 * @throws AlarmRuleError, and nothing else, for any text that is not a rule
 */
export function parseAlarmRule(text: string): AlarmRule {
  if (text.length > MAX_RULE_LENGTH) {
    throw new AlarmRuleError(
      `The alarm rule has ${text.length} characters, CloudWatch allows ${MAX_RULE_LENGTH}. Split it into several composite alarms.`,
    );
  }
  return new Parser(text).parse();
}

interface Token {
  readonly kind: 'punctuation' | 'word' | 'quoted' | 'end';
  readonly text: string;
  readonly position: number;
}

const TOKEN = /\s*(?:(?<punctuation>[(),])|"(?<quoted>(?:[^"\\]|\\[\s\S])*)"|(?<word>[^\s(),"]+))/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match?.groups === undefined) {
      throw new AlarmRuleError(`Cannot read the alarm rule: the name from character ${from} on has no closing double quote. Close it.`, from);
    }
    const { punctuation, quoted, word } = match.groups;
    const position = from + (match[0].length - match[0].trimStart().length);
    if (punctuation !== undefined) tokens.push({ kind: 'punctuation', text: punctuation, position });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, position });
    else tokens.push({ kind: 'quoted', text: (quoted ?? '').replaceAll(/\\(["\\])/g, '$1'), position });
  }
  return [...tokens, { kind: 'end', text: '', position: end }];
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  parse(): AlarmRule {
    const rule = this.#operation('or');
    if (this.#peek().kind !== 'end') throw this.#unexpected('AND, OR or the end of the rule');
    return rule;
  }

  #operation(kind: 'and' | 'or'): AlarmRule {
    const operand = (): AlarmRule => (kind === 'or' ? this.#operation('and') : this.#condition());
    const first = operand();
    const operands = [first];
    while (this.#takeWord(kind === 'or' ? 'OR' : 'AND')) operands.push(operand());
    return operands.length === 1 ? first : { kind, operands };
  }

  #condition(): AlarmRule {
    // CloudWatch's own limit on elements also keeps the recursion shallow.
    if (++this.#depth > MAX_RULE_ELEMENTS) {
      throw new AlarmRuleError(`The alarm rule is nested more than ${MAX_RULE_ELEMENTS} deep. Simplify it.`, this.#peek().position);
    }
    const rule = this.#nestedCondition();
    this.#depth -= 1;
    return rule;
  }

  #nestedCondition(): AlarmRule {
    if (this.#takeWord('NOT')) return { kind: 'not', operand: this.#condition() };
    if (this.#takeWord('TRUE')) return { kind: 'constant', value: true };
    if (this.#takeWord('FALSE')) return { kind: 'constant', value: false };
    if (this.#takeWord('AT_LEAST')) return this.#atLeast();
    const state = this.#takeState();
    if (state !== undefined) {
      this.#expect('(');
      const alarm = this.#alarm();
      this.#expect(')');
      return { kind: 'state', state, alarm };
    }
    if (this.#take('(')) {
      const operand = this.#operation('or');
      this.#expect(')');
      return { kind: 'group', operand };
    }
    throw this.#unexpected('ALARM(...), OK(...), INSUFFICIENT_DATA(...), AT_LEAST(...), TRUE, FALSE, NOT or an opening parenthesis');
  }

  #atLeast(): AlarmRule {
    this.#expect('(');
    const at = this.#peek();
    const minimum = this.#minimum();
    this.#expect(',');
    const negated = this.#takeWord('NOT');
    const state = this.#takeState();
    if (state === undefined) throw this.#unexpected(`one of ${ALARM_STATES.join(', ')}`);
    this.#expect(',');
    this.#expect('(');
    const alarms = [this.#alarm()];
    while (this.#take(',')) alarms.push(this.#alarm());
    this.#expect(')');
    this.#expect(')');
    if ('count' in minimum && minimum.count > alarms.length) {
      throw new AlarmRuleError(
        `AT_LEAST asks for ${minimum.count} of ${alarms.length} alarms, which can never hold. Ask for ${alarms.length} at most.`,
        at.position,
      );
    }
    return { kind: 'atLeast', minimum, state, negated, alarms };
  }

  #minimum(): AtLeastMinimum {
    const token = this.#peek();
    const match = token.kind === 'word' ? /^(?<amount>\d{1,6})(?<percent>%?)$/.exec(token.text) : null;
    const amount = Number(match?.groups?.['amount']);
    const isPercent = match?.groups?.['percent'] === '%';
    if (match === null || amount < 1 || (isPercent && amount > 100)) {
      throw this.#unexpected('a number of alarms from 1, or a percentage from 1% to 100%');
    }
    this.#next += 1;
    return isPercent ? { percent: amount } : { count: amount };
  }

  #alarm(): string {
    const token = this.#peek();
    if (token.kind !== 'word' && token.kind !== 'quoted') throw this.#unexpected('the name or ARN of an alarm');
    if (token.text === '') {
      throw new AlarmRuleError(
        `The alarm rule has an empty alarm name at character ${token.position}. Name an alarm or leave it out.`,
        token.position,
      );
    }
    this.#next += 1;
    return token.text;
  }

  #takeState(): AlarmState | undefined {
    return ALARM_STATES.find((state) => this.#takeWord(state));
  }

  #takeWord(word: string): boolean {
    return this.#takeIf((token) => token.kind === 'word' && token.text === word);
  }

  #take(punctuation: string): boolean {
    return this.#takeIf((token) => token.kind === 'punctuation' && token.text === punctuation);
  }

  #takeIf(accepts: (token: Token) => boolean): boolean {
    const accepted = accepts(this.#peek());
    if (accepted) this.#next += 1;
    return accepted;
  }

  #expect(punctuation: string): void {
    if (!this.#take(punctuation)) throw this.#unexpected(`"${punctuation}"`);
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #unexpected(expected: string): AlarmRuleError {
    const { kind, text, position } = this.#peek();
    const found = kind === 'end' ? 'the end of the rule' : `"${text}"`;
    return new AlarmRuleError(`Cannot read the alarm rule: expected ${expected} at character ${position}, found ${found}.`, position);
  }
}
