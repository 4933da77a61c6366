import type { Notice } from '../incident/record';
import { counted, ordinal } from '../words/count';
import type { Telling } from './telling';

/** What a kind of message says first. */
interface Headline {
  /** A word in capitals, where it is not the severity. */
  readonly label?: string;
  /** What a subject and an SMS say. */
  readonly short: (telling: Telling) => string;
  /** The first sentence of the e-mail, without its full stop. */
  readonly sentence: (telling: Telling) => string;
}

type IncidentKind = Exclude<Notice['kind'], 'digest'>;

const OPENED: Headline = {
  short: ({ what, incident }) => `${what.who} ${what.did}${inARow(incident?.failures)}`,
  sentence: (telling) => `${telling.what.who} ${did(telling)}`,
};

const RECOVERED: Headline = {
  label: 'RECOVERED',
  short: (telling) => [`${telling.name} after ${telling.lasted}`, ...lost(telling)].join(', '),
  sentence: ({ name, lasted }) => `${name} recovered after ${lasted}`,
};

/** The end of an incident of which nobody knows how it would have ended. */
const UNWATCHED: Headline = {
  label: 'UNWATCHED',
  short: (telling) => [`${telling.name} after ${telling.lasted}, not known to have recovered`, ...lost(telling)].join(', '),
  sentence: ({ name }) => `Nobody watches any more whether ${name} recovers, so its incident is closed`,
};

const HEADLINES: Readonly<Record<IncidentKind, Headline>> = {
  opened: OPENED,
  raised: {
    short: (telling) => `${telling.what.who} ${isGraver(telling) ? 'got worse:' : 'also'} ${telling.what.did}`,
    sentence: (telling) => `${telling.what.who} ${isGraver(telling) ? 'got worse: it' : 'also'} ${did(telling)}`,
  },
  failedAgain: OPENED,
  reminder: {
    short: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}: ${what.did}`,
    sentence: (telling) => `${telling.what.who} has not recovered for ${telling.lasted}: it ${did(telling)}`,
  },
  stillBroken: {
    short: ({ what }) => `${what.who} has not recovered after its maintenance: ${what.did}`,
    sentence: (telling) => `The maintenance window is over and ${telling.what.who} has not recovered: it ${did(telling)}`,
  },
  escalated: {
    label: 'ESCALATED',
    short: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}: ${what.did}`,
    sentence: (telling) => `${telling.what.who} goes to the second list of contacts, since it has not recovered for ${telling.lasted}: it ${did(telling)}`,
  },
  recovered: RECOVERED,
  catchUp: {
    short: ({ what, lasted }) => `${what.who} has not recovered for ${lasted}: ${what.did}`,
    sentence: (telling) => `${telling.what.who} has not recovered for ${telling.lasted}: it ${did(telling)}`,
  },
  explained: {
    label: 'WHY',
    short: ({ what }) => `${what.who} ${what.did}`,
    sentence: ({ what }) => `Why ${what.who} ${what.did}`,
  },
};

export function headlineOf({ facts: { notice: { kind, recovered } } }: Telling): Headline {
  if (kind === 'digest') return OPENED;
  if (recovered !== undefined) return recovered.unwatched === true ? UNWATCHED : RECOVERED;
  return HEADLINES[kind];
}

/** `did not start, the 3rd failure in a row` */
function did({ what, incident }: Telling): string {
  return `${what.did}${inARow(incident?.failures, 'the ')}`;
}

function inARow(failures: number | undefined, article = ''): string {
  return failures === undefined || failures < 2 ? '' : `, ${article}${ordinal(failures)} failure in a row`;
}

/** Whether what is new is as grave as anything that was told, or only more. */
function isGraver({ facts: { notice: { alarm } }, incident }: Telling): boolean {
  return alarm === undefined || alarm.question === incident?.question;
}

/** What an incident cost: `2 runs went wrong`. Of the observatory, which has no runs, nothing. */
export function lost({ facts: { pipeline, notice: { recovered } } }: Telling): string[] {
  const failures = recovered?.failures ?? 0;
  if (pipeline === undefined) return [];
  return [failures === 0 ? 'no run was lost' : `${counted(failures, 'run')} went wrong`];
}
