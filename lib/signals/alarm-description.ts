import { Token } from 'aws-cdk-lib/core';
import { markText } from '../../core/signal-mark';
import type { Severity } from '../severity';
import type { SignalRow } from './signal-row';

/** CloudWatch takes no longer one (API reference, PutMetricAlarm). */
const LONGEST_DESCRIPTION = 1024;
/** A schedule with long lists is told in part, and left out where so little room is left. */
const LONGEST_DUE = 150;
const SHORTEST_DUE = 20;

/** Whom and what an alarm is about. */
export interface Subject {
  readonly observatory: string;
  /** What a person calls it; absent for what is about the observatory itself. */
  readonly pipeline?: string;
  readonly stage?: string;
  /** When runs are due, in a phrase. */
  readonly due?: string;
  readonly owner?: string;
  readonly runbook?: string;
}

/**
 * What an alarm says to a human at 3 a.m.: which question, what it means, what to look at first, whose it is. It ends with
 * a mark, by which the notifier knows what the alarm is. Where the texts are long, only when runs are due is cut (the
 * check of text lengths sees to the others).
 */
export function alarmDescription(row: SignalRow, severity: Severity, { observatory, pipeline, stage, due, owner, runbook }: Subject): string {
  const name = pipeline ?? `Observatory ${observatory}`;
  const mark = markText({ severity, question: row.question, signal: row.id, lasting: row.okIsRecovery ?? false, pipeline, stage });
  const withDue = (phrase: string): string => [
    `${row.question}? ${name}${stage === undefined ? '' : ` / ${stage}`}: ${row.means}`,
    `First: ${row.lookFirst}`,
    ...(phrase === '' ? [] : [`Due: ${phrase}.`]),
    ...(owner === undefined ? [] : [`Owner: ${owner}.`]),
    ...(runbook === undefined ? [] : [`Runbook: ${runbook}`]),
    mark,
  ].join(' ');
  const room = LONGEST_DESCRIPTION - withDue('').length - ' Due: .'.length;
  return withDue(due === undefined || room < SHORTEST_DUE ? '' : cut(due, Math.min(room, LONGEST_DUE)));
}

/** Shortens a text. A text with tokens in it is left alone: its length is not known, and a cut token is broken. */
function cut(text: string, length: number): string {
  return Token.isUnresolved(text) || text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}
