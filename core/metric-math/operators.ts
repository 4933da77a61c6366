import { type ArithmeticOperator, type BinaryOperator, MetricMathError } from './expression';
import { describeValue, finiteSample, type MathValue, type Sample, type Samples, scalarOf, seriesOf } from './value';

type Compute = (left: number, right: number) => number;

type ArrayValue = Extract<MathValue, { readonly kind: 'array' }>;

/** A result that is not finite (division by zero, a root of a negative number, overflow) is dropped. */
const ARITHMETIC: Readonly<Record<ArithmeticOperator, Compute>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '^': (left, right) => left ** right,
};

const LOGIC: Readonly<Record<Exclude<BinaryOperator, ArithmeticOperator>, Compute>> = {
  '==': (left, right) => Number(left === right),
  '!=': (left, right) => Number(left !== right),
  '<=': (left, right) => Number(left <= right),
  '>=': (left, right) => Number(left >= right),
  '<': (left, right) => Number(left < right),
  '>': (left, right) => Number(left > right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};

/**
 * Applies an operator. [cw:using-metric-math.html]
 *
 * Documented: in arithmetic and comparison a sample missing on one side is 0; a division by zero drops the point;
 * comparisons give 0 or 1. Inference: a period missing on both sides has no result (its point is nowhere to be had), as
 * the guide's example has it for comparisons; a series beside a number has results only where it has points; the logical
 * operators follow the same rules; arrays are taken by arithmetic only, one array at a time, as in the guide's table.
 *
 * @throws MetricMathError for operands the operator does not take
 */
export function applyOperator(operator: BinaryOperator, left: MathValue, right: MathValue): MathValue {
  const isArithmetic = Object.hasOwn(ARITHMETIC, operator);
  const compute = isArithmetic
    ? ARITHMETIC[operator as ArithmeticOperator]
    : LOGIC[operator as Exclude<BinaryOperator, ArithmeticOperator>];
  if (left.kind === 'scalar' && right.kind === 'scalar') return scalarOf(both(compute, left.value, right.value));
  if (left.kind !== 'array' && right.kind !== 'array') return seriesOf(periodByPeriod(compute, left, right));
  if (!isArithmetic || (left.kind === 'array' && right.kind === 'array')) {
    throw new MetricMathError(
      'argument',
      `"${operator}" cannot combine ${describeValue(left)} with ${describeValue(right)}. Reduce an array first, for example with SUM.`,
    );
  }
  const series =
    left.kind === 'array'
      ? left.series.map((samples) => periodByPeriod(compute, seriesOf(samples), right))
      : (right as ArrayValue).series.map((samples) => periodByPeriod(compute, left, seriesOf(samples)));
  return { kind: 'array', series };
}

/** Changes the sign of every sample. */
export function negate(value: MathValue): MathValue {
  const opposite = (sample: Sample): Sample => (sample === undefined ? undefined : -sample);
  switch (value.kind) {
    case 'scalar':
      return scalarOf(opposite(value.value));
    case 'series':
      return seriesOf(value.samples.map(opposite));
    case 'array':
      return { kind: 'array', series: value.series.map((samples) => samples.map(opposite)) };
  }
}

/** Combines two series, or one series with one number. */
function periodByPeriod(compute: Compute, left: MathValue, right: MathValue): Samples {
  if (left.kind === 'series' && right.kind === 'series') {
    return left.samples.map((sample, index) => {
      const other = right.samples[index];
      return sample === undefined && other === undefined ? undefined : both(compute, sample ?? 0, other ?? 0);
    });
  }
  if (left.kind === 'series') return left.samples.map((sample) => both(compute, sample, numberIn(right)));
  return right.kind === 'series' ? right.samples.map((sample) => both(compute, numberIn(left), sample)) : [];
}

function both(compute: Compute, left: Sample, right: Sample): Sample {
  return left === undefined || right === undefined ? undefined : finiteSample(compute(left, right));
}

function numberIn(value: MathValue): Sample {
  return value.kind === 'scalar' ? value.value : undefined;
}
