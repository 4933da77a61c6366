import type { Notification } from '../incident/record';
import { counted, ordinal } from '../text/count-and-duration';
import { ended, sentence } from '../text/sentence';
import { isRecovery, MessageContext, whenSentence } from './message-context';

/** What a kind of message says first. */
interface Headline {
  /** A word in capitals, if it is not the severity. */
  readonly label?: string;
  /** The text of the subject and the SMS. */
  readonly short: (context: MessageContext) => string;
  /** The first sentence of the e-mail, without its full stop. */
  readonly sentence: (context: MessageContext) => string;
}

type IncidentKind = Exclude<Notification['kind'], 'digest'>;

const OPENED: Headline = {
  short: ({ what, incident }) => `${what.who} ${what.did}${inARow(incident?.failures)}`,
  sentence: (context) => `${context.what.who} ${did(context)}`,
};

const RECOVERED: Headline = {
  label: 'RECOVERED',
  short: (context) => [`${context.name} after ${context.lasted}`, ...lost(context)].join(', '),
  sentence: ({ name, lasted }) => `${name} recovered after ${lasted}`,
};

/** The end of an incident whose outcome nobody knows. */
const UNWATCHED: Headline = {
  label: 'UNWATCHED',
  short: (context) => [`${context.name} after ${context.lasted}, recovery unknown`, ...lost(context)].join(', '),
  sentence: ({ name }) => `${name} is no longer watched, so its incident is closed`,
};

const HEADLINES: Readonly<Record<IncidentKind, Headline>> = {
  opened: OPENED,
  raised: {
    short: (context) => `${context.what.who} ${isGraver(context) ? 'got worse:' : 'also'} ${context.what.did}`,
    sentence: (context) => `${context.what.who} ${isGraver(context) ? 'got worse: it' : 'also'} ${did(context)}`,
  },
  failedAgain: OPENED,
  reminder: {
    short: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}: ${what.did}`,
    sentence: (context) => `${context.what.who} has not recovered for ${context.lasted}: it ${did(context)}`,
  },
  stillBroken: {
    short: ({ what }) => `${what.who} has not recovered after its mute window: ${what.did}`,
    sentence: (context) => `The mute window is over and ${context.what.who} has not recovered: it ${did(context)}`,
  },
  escalated: {
    label: 'ESCALATED',
    short: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}: ${what.did}`,
    sentence: (context) => `${context.what.who} has not recovered for ${context.lasted}, so the escalation contacts are notified too: it ${did(context)}`,
  },
  recovered: RECOVERED,
  catchUp: {
    short: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}: ${what.did}`,
    sentence: (context) => `${context.what.who} has not recovered for ${context.lasted}: it ${did(context)}`,
  },
  explained: {
    label: 'WHY',
    short: ({ what }) => `${what.who} ${what.did}`,
    sentence: ({ what }) => `Why ${what.who} ${what.did}`,
  },
};

export function headlineOf({ facts: { notification: { kind, recovered } } }: MessageContext): Headline {
  if (kind === 'digest') return OPENED;
  if (recovered !== undefined) return recovered.unwatched === true ? UNWATCHED : RECOVERED;
  return HEADLINES[kind];
}

/** `did not start, the 3rd failure in a row` */
function did({ what, incident }: MessageContext): string {
  return `${what.did}${inARow(incident?.failures, 'the ')}`;
}

function inARow(failures: number | undefined, article = ''): string {
  return failures === undefined || failures < 2 ? '' : `, ${article}${ordinal(failures)} failure in a row`;
}

/** Whether the news is as serious as anything that was sent before, or comes on top. */
function isGraver({ facts: { notification: { alarm } }, incident }: MessageContext): boolean {
  return alarm === undefined || alarm.question === incident?.question;
}

/** What an incident cost: `2 runs went wrong`. The observatory has no runs, so nothing. */
export function lost({ facts: { pipeline, notification: { recovered } } }: MessageContext): string[] {
  const failures = recovered?.failures ?? 0;
  if (pipeline === undefined) return [];
  return [failures === 0 ? 'no run was lost' : `${counted(failures, 'run')} went wrong`];
}

/** The first paragraph: all that you need if you read nothing else. */
export function lead(context: MessageContext): string {
  const { facts, clock, what, incident } = context;
  const { kind, alarm } = facts.notification;
  const [reason] = facts.diagnosis.reasons;
  const why = reason === undefined ? [] : [ended(reason.text)];
  const first = headlineOf(context).sentence(context);
  if (isRecovery(context)) return [ended(first), recoverySentence(context)].join(' ');
  const lastSuccess = facts.lastSuccess === undefined ? [] : [`Last success: ${clock.moment(facts.lastSuccess)}.`];
  if (kind === 'explained') return [`${first}: ${why[0] ?? 'no likely reason was found.'}`, whenSentence(context), ...lastSuccess].join(' ');
  const isSlow = (alarm?.question ?? incident?.question) === 'SLOW';
  const means = what.means !== undefined && (isSlow || reason === undefined) ? [ended(what.means)] : [];
  return [ended(first), whenSentence(context), ...means, ...lastSuccess, ...why].join(' ');
}

function recoverySentence(context: MessageContext): string {
  const { facts: { notification: { recovered } }, clock, incident } = context;
  if (recovered === undefined || incident === undefined) return '';
  const state = incident.question === 'SLOW' ? 'Slow' : 'Down';
  const by = recovered.slot === undefined ? recovered.by : `the run due ${clock.moment(recovered.slot)} succeeded`;
  return `${state} from ${clock.moment(incident.since)} to ${clock.afterInZone(incident.since, recovered.at)}: ${[`${by}.`, ...lost(context).map(sentence)].join(' ')}`;
}
