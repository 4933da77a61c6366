import type { Notice } from '../incident/record';
import { counted, ordinal } from '../words/count';
import type { Telling } from './telling';

/** What a kind of message says first. */
interface Headline {
  /** The first word of the subject, or the severity. */
  readonly label?: string;
  /** What follows it in the subject. */
  readonly subject: (telling: Telling) => string;
  /** The first sentence of the e-mail and of the SMS, without its full stop. */
  readonly sentence: (telling: Telling) => string;
}

type IncidentKind = Exclude<Notice['kind'], 'digest'>;

const OPENED: Headline = {
  subject: ({ what, incident }) => `${what.who} ${what.did}${inARow(incident?.failures)}`,
  sentence: ({ what, incident }) => `${what.who} ${what.did}${inARow(incident?.failures, 'the ')}`,
};

const RECOVERED: Headline = {
  label: 'RECOVERED',
  subject: (telling) => `${telling.name} after ${telling.lasted}, ${lost(telling)}`,
  sentence: ({ name, lasted }) => `${name} recovered after ${lasted}`,
};

const HEADLINES: Readonly<Record<IncidentKind, Headline>> = {
  opened: OPENED,
  raised: {
    subject: (telling) => `${raise(telling)}: ${telling.what.who} ${telling.what.did}`,
    sentence: (telling) => `${raise(telling)}: ${telling.what.who} ${telling.what.did}`,
  },
  failedAgain: OPENED,
  reminder: {
    subject: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}: ${what.did}`,
    sentence: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}: it ${what.did}`,
  },
  stillBroken: {
    subject: ({ what }) => `${what.who} is still not well after maintenance: ${what.did}`,
    sentence: ({ what }) => `The maintenance window is over and ${what.who} is still not well: it ${what.did}`,
  },
  escalated: {
    label: 'ESCALATED',
    subject: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}: ${what.did}`,
    sentence: ({ what, lasted }) => `${what.who} goes to the second list of contacts, since it has not recovered for ${lasted}: it ${what.did}`,
  },
  recovered: RECOVERED,
  catchUp: {
    subject: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}, messages were held back: ${what.did}`,
    sentence: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}, and the daily limit held messages about it back: it ${what.did}`,
  },
  explained: {
    label: 'WHY',
    subject: ({ what, facts }) => `${what.who} ${what.did}: ${facts.diagnosis.reasons[0]?.short ?? 'not found out'}`,
    sentence: ({ what }) => `Why ${what.who} ${what.did}`,
  },
};

export function headlineOf({ facts: { notice: { kind, recovered } } }: Telling): Headline {
  if (kind === 'digest') return OPENED;
  return kind === 'catchUp' && recovered !== undefined ? RECOVERED : HEADLINES[kind];
}

/** `, the 3rd failure in a row` */
function inARow(failures: number | undefined, article = ''): string {
  return failures === undefined || failures < 2 ? '' : `, ${article}${ordinal(failures)} failure in a row`;
}

/** Whether what is new is graver than what was told, or only more. */
function raise({ facts: { notice: { alarm } }, incident }: Telling): string {
  return alarm === undefined || alarm.question === incident?.question ? 'It got worse' : 'And now';
}

/** `2 runs went wrong` */
export function lost({ facts: { notice: { recovered } } }: Telling): string {
  const failures = recovered?.failures ?? 0;
  return failures === 0 ? 'no run was lost' : `${counted(failures, 'run')} went wrong`;
}
