import { finiteSample } from '../value';
import { type FunctionTable, perSeries } from './call';

const COMPUTE: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  // A logarithm that does not exist is dropped, as a division by zero is (inference).
  LOG: Math.log,
  LOG10: Math.log10,
};

/** ABS, CEIL, FLOOR, LOG, LOG10: each point by itself; missing points stay missing. */
export const ELEMENTWISE_FUNCTIONS: FunctionTable = Object.fromEntries(
  Object.entries(COMPUTE).map(([name, compute]) => [
    name,
    perSeries((samples) => samples.map((sample) => (sample === undefined ? undefined : finiteSample(compute(sample))))),
  ]),
);
