import type { AlarmState } from './state';

/** How many alarms `AT_LEAST` asks for: a number of them, or a share of those listed. */
export type AtLeastMinimum = { readonly count: number } | { readonly percent: number };

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

/** An alarm rule that cannot be read, or that refers to an alarm nobody knows. */
export class AlarmRuleError extends Error {
  /** Where in the rule's text, counted from 0, or `undefined` when the text is not the matter. */
  readonly position?: number;

  constructor(message: string, position?: number) {
    super(message);
    this.name = 'AlarmRuleError';
    if (position !== undefined) this.position = position;
  }
}
