/** The three states of a CloudWatch alarm. [cw:alarm-evaluation.html] */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** All alarm states, in the order CloudWatch documents them. */
export const ALARM_STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** What an alarm makes of a period without a datapoint. [cw:alarms-and-missing-data.html] */
export type TreatMissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/**
 * The treatment CloudWatch applies when an alarm names none.
 *
 * @param namespace the metric's namespace. `AWS/DynamoDB` defaults to `ignore`, everything else to `missing`.
 *   (The user guide says the choice can be overridden there, the API reference says it cannot; this follows the guide.)
 */
export function defaultTreatMissingData(namespace?: string): TreatMissingData {
  return namespace === 'AWS/DynamoDB' ? 'ignore' : 'missing';
}
