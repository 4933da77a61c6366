import fc from 'fast-check';
import {
  idsOf, MAX_EXPRESSION_LENGTH, MetricMathError, type MetricMathExpression, parseMetricMath,
} from '../../../core/metric-math/expression';

/** The tree in brackets, to show what binds to what. */
function brackets(node: MetricMathExpression): string {
  switch (node.kind) {
    case 'number':
      return `${node.value}`;
    case 'text':
      return `"${node.value}"`;
    case 'id':
      return node.id;
    case 'keyword':
      return node.name;
    case 'array':
      return `[${node.items.map(brackets).join(' ')}]`;
    case 'call':
      return `${node.name}(${node.args.map(brackets).join(' ')})`;
    case 'negation':
      return `(-${brackets(node.operand)})`;
    case 'binary':
      return `(${brackets(node.left)} ${node.operator} ${brackets(node.right)})`;
  }
}

describe('reading a metric math expression', () => {
  it.each<[string, string]>([
    ['m1+m2*m3', '(m1 + (m2 * m3))'],
    ['m1-m2-m3', '((m1 - m2) - m3)'],
    ['m1/m2/m3', '((m1 / m2) / m3)'],
    ['m1^m2^2', '(m1 ^ (m2 ^ 2))'],
    ['-m1^2', '(-(m1 ^ 2))'],
    ['2*-m1', '(2 * (-m1))'],
    ['m1^-2', '(m1 ^ (-2))'],
    ['--m1', '(-(-m1))'],
    ['(m1+m2)*3', '((m1 + m2) * 3)'],
    ['m1+1 > m2*2', '((m1 + 1) > (m2 * 2))'],
    ['m1>1 AND m2>1 OR m3>1', '(((m1 > 1) AND (m2 > 1)) OR (m3 > 1))'],
    ['m1>1 && m2>1 || m3>1', '(((m1 > 1) AND (m2 > 1)) OR (m3 > 1))'],
    ['m1 == 1 OR m1 != 2', '((m1 == 1) OR (m1 != 2))'],
    ['SUM([m1,m2])', 'SUM([m1 m2])'],
    ['METRICS()', 'METRICS()'],
    [`SUM(METRICS("4xx"))/SUM(METRICS('5xx'))`, '(SUM(METRICS("4xx")) / SUM(METRICS("5xx")))'],
    ['FILL(m1, REPEAT)', 'FILL(m1 REPEAT)'],
    ['IF(errors_2 > .5e1, 1.25)', 'IF((errors_2 > 5) 1.25)'],
    ['[]', '[]'],
  ])('%s', (text, expected) => {
    expect(brackets(parseMetricMath(text))).toBe(expected);
  });

  it('names the ids it refers to, each once', () => {
    expect(idsOf(parseMetricMath('IF(e1 > 0, -m1, [m2, m1, FILL(m3, REPEAT)])'))).toEqual(['e1', 'm1', 'm2', 'm3']);
  });

  it.each<[string, string]>([
    ['', 'Cannot read the metric math expression "": expected a value at character 0, found the end.'],
    ['m1 +', 'Cannot read the metric math expression "m1 +": expected a value at character 4, found the end.'],
    ['m1 m2', 'Cannot read the metric math expression "m1 m2": expected an operator or the end at character 3, found "m2".'],
    ['SUM(m1', 'Cannot read the metric math expression "SUM(m1": expected ")" at character 6, found the end.'],
    ['[m1,]', 'Cannot read the metric math expression "[m1,]": expected a value at character 4, found "]".'],
    ['AND m1', 'Cannot read the metric math expression "AND m1": expected a value at character 0, found "AND".'],
    ['m1 = 2', 'Cannot read the metric math expression "m1 = 2" at character 3: ids begin with a lower-case letter, functions are written in capitals, texts are quoted.'],
    ['Sum(m1)', 'Cannot read the metric math expression "Sum(m1)" at character 0: ids begin with a lower-case letter, functions are written in capitals, texts are quoted.'],
    ['METRICS("a', `Cannot read the metric math expression "METRICS("a" at character 8: ids begin with a lower-case letter, functions are written in capitals, texts are quoted.`],
  ])('refuses %j', (text, message) => {
    expect(() => parseMetricMath(text)).toThrow(new MetricMathError('syntax', message));
  });

  it('refuses an expression longer or deeper than it should be', () => {
    expect(() => parseMetricMath('1'.repeat(MAX_EXPRESSION_LENGTH + 1))).toThrow(
      new MetricMathError('syntax', 'The metric math expression has 2049 characters, CloudWatch allows 2048. Split it into several expressions.'),
    );
    for (const deep of [`${'('.repeat(150)}m1${')'.repeat(150)}`, `${'-'.repeat(150)}m1`, `m1${'^m1'.repeat(150)}`]) {
      expect(() => parseMetricMath(deep)).toThrow(
        new MetricMathError('syntax', 'The metric math expression is nested more than 100 deep. Split it into several expressions.'),
      );
    }
  });

  it('throws nothing but its own error, whatever the text', () => {
    const pieces = fc.constantFrom('m1', 'SUM', 'IF', '(', ')', '[', ']', ',', '+', '-', '^', '<', '==', 'AND', '||', '1.5', '"a"', "'", ' ', 'Ä');
    const texts = fc.oneof(fc.string(), fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')));
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseMetricMath(text);
        } catch (error) {
          expect(error).toBeInstanceOf(MetricMathError);
          expect((error as MetricMathError).problem).toBe('syntax');
        }
      }),
      { numRuns: 500 },
    );
  });
});
