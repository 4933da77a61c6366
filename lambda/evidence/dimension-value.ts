/** One rule broken, and CloudWatch refuses the whole call, with the metrics of all other pipelines in it. */
const DIMENSION_VALUE = /^(?=.*\S)[\x20-\x7e]{1,1024}$/;

/** What `isDimensionValue` asks for, to be put after "must be". */
export const DIMENSION_VALUE_RULE = '1 to 1024 printable ASCII characters and not blank';

/** Whether CloudWatch takes a text as the value of a dimension (CloudWatch API reference, "Dimension"). */
export function isDimensionValue(text: string): boolean {
  return DIMENSION_VALUE.test(text);
}
