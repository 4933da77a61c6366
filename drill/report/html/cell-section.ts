import type { DrillResult } from '../../result';
import { counted, durationInWords } from '../duration-text';
import { spokenInstant } from '../instant-text';
import type { MatrixRow } from '../matrix';
import { OUTCOMES } from '../outcome-words';
import { Content, html, Html } from './markup';
import { cellId, chip, faultId } from './matrix-section';
import { messageCard } from './message-card';
import { breakable } from './names';
import { timelinePictures } from './timeline';

/** One incident tells a few; more of the same teach nothing and make the report heavy. */
const MOST_MESSAGES = 6;

/** A fault with what became of it at each pipeline. */
export function faultSection({ title, fault, expected, cells }: MatrixRow, row: number, pictured: (result: DrillResult) => boolean): Html {
  const fine = cells.every((result) => result === undefined || !OUTCOMES[result.outcome].wrong);
  return html`<section class="fault${fine ? ' fine' : ''}" id="${faultId(row)}" aria-labelledby="${faultId(row)}-title"><h3 id="${faultId(row)}-title">${title}</h3>
<p class="expected">${expected === 'told' ? 'Somebody has to be told.' : 'Nobody should be told.'} <span class="soft">Fault <code>${fault}</code></span></p>
${cells.map((result, column) => (result === undefined ? undefined : cellDetails(result, cellId(row, column), pictured(result))))}</section>
`;
}

function cellDetails(result: DrillResult, id: string, pictured: boolean): Html {
  const { wrong } = OUTCOMES[result.outcome];
  return html`<details class="cell${wrong ? '' : ' fine'}" id="${id}"${wrong && pictured ? html` open` : undefined}><summary><span class="who">${breakable(result.pipeline)}</span>${chip(result)}<span class="how">${inShort(result)}</span></summary><div class="body">${facts(result)}${pictured ? timelinePictures(result) : leftOut()}${pictured ? messages(result) : undefined}</div></details>
`;
}

function leftOut(): Html {
  return html`<p class="note">Picture and messages are left out, so that a report of so many cells stays small. Play this pipeline alone with --pipeline to see them.</p>`;
}

function inShort(result: DrillResult): Content {
  const { outcome, by, reason, messages: sent, recoveryTold } = result;
  const recovery = recoveryTold === undefined ? '' : recoveryTold ? ', recovery told' : ', recovery not told';
  switch (outcome) {
    case 'told':
    case 'toldLate':
      return `${by === undefined ? 'told' : `by ${by}`}, ${counted(sent.length, 'message')}${recovery}`;
    case 'falseAlarm':
      return `${counted(sent.length, 'message')} for nothing${sent[0] === undefined ? '' : `, first by ${sent[0].alarm}`}`;
    case 'quiet':
    case 'blindSpot':
    case 'notApplicable':
      return reason ?? OUTCOMES[outcome].means;
  }
}

function facts({ knowableAt, promisedSeconds, toldAt, outcome, reason }: DrillResult): Content {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Could be known', knowableAt === undefined ? undefined : spokenInstant(knowableAt)],
    ['Promised', promisedSeconds === undefined ? undefined : `within ${durationInWords(promisedSeconds)}`],
    ['Told', told(knowableAt, toldAt, outcome)],
    ['Because', reason],
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => (value === undefined ? undefined : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>`;
}

function told(knowableAt: number | undefined, toldAt: number | undefined, outcome: DrillResult['outcome']): string | undefined {
  if (toldAt === undefined) return outcome === 'blindSpot' ? 'never' : undefined;
  return `${spokenInstant(toldAt)}${knowableAt === undefined ? '' : `, after ${durationInWords((toldAt - knowableAt) / 1000)}`}`;
}

function messages({ messages: sent }: DrillResult): Content {
  if (sent.length === 0) return undefined;
  const hidden = sent.length - MOST_MESSAGES;
  return html`<div class="mails"><h4>${sent.length === 1 ? 'The message' : `The ${sent.length} messages`}</h4>${sent.slice(0, MOST_MESSAGES).map(messageCard)}${hidden > 0 ? html`<p class="note">… and ${hidden} more.</p>` : undefined}</div>`;
}
