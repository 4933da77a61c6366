import type { ObservatoryAddress } from '../message/facts';
import type { SeverityName } from '../signals';
import { counted } from '../text/count-and-duration';
import type { Instant } from '../time';
import type { DigestState, Verdict } from '../verdict/verdict';

/** What a digest spans. */
export type DigestEvery = 'day' | 'week';

/** Slots of a span that were not good and on time, by what they were. */
export type Blemishes = Readonly<Partial<Record<Exclude<Verdict, 'ok' | 'pending' | 'running'>, number>>>;

/** What one span of time came to for one pipeline. Whatever could not be read is absent. */
export interface PeriodFigures {
  /** Slots of which something is known or should be; absent where there are none, as for a maximum silence. */
  readonly slots?: number;
  /** Of those, how many were good and on time. */
  readonly onTime?: number;
  /** What the others were. */
  readonly blemishes?: Blemishes;
  /** Runs of the first stage. */
  readonly runs?: number;
  /** Runs that ended badly, of all stages. */
  readonly failures?: number;
  /** Median duration, in milliseconds; of several stages that of the longest. */
  readonly typicalMillis?: number;
  readonly slowestMillis?: number;
}

/** One pipeline's line of a digest. */
export interface PipelineDigest {
  readonly pipeline: string;
  readonly severity: SeverityName;
  /** The zone in which its owner reads times. */
  readonly timeZone: string;
  readonly state: DigestState;
  /** Since when its incident is open. */
  readonly since?: Instant;
  /** What happened, a clause; where nothing is expected, why. */
  readonly what?: string;
  readonly owner?: string;
  readonly current?: PeriodFigures;
  /** The span of the same length before. */
  readonly before?: PeriodFigures;
  /** Of several stages the one whose duration it is. */
  readonly durationOf?: string;
  /** Present where slots could not be judged from the span's beginning on, but only from then. */
  readonly judgedSince?: Instant;
  readonly lastSuccess?: Instant;
  readonly nextDue?: Instant;
  /** What could not be found out, a clause each. */
  readonly problems: readonly string[];
}

/** A topic, and who would be told through it. */
export interface ChannelDigest {
  readonly name: SeverityName | 'escalation';
  /** Whose own topic it is, such as a pipeline's; absent for the observatory's. */
  readonly of?: string;
  /** `email data@example.com`, `sms +15550100` … */
  readonly confirmed: readonly string[];
  readonly pending: readonly string[];
  /** Whether one of those who have not confirmed does so by e-mail. @default false */
  readonly confirmsByMail?: boolean;
  /** Why it could not be read. */
  readonly problem?: string;
}

/** All that a digest says. */
export interface DigestFacts {
  readonly address: ObservatoryAddress;
  readonly now: Instant;
  /** It reports from then on … */
  readonly from: Instant;
  /** … until then. */
  readonly to: Instant;
  readonly timeZone: string;
  readonly every: DigestEvery;
  readonly pipelines: readonly PipelineDigest[];
  readonly channels: readonly ChannelDigest[];
  /** What could not be found out of the observatory as a whole, a clause each. */
  readonly problems: readonly string[];
  readonly nextDigest?: Instant;
}

/** How many pipelines stand how, and what else a digest has to say at its head. */
export interface Tally {
  readonly states: Readonly<Record<DigestState, number>>;
  /** Pipelines of which something is expected. */
  readonly expected: number;
  /** Whether something could not be found out that is not a pipeline's own. */
  readonly incomplete: boolean;
  /** Channels by which nobody can be told. */
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

/** Whether nobody can be told by it, as far as is known. */
export function hasNoSubscribers({ confirmed, problem }: ChannelDigest): boolean {
  return confirmed.length === 0 && problem === undefined;
}

/** Whether all that should be alive has proved it, and nothing hinders saying so. */
export function isAllClear({ states, expected, incomplete }: Tally): boolean {
  return expected > 0 && states.ok === expected && !incomplete;
}

/** The head of a digest in a few clauses, the gravest first. Begins with a letter. */
export function headline(tally: Tally): string[] {
  const { states, expected, incomplete, withoutSubscribers } = tally;
  return [
    lead(tally),
    ...(states.open > 0 && states.unknown > 0 ? [`${number(states.unknown)} not known`] : []),
    ...(states.notDue > 0 && states.notDue < expected ? [`${number(states.notDue)} not due yet`] : []),
    ...(incomplete ? ['incomplete'] : []),
    ...(withoutSubscribers > 0 ? [`${counted(withoutSubscribers, 'channel')} without subscribers`] : []),
  ];
}

function lead(tally: Tally): string {
  const { states, expected, incomplete } = tally;
  const of = (count: number): string => `${number(count)} of ${counted(expected, 'pipeline')}`;
  if (states.open > 0) return `NOT OK: ${of(states.open)}`;
  if (states.unknown > 0) return `NOT KNOWN: ${of(states.unknown)}`;
  if (expected === 0) return incomplete ? 'NOT KNOWN: which pipelines there are' : 'No pipeline expects runs';
  if (isAllClear(tally)) return expected === 1 ? 'The one pipeline is alive' : `All ${number(expected)} pipelines alive`;
  return states.ok === 0 ? `Nothing due yet: ${counted(expected, 'pipeline')}` : `Alive: ${of(states.ok)}`;
}

function number(count: number): string {
  return count.toLocaleString('en-US');
}

/** Pipelines as a digest tells them, each sort by name. */
export interface DigestSections {
  readonly open: readonly PipelineDigest[];
  readonly unknown: readonly PipelineDigest[];
  /** Alive, and nobody would notice if they were not. */
  readonly critical: readonly PipelineDigest[];
  /** Alive, and people would complain anyway. */
  readonly warning: readonly PipelineDigest[];
  readonly notDue: readonly PipelineDigest[];
  readonly nothingExpected: readonly PipelineDigest[];
}

/** So many of a sort are told one by one; the others are counted. */
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

/** Those of which a digest tells how they did: nobody has to find that out of the others. */
export function listedWithFigures(pipelines: readonly PipelineDigest[]): PipelineDigest[] {
  const told = sectionsOf(pipelines);
  return (['open', 'unknown', 'critical', 'warning'] as const).flatMap((sort) => told[sort].slice(0, MOST_LISTED[sort]));
}

function byName(a: PipelineDigest, b: PipelineDigest): number {
  return a.pipeline < b.pipeline ? -1 : Number(a.pipeline > b.pipeline);
}
