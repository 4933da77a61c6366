import { DAY, HOUR, type Instant } from '../time';
import type { Standing } from './standing';
import { isUnverified, UNVERIFIABLE_FOR } from './unverified';

/** What is published about a pipeline. What is absent is not published, and its alarm stays as it is. */
export interface Publication {
  readonly proofOfLife?: 0 | 1;
  readonly deadlineMissed?: boolean;
}

/**
 * What is published about a pipeline at a tick (ledger rule 14). CloudWatch bills a metric by the hour, so a value that is known
 * is not repeated at every tick. It is a function of the time and the standing, not of what was published before: a tick that is
 * lost changes nothing.
 *
 * @param always whether everything is published, because earlier ticks may not have
 */
export function publicationOf(standing: Standing, now: Instant, always: boolean): Publication {
  const { look, unverifiableSince, missing } = standing;
  const proofOfLife = isUnverified(standing, now) ? 0 : look?.proofOfLife;
  const isPublished = always || proofOfLife === 0 || unverifiableSince !== undefined || missing !== undefined || look?.deadlineMissed === true || isRecent(standing, now);
  if (!isPublished) return {};
  return {
    ...(proofOfLife === undefined ? {} : { proofOfLife }),
    ...(look?.deadlineMissed === undefined ? {} : { deadlineMissed: look.deadlineMissed }),
  };
}

/** Whether a run is due, or something has happened within the last hour, or this is the pipeline's hour of the day. */
function isRecent({ pipeline, look, changedAt, startedAt }: Standing, now: Instant): boolean {
  const { newest } = look ?? {};
  const isOpen = newest !== undefined && newest.dueAt <= now && newest.decidedAt === undefined;
  const times = [changedAt, startedAt, look?.aliveSince, newest?.decidedAt];
  return isOpen || times.some((at) => at !== undefined && at <= now && now - at <= HOUR) || Math.floor(now % DAY / HOUR) === hourOf(pipeline);
}

/** The hour of the day in which a pipeline is published in any case. It differs from pipeline to pipeline, so they share the load. */
function hourOf(pipeline: string): number {
  let hash = 0;
  for (let index = 0; index < pipeline.length; index += 1) hash = (hash * 31 + pipeline.charCodeAt(index)) % 24;
  return hash;
}

/** Until when (exclusive) the publication of a standing stays the same if nothing is looked at. */
export function publishedUntil(standing: Standing, now: Instant): Instant {
  const { look, changedAt, startedAt, unverifiableSince, missing } = standing;
  const ends = [changedAt, startedAt, look?.aliveSince, look?.newest?.decidedAt].flatMap((at) => (at === undefined ? [] : [at, at + HOUR + 1]));
  const begins = [unverifiableSince, missing?.since].flatMap((at) => (at === undefined ? [] : [at + UNVERIFIABLE_FOR]));
  const today = Math.floor(now / DAY) * DAY;
  const hours = [0, DAY].flatMap((day) => [0, 1].map((more) => today + day + (hourOf(standing.pipeline) + more) * HOUR));
  return Math.min(...[...ends, ...begins, ...hours, look?.newest?.dueAt ?? Infinity].filter((at) => at > now));
}
