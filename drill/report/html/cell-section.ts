import { counted } from '../../../core/text/count-and-duration';
import type { DrillResult } from '../../result';
import { afterText, promiseText } from '../elapsed';
import { spokenInstant } from '../instant-text';
import type { MatrixRow } from '../matrix';
import { OUTCOMES } from '../outcome-text';
import { Content, html, Html } from './markup';
import { cellId, chip, faultId } from './matrix-section';
import { messageCard } from './message-card';
import { breakable, distinctName } from './names';
import { alarmPrefix } from './story';
import { timelinePictures } from './timeline';
import { timelineLegend } from './timeline-legend';

/** A few messages show an incident; more would only make the report large. */
const MOST_MESSAGES = 4;

/** A fault with its outcome at each pipeline. */
export function faultSection({ title, fault, expected, cells }: MatrixRow, row: number, pictured: (result: DrillResult) => boolean): Html {
  const fine = cells.every((result) => result === undefined || !OUTCOMES[result.outcome].wrong);
  return html`<section class="fault${fine ? ' fine' : ''}" id="${faultId(row)}" aria-labelledby="${faultId(row)}-title"><h3 id="${faultId(row)}-title">${title}</h3>
<p class="expected">${expected === 'detected' ? 'Someone must be notified.' : 'Nobody should be notified.'} <span class="soft">Fault <code>${fault}</code></span></p>
<div class="cells">${cells.map((result, column) => (result === undefined ? undefined : cell(result, cellId(row, column), { pictured: pictured(result) })))}</div></section>
`;
}

function cell(result: DrillResult, id: string, { pictured }: { readonly pictured: boolean }): Html {
  const { wrong, played } = OUTCOMES[result.outcome];
  const top = html`<span class="who">${breakable(result.pipeline)}</span>${chip(result)}<span class="how">${inShort(result)}</span>`;
  if (!played) return html`<div class="cell fine" id="${id}"><div class="top">${top}</div></div>`;
  const inside = pictured ? html`${facts(result)}${timelinePictures(result)}${timelineLegend(result)}${messages(result)}` : html`${facts(result)}${leftOut()}`;
  return html`<details class="cell${wrong ? '' : ' fine'}" id="${id}"${wrong && pictured ? html` open` : undefined}><summary class="top">${top}</summary><div class="body">${inside}</div></details>
`;
}

function leftOut(): Html {
  return html`<p class="note">The picture and the messages are left out to keep a report of so many cells small. To see them, play this pipeline alone with --pipeline.</p>`;
}

function inShort(result: DrillResult): Content {
  const { outcome, by, because, reason, messages: sent, recoveryNotified } = result;
  const name = (alarm: string): string => distinctName(alarm, alarmPrefix(result), result.pipeline);
  const who = because ?? by;
  const recovery = recoveryNotified === undefined ? '' : recoveryNotified ? ', recovery notified' : ', recovery not notified';
  switch (outcome) {
    case 'detected':
    case 'detectedLate':
      return `${who === undefined ? 'detected' : `${because === undefined ? 'by' : 'because of'} ${name(who)}`}, ${counted(sent.length, 'message')}${recovery}`;
    case 'falseAlarm':
      return `${counted(sent.length, 'message')} for nothing${sent[0] === undefined ? '' : `, first by ${name(sent[0].alarm)}`}`;
    default:
      return reason ?? OUTCOMES[outcome].means;
  }
}

function facts(result: DrillResult): Content {
  const { knowableAt, promisedSeconds, outcome, reason, by, because, timeZone } = result;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Could be known', knowableAt === undefined ? undefined : spokenInstant(knowableAt, timeZone)],
    ['Promised', promisedSeconds === undefined ? undefined : promiseText(promisedSeconds)],
    ['Notified', notifiedText(result)],
    ['By', by],
    ['Because of', because],
    [OUTCOMES[outcome].wrong ? 'Because' : 'Note', reason],
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => (value === undefined ? undefined : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>`;
}

function notifiedText({ knowableAt, detectedAt, outcome, timeZone }: DrillResult): string | undefined {
  if (detectedAt === undefined) return outcome === 'undetected' ? 'never' : undefined;
  return `${spokenInstant(detectedAt, timeZone)}${knowableAt === undefined ? '' : `, ${afterText(knowableAt, detectedAt)}`}`;
}

function messages({ messages: sent, timeZone }: DrillResult): Content {
  if (sent.length === 0) return undefined;
  const hidden = sent.length - MOST_MESSAGES;
  return html`<div class="mails"><h4>${sent.length === 1 ? 'The message' : `The ${sent.length} messages`}</h4>${sent.slice(0, MOST_MESSAGES).map((message) => messageCard(message, timeZone))}${hidden > 0 ? html`<p class="note">… and ${hidden} more.</p>` : undefined}</div>`;
}
