import type { PipelineDigest } from './facts';

/** Pipelines as a digest tells them, each sort by name. */
export interface Told {
  readonly open: readonly PipelineDigest[];
  readonly unknown: readonly PipelineDigest[];
  /** Alive, and nobody would notice if they were not. */
  readonly silent: readonly PipelineDigest[];
  /** Alive, and people would complain anyway. */
  readonly loud: readonly PipelineDigest[];
  readonly notDue: readonly PipelineDigest[];
  readonly nothingExpected: readonly PipelineDigest[];
}

/** So many of a sort are told one by one; the others are counted. */
export const MOST_TOLD: Readonly<Record<keyof Told, number>> = { open: 200, unknown: 100, silent: 50, loud: 50, notDue: 20, nothingExpected: 20 };

export function toldOf(pipelines: readonly PipelineDigest[]): Told {
  const sorted = [...pipelines].sort(byName);
  const inState = (state: PipelineDigest['state']): PipelineDigest[] => sorted.filter((one) => one.state === state);
  const ok = inState('ok');
  return {
    open: inState('open'), unknown: inState('unknown'), notDue: inState('notDue'), nothingExpected: inState('nothingExpected'),
    silent: ok.filter(({ loudness }) => loudness === 'silent'), loud: ok.filter(({ loudness }) => loudness === 'loud'),
  };
}

/** Those of which a digest tells how they did: nobody has to find that out of the others. */
export function toldWithFigures(pipelines: readonly PipelineDigest[]): PipelineDigest[] {
  const told = toldOf(pipelines);
  return (['open', 'unknown', 'silent', 'loud'] as const).flatMap((sort) => told[sort].slice(0, MOST_TOLD[sort]));
}

function byName(a: PipelineDigest, b: PipelineDigest): number {
  return a.pipeline < b.pipeline ? -1 : Number(a.pipeline > b.pipeline);
}
