/** The part of a schedule that an error is about. */
export type ScheduleField =
  | 'expression'
  | 'minute'
  | 'hour'
  | 'day of month'
  | 'month'
  | 'day of week'
  | 'year'
  | 'rate'
  | 'at'
  | 'time zone';

/** The longest expression that EventBridge accepts (API reference, CreateSchedule, ScheduleExpression). */
export const MAX_EXPRESSION_LENGTH = 256;

/** A schedule that EventBridge Scheduler would refuse, or would not understand as it is meant. */
export class ScheduleError extends Error {
  public override readonly name = 'ScheduleError';

  /**
   * @param expression the whole expression as it was given
   * @param field the part that is wrong
   * @param problem what is wrong with it, and the remedy
   */
  public constructor(
    public readonly expression: string,
    public readonly field: ScheduleField,
    problem: string,
  ) {
    super(`Schedule ${quote(expression)}, ${field}: ${problem}`);
  }
}

/** Makes the error for one field of one expression: `throw fail('60 is outside 0-59. Use …')`. */
export type Fail = (problem: string) => ScheduleError;

/** In double quotes, with escaped control characters, cut to the longest text that EventBridge accepts. */
export function quote(text: string): string {
  return JSON.stringify(text.length > MAX_EXPRESSION_LENGTH ? `${text.slice(0, MAX_EXPRESSION_LENGTH)}…` : text);
}
