import { counted } from '../words/count';
import type { ChannelDigest, DigestFacts, DigestState } from './facts';

/** How many pipelines stand how, and what else a digest has to say at its head. */
export interface Tally {
  readonly states: Readonly<Record<DigestState, number>>;
  /** Pipelines of which something is expected. */
  readonly expected: number;
  /** Whether something could not be found out that is not a pipeline's own. */
  readonly incomplete: boolean;
  /** Channels by which nobody can be told. */
  readonly unheard: number;
}

export function tallyOf({ pipelines, channels, problems }: DigestFacts): Tally {
  const states = { ok: 0, open: 0, unknown: 0, notDue: 0, nothingExpected: 0 };
  for (const { state } of pipelines) states[state] += 1;
  return {
    states,
    expected: pipelines.length - states.nothingExpected,
    incomplete: problems.length > 0,
    unheard: channels.filter(isUnheard).length,
  };
}

/** Whether nobody can be told by it, as far as is known. */
export function isUnheard({ confirmed, problem }: ChannelDigest): boolean {
  return confirmed.length === 0 && problem === undefined;
}

/** Whether all that should be alive has proved it, and nothing hinders saying so. */
export function isAllClear({ states, expected, incomplete }: Tally): boolean {
  return expected > 0 && states.ok === expected && !incomplete;
}

/** The head of a digest in a few clauses, the gravest first. Begins with a letter. */
export function headline(tally: Tally): string[] {
  const { states, expected, incomplete, unheard } = tally;
  return [
    lead(tally),
    ...(states.open > 0 && states.unknown > 0 ? [`${number(states.unknown)} not known`] : []),
    ...(states.notDue > 0 && states.notDue < expected ? [`${number(states.notDue)} not due yet`] : []),
    ...(incomplete ? ['incomplete'] : []),
    ...(unheard > 0 ? [`${counted(unheard, 'channel')} unheard`] : []),
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
