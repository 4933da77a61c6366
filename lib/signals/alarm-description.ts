import { Token } from 'aws-cdk-lib/core';
import type { SignalRow } from './signal-row';

/** CloudWatch takes no longer one (API reference, PutMetricAlarm). */
export const LONGEST_DESCRIPTION = 1024;

/** Whom and what an alarm is about. */
export interface Subject {
  /** What a person calls it: the pipeline, or the observatory itself. */
  readonly name: string;
  readonly stage?: string;
  /** When runs are due, in a phrase. */
  readonly due?: string;
  readonly owner?: string;
  readonly runbook?: string;
}

/** What an alarm says to a human at 3 a.m.: which question, what it means, what to look at first, whose it is. */
export function alarmDescription(row: SignalRow, { name, stage, due, owner, runbook }: Subject): string {
  const text = [
    `${row.question}? ${name}${stage === undefined ? '' : ` / ${stage}`}: ${row.means}`,
    `First: ${row.lookFirst}`,
    ...(due === undefined ? [] : [`Due: ${due}.`]),
    ...(owner === undefined ? [] : [`Owner: ${owner}.`]),
    ...(runbook === undefined ? [] : [`Runbook: ${runbook}`]),
  ].join(' ');
  if (Token.isUnresolved(text) || text.length <= LONGEST_DESCRIPTION) return text;
  return `${text.slice(0, LONGEST_DESCRIPTION - 3)}...`;
}
