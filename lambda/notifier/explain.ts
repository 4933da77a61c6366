import { Diagnosis, NO_DIAGNOSIS } from '../../core/diagnosis/diagnosis';
import { slotOfAlarm } from '../../core/incident/judged-facts';
import { IncidentRecord, Notice } from '../../core/incident/record';
import { OBSERVATORY_ITSELF } from '../../core/signals';
import { OwnerClock } from '../../core/text/owner-clock';
import { Instant, SECOND } from '../../core/time';
import { isBad, SlotVerdict } from '../../core/verdict/verdict';
import { startDiagnosis, StartedDiagnosis } from './diagnosis/diagnose-pipeline';
import type { NotifierEnvironment } from './environment';
import { Known, zoneOf } from './known';
import type { NotifierPorts } from './ports';

/** The first message waits for reasons no longer than this, and never longer than there is time for reading. */
const FIRST_WITHIN = 10 * SECOND;
/** So long a reason may follow: with all that comes before and after it ends well within the function's minute. */
const LAST_WITHIN = 25 * SECOND;

/** Kinds of notices of something that wants explaining. */
const UNEXPLAINED: readonly Notice['kind'][] = ['opened', 'raised', 'failedAgain', 'reminder', 'stillBroken', 'escalated', 'catchUp'];

/** The slot that a notice is about. */
export function slotOf({ kind, recovered, alarm }: Notice, { judgement, judged }: Known): SlotVerdict | undefined {
  const slots = judgement?.slots ?? [];
  const at = (slot: Instant | undefined): SlotVerdict | undefined => slots.find((one) => one.slot === slot);
  if (recovered !== undefined) return at(recovered.slot);
  // What spoke of one run in particular is about that run's slot.
  const own = alarm === undefined || alarm.question === 'ALIVE' || judged === undefined ? undefined : at(slotOfAlarm(judged, alarm)?.slot);
  const isAboutOne = kind === 'opened' || kind === 'raised' || kind === 'failedAgain';
  return (isAboutOne ? own : undefined) ?? slots.findLast(({ verdict }) => isBad(verdict));
}

/** Begins to look for the reasons of what a notice tells. */
export function explain(ports: NotifierPorts, notice: Notice, known: Known, records: readonly IncidentRecord[], environment: NotifierEnvironment, now: Instant): StartedDiagnosis {
  const { profile, judgement } = known;
  if (profile === undefined || known.pipeline === OBSERVATORY_ITSELF || !UNEXPLAINED.includes(notice.kind) || notice.recovered !== undefined) return nothing();
  const slot = slotOf(notice, known);
  const clock = new OwnerClock(zoneOf(known, environment), now);
  return startDiagnosis(ports.diagnosis, {
    profile,
    upstream: upstreamOf(profile.dependsOn, records),
    question: notice.incident?.question === 'SLOW' ? 'SLOW' : notice.alarm?.question ?? notice.incident?.question ?? 'ALIVE',
    verdict: slot?.verdict,
    stage: notice.alarm?.stage ?? (slot !== undefined && isBad(slot.verdict) ? slot.decidedBy.stage : undefined),
    about: slot?.slot ?? notice.alarm?.at ?? notice.decidedAt,
    lastSuccess: judgement?.lastSuccess,
    now,
    region: environment.place.region,
    time: (instant) => clock.moment(instant),
  }, { first: AbortSignal.timeout(Math.max(0, Math.min(FIRST_WITHIN, ports.timeLeft()))), last: AbortSignal.timeout(LAST_WITHIN) });
}

function nothing(): StartedDiagnosis {
  const diagnosis: Promise<Diagnosis> = Promise.resolve(NO_DIAGNOSIS);
  return { first: diagnosis, rest: diagnosis };
}

function upstreamOf(dependsOn: readonly string[], records: readonly IncidentRecord[]): { pipeline: string; since: Instant }[] {
  return records.flatMap(({ pipeline, incident }) => (incident !== undefined && dependsOn.includes(pipeline) ? [{ pipeline, since: incident.since }] : []));
}
