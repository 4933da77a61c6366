import { Token } from 'aws-cdk-lib/core';
import type { SignalRow } from './signal-row';

/** CloudWatch takes no longer one (API reference, PutMetricAlarm). */
const LONGEST_DESCRIPTION = 1024;

/** With this the runbook, which comes last, is never cut (see the check of text lengths). */
const LONGEST_DUE = 150;

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
    ...(due === undefined ? [] : [`Due: ${cut(due, LONGEST_DUE)}.`]),
    ...(owner === undefined ? [] : [`Owner: ${owner}.`]),
    ...(runbook === undefined ? [] : [`Runbook: ${runbook}`]),
  ].join(' ');
  return cut(text, LONGEST_DESCRIPTION);
}

/** Shortens a text. A text with tokens in it is left alone: its length is not known, and a cut token is broken. */
function cut(text: string, length: number): string {
  return Token.isUnresolved(text) || text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}
