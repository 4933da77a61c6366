import { MetricMathError, type MetricMathExpression } from './expression';
import { METRIC_MATH_FUNCTIONS, UNSUPPORTED_FUNCTIONS } from './functions';
import { applyOperator, negate } from './operators';
import { describeValue, type MathValue, type MetricMathInput, type Samples, scalarOf, seriesOf } from './value';

/**
 * The value of an expression. [cw:using-metric-math.html] Each operator and function says in its own file what it does with
 * missing points, and which parts of that are documented.
 *
 * @throws MetricMathError for unknown ids, functions that are not simulated, and invalid arguments
 */
export function evaluateMetricMath(expression: MetricMathExpression, input: MetricMathInput): MathValue {
  const evaluate = (node: MetricMathExpression): MathValue => evaluateMetricMath(node, input);
  switch (expression.kind) {
    case 'number':
      return scalarOf(expression.value);
    case 'id':
      return valueOfId(expression.id, input);
    case 'negation':
      return negate(evaluate(expression.operand));
    case 'binary':
      return applyOperator(expression.operator, evaluate(expression.left), evaluate(expression.right));
    case 'array':
      return { kind: 'array', series: expression.items.flatMap((item) => itemsOf(evaluate(item))) };
    case 'call':
      return functionOf(expression.name)({ name: expression.name, args: expression.args, input, evaluate });
    case 'text':
      throw new MetricMathError(
        'argument',
        `The text "${expression.value}" is no value. Only functions such as METRICS take texts.`,
      );
    case 'keyword':
      throw new MetricMathError(
        'argument',
        `${expression.name} is no value here. Call it as ${expression.name}(...) if it is a function.`,
      );
  }
}

function functionOf(name: string): (typeof METRIC_MATH_FUNCTIONS)[string] {
  const found = Object.hasOwn(METRIC_MATH_FUNCTIONS, name) ? METRIC_MATH_FUNCTIONS[name] : undefined;
  if (found !== undefined) return found;
  if (UNSUPPORTED_FUNCTIONS.includes(name)) {
    throw new MetricMathError(
      'unsupportedFunction',
      `The metric math function ${name} is not simulated. Give its result as a metric instead.`,
      name,
    );
  }
  throw new MetricMathError('unknownFunction', `CloudWatch has no metric math function ${name}. Correct its name.`, name);
}

function valueOfId(id: string, { metrics, expressions = {}, instants }: MetricMathInput): MathValue {
  if (Object.hasOwn(expressions, id)) return expressions[id] as MathValue;
  if (!Object.hasOwn(metrics, id)) {
    const known = [...Object.keys(metrics), ...Object.keys(expressions)].join(', ');
    throw new MetricMathError(
      'unknownId',
      `The expression uses "${id}", which is not among the metrics and expressions: ${known || 'there are none'}.`,
    );
  }
  const samples = metrics[id] as Samples;
  if (samples.length !== instants.length) {
    throw new MetricMathError(
      'argument',
      `The metric "${id}" has ${samples.length} samples for ${instants.length} periods. Give one per period, undefined where there is none.`,
    );
  }
  return seriesOf(samples);
}

/** Arrays within an array are flattened, for example in SUM([METRICS("4xx"), METRICS("5xx")]). */
function itemsOf(value: MathValue): readonly Samples[] {
  if (value.kind === 'series') return [value.samples];
  if (value.kind === 'array') return value.series;
  throw new MetricMathError('argument', `An array holds time series, but one of its items is ${describeValue(value)}.`);
}
