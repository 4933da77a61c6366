import type { OpenIncident } from '../incident/record';
import { SECOND } from '../time';
import { durationInWords } from '../words/duration';
import { OwnerClock } from '../words/owner-clock';
import type { IncidentFacts } from './facts';
import { Happening, happening } from './happening';

/** Facts with everything that all parts of their message have in common. */
export interface Telling {
  readonly facts: IncidentFacts;
  readonly clock: OwnerClock;
  readonly what: Happening;
  readonly incident: OpenIncident | undefined;
  /** The pipeline, or the observatory. */
  readonly name: string;
  /** For how long the incident has been open, or was. */
  readonly lasted: string;
}

/** @param facts cleaned */
export function tellingOf(facts: IncidentFacts): Telling {
  const { notice, pipeline, place, now, timeZone } = facts;
  const { incident, recovered } = notice;
  return {
    facts,
    clock: new OwnerClock(timeZone, now),
    what: happening(facts),
    incident,
    name: pipeline ?? `Observatory ${place.observatory}`,
    lasted: lastedFor((recovered?.at ?? now) - (incident?.since ?? notice.decidedAt)),
  };
}

function lastedFor(millis: number): string {
  return Number.isFinite(millis) ? durationInWords(millis / SECOND) : 'an unknown time';
}

/** Whether it is told that all is well again. */
export function isRecovery({ facts: { notice } }: Telling): boolean {
  return notice.recovered !== undefined;
}
