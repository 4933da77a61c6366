import { MetricMathError } from './error';

/** A piece of an expression's text. */
export interface MathToken {
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
 * Takes an expression's text apart. Ids begin with a lower-case letter, functions and keywords are in capitals.
 *
 * @throws MetricMathError for a character no expression has, and for texts longer than CloudWatch takes
 */
export function tokenizeMetricMath(text: string): MathToken[] {
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
