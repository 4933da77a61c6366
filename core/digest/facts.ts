import type { ObservatoryAddress } from '../message/facts';
import type { SeverityName } from '../signals';
import { counted, numberText } from '../text/count-and-duration';
import type { Instant } from '../time';
import type { DigestState, Verdict } from '../verdict/verdict';

/** The length of time that a digest covers. */
export type DigestEvery = 'day' | 'week';

/** Slots of a time span that were not good and on time, by verdict. */
export type Blemishes = Readonly<Partial<Record<Exclude<Verdict, 'ok' | 'pending' | 'running'>, number>>>;

/** The figures of one pipeline in one time span. What could not be read is absent. */
export interface PeriodFigures {
  /** Slots with a known verdict, or that should have one. Absent if there are none, as for a maximum silence. */
  readonly slots?: number;
  /** How many of them were good and on time. */
  readonly onTime?: number;
  /** What the others were. */
  readonly blemishes?: Blemishes;
  /** Runs of the first stage. */
  readonly runs?: number;
  /** Runs of all stages that ended badly. */
  readonly failures?: number;
  /** Median duration in milliseconds; of several stages, that of the longest stage. */
  readonly typicalMillis?: number;
  readonly slowestMillis?: number;
}

/** One pipeline in a digest. */
export interface PipelineDigest {
  readonly pipeline: string;
  readonly severity: SeverityName;
  /** The zone in which its owner reads times. */
  readonly timeZone: string;
  readonly state: DigestState;
  /** Since when its incident is open. */
  readonly since?: Instant;
  /** What happened, in a clause; if no runs are expected, why. */
  readonly what?: string;
  readonly owner?: string;
  readonly current?: PeriodFigures;
  /** The span of the same length before. */
  readonly before?: PeriodFigures;
  /** The stage whose duration it is, if there are several. */
  readonly durationOf?: string;
  /** Present if slots could be judged only from here on, not from the beginning of the time span. */
  readonly judgedSince?: Instant;
  readonly lastSuccess?: Instant;
  readonly nextDue?: Instant;
  /** What could not be read, one clause each. */
  readonly problems: readonly string[];
}

/** A topic and its subscribers. */
export interface ChannelDigest {
  readonly name: SeverityName | 'escalation';
  /** Whose own topic it is, such as a pipeline's. Absent for the observatory's topics. */
  readonly of?: string;
  /** `email data@example.com`, `sms +15550100` … */
  readonly confirmed: readonly string[];
  readonly pending: readonly string[];
  /** Whether one of those who have not confirmed does so by e-mail. @default false */
  readonly confirmsByMail?: boolean;
  /** Why it could not be read. */
  readonly problem?: string;
}

/** Everything that a digest says. */
export interface DigestFacts {
  readonly address: ObservatoryAddress;
  readonly now: Instant;
  /** The reported time span begins here … */
  readonly from: Instant;
  /** … and ends here. */
  readonly to: Instant;
  readonly timeZone: string;
  readonly every: DigestEvery;
  readonly pipelines: readonly PipelineDigest[];
  readonly channels: readonly ChannelDigest[];
  /** What could not be read about the observatory as a whole, one clause each. */
  readonly problems: readonly string[];
  readonly nextDigest?: Instant;
}

/** How many pipelines are in each state, and what else the head of a digest says. */
export interface Tally {
  readonly states: Readonly<Record<DigestState, number>>;
  /** Pipelines with an expectation. */
  readonly expected: number;
  /** Whether something could not be read that is not about a single pipeline. */
  readonly incomplete: boolean;
  /** Channels without subscribers. */
  readonly withoutSubscribers: number;
}

export function tallyOf({ pipelines, channels, problems }: DigestFacts): Tally {
  const states = { ok: 0, open: 0, unknown: 0, notDue: 0, nothingExpected: 0 };
  for (const { state } of pipelines) states[state] += 1;
  return {
    states,
    expected: pipelines.length - states.nothingExpected,
    incomplete: problems.length > 0,
    withoutSubscribers: channels.filter(hasNoSubscribers).length,
  };
}

/** Whether a channel has no subscribers, as far as is known. */
export function hasNoSubscribers({ confirmed, problem }: ChannelDigest): boolean {
  return confirmed.length === 0 && problem === undefined;
}

/** Whether everything that should be alive has proved it, and everything could be read. */
export function isAllClear({ states, expected, incomplete }: Tally): boolean {
  return expected > 0 && states.ok === expected && !incomplete;
}

/** The head of a digest in a few clauses, the most serious first. Begins with a letter. */
export function headline(tally: Tally): string[] {
  const { states, expected, incomplete, withoutSubscribers } = tally;
  return [
    lead(tally),
    ...(states.open > 0 && states.unknown > 0 ? [`${numberText(states.unknown)} not known`] : []),
    ...(states.notDue > 0 && states.notDue < expected ? [`${numberText(states.notDue)} not due yet`] : []),
    ...(incomplete ? ['incomplete'] : []),
    ...(withoutSubscribers > 0 ? [`${counted(withoutSubscribers, 'channel')} without subscribers`] : []),
  ];
}

function lead(tally: Tally): string {
  const { states, expected, incomplete } = tally;
  const of = (count: number): string => `${numberText(count)} of ${counted(expected, 'pipeline')}`;
  if (states.open > 0) return `NOT OK: ${of(states.open)}`;
  if (states.unknown > 0) return `NOT KNOWN: ${of(states.unknown)}`;
  if (expected === 0) return incomplete ? 'NOT KNOWN: which pipelines there are' : 'No pipeline expects runs';
  if (isAllClear(tally)) return expected === 1 ? 'The one pipeline is alive' : `All ${numberText(expected)} pipelines alive`;
  return states.ok === 0 ? `Nothing due yet: ${counted(expected, 'pipeline')}` : `Alive: ${of(states.ok)}`;
}

/** The pipelines of a digest by section, each section sorted by name. */
export interface DigestSections {
  readonly open: readonly PipelineDigest[];
  readonly unknown: readonly PipelineDigest[];
  /** Alive, of severity critical. */
  readonly critical: readonly PipelineDigest[];
  /** Alive, of severity warning. */
  readonly warning: readonly PipelineDigest[];
  readonly notDue: readonly PipelineDigest[];
  readonly nothingExpected: readonly PipelineDigest[];
}

/** How many pipelines of a section are listed one by one. The others are only counted. */
export const MOST_LISTED: Readonly<Record<keyof DigestSections, number>> = { open: 200, unknown: 100, critical: 50, warning: 50, notDue: 20, nothingExpected: 20 };

export function sectionsOf(pipelines: readonly PipelineDigest[]): DigestSections {
  const sorted = [...pipelines].sort(byName);
  const inState = (state: PipelineDigest['state']): PipelineDigest[] => sorted.filter((one) => one.state === state);
  const ok = inState('ok');
  return {
    open: inState('open'), unknown: inState('unknown'), notDue: inState('notDue'), nothingExpected: inState('nothingExpected'),
    critical: ok.filter(({ severity }) => severity === 'critical'), warning: ok.filter(({ severity }) => severity === 'warning'),
  };
}

/** The pipelines whose figures a digest shows. The figures of the others need not be read. */
export function listedWithFigures(pipelines: readonly PipelineDigest[]): PipelineDigest[] {
  const sections = sectionsOf(pipelines);
  return (['open', 'unknown', 'critical', 'warning'] as const).flatMap((sort) => sections[sort].slice(0, MOST_LISTED[sort]));
}

function byName(a: PipelineDigest, b: PipelineDigest): number {
  return a.pipeline < b.pipeline ? -1 : Number(a.pipeline > b.pipeline);
}
