import { dashboardUrl, functionUrl, ruleUrl, scheduleUrl, stateMachineUrl } from '../../core/console';
import { StageContract } from '../../core/contract/contract';
import { describeContractExpectation } from '../../core/contract/describe';
import { TriggerProfile } from '../../core/contract/profile';
import { Diagnosis, Link, NO_DIAGNOSIS } from '../../core/diagnosis/diagnosis';
import { slotOfAlarm } from '../../core/incident/judged-facts';
import { IncidentRecord, Notification } from '../../core/incident/record';
import { IncidentFacts } from '../../core/message/facts';
import { OBSERVATORY_ITSELF } from '../../core/signals';
import { OwnerClock } from '../../core/text/owner-clock';
import { Instant, SECOND } from '../../core/time';
import { isBad, SlotVerdict } from '../../core/verdict/verdict';
import { startDiagnosis, StartedDiagnosis } from './diagnosis/diagnose-pipeline';
import type { NotifierEnvironment } from './environment';
import { downstreamOf, PipelineState, zoneOf } from './pipeline-state';
import type { NotifierPorts } from './ports';

/** The bus that is there without being made. */
const DEFAULT_BUS = 'default';

const TRIGGERS: Readonly<Record<TriggerProfile['kind'], string>> = { schedule: 'Schedule', rule: 'Rule' };

/** Pages of the console that show a pipeline: what starts it, its stages in their order, its dashboard. */
function linksOf({ profile }: PipelineState, { address: { region } }: NotifierEnvironment): Link[] {
  if (profile === undefined) return [];
  return [
    ...profile.stages.map(({ name, source }) => ({ title: name, url: stageUrl(region, source) })),
    ...(profile.trigger === undefined ? [] : [{ title: TRIGGERS[profile.trigger.kind], url: triggerUrl(region, profile.trigger) }]),
    ...(profile.dashboardName === undefined ? [] : [{ title: 'Dashboard', url: dashboardUrl(region, profile.dashboardName) }]),
  ];
}

function stageUrl(region: string, source: StageContract['source']): string {
  return source.kind === 'lambdaFunction' ? functionUrl(region, source.functionName) : stateMachineUrl(region, source.stateMachineArn);
}

function triggerUrl(region: string, trigger: TriggerProfile): string {
  return trigger.kind === 'schedule' ? scheduleUrl(region, trigger.group, trigger.name) : ruleUrl(region, trigger.bus ?? DEFAULT_BUS, trigger.name);
}

/** The first message waits for reasons no longer than this, and never longer than there is time for reading. */
const FIRST_WITHIN = 10 * SECOND;
/** So long a reason may follow: with all that comes before and after it ends well within the function's minute. */
const LAST_WITHIN = 25 * SECOND;

/** Kinds of notices of something that wants explaining. */
const UNEXPLAINED: readonly Notification['kind'][] = ['opened', 'raised', 'failedAgain', 'reminder', 'stillBroken', 'escalated', 'catchUp'];

/** The slot that a notice is about. */
function slotOf({ kind, recovered, alarm }: Notification, { judgement, judged }: PipelineState): SlotVerdict | undefined {
  const slots = judgement?.slots ?? [];
  const at = (slot: Instant | undefined): SlotVerdict | undefined => slots.find((one) => one.slot === slot);
  if (recovered !== undefined) return at(recovered.slot);
  // What spoke of one run in particular is about that run's slot.
  const own = alarm === undefined || alarm.question === 'ALIVE' || judged === undefined ? undefined : at(slotOfAlarm(judged, alarm)?.slot);
  const isAboutOne = kind === 'opened' || kind === 'raised' || kind === 'failedAgain';
  return (isAboutOne ? own : undefined) ?? slots.findLast(({ verdict }) => isBad(verdict));
}

/** Begins to look for the reasons of what a notice tells. */
export function explain(ports: NotifierPorts, notification: Notification, state: PipelineState, records: readonly IncidentRecord[], environment: NotifierEnvironment, now: Instant): StartedDiagnosis {
  const { profile, judgement } = state;
  if (profile === undefined || state.pipeline === OBSERVATORY_ITSELF || !UNEXPLAINED.includes(notification.kind) || notification.recovered !== undefined) return nothing();
  const slot = slotOf(notification, state);
  const clock = new OwnerClock(zoneOf(state, environment), now);
  return startDiagnosis(ports.diagnosis, {
    profile,
    upstream: upstreamOf(profile.upstreamPipelines, records),
    question: notification.incident?.question === 'SLOW' ? 'SLOW' : notification.alarm?.question ?? notification.incident?.question ?? 'ALIVE',
    verdict: slot?.verdict,
    stage: notification.alarm?.stage ?? (slot !== undefined && isBad(slot.verdict) ? slot.decidedBy.stage : undefined),
    about: slot?.slot ?? notification.alarm?.at ?? notification.decidedAt,
    lastSuccess: judgement?.lastSuccess,
    now,
    region: environment.address.region,
    time: (instant) => clock.moment(instant),
  }, { first: AbortSignal.timeout(Math.max(0, Math.min(FIRST_WITHIN, ports.timeLeft()))), last: AbortSignal.timeout(LAST_WITHIN) });
}

function nothing(): StartedDiagnosis {
  const diagnosis: Promise<Diagnosis> = Promise.resolve(NO_DIAGNOSIS);
  return { first: diagnosis, rest: diagnosis };
}

function upstreamOf(upstreamPipelines: readonly string[], records: readonly IncidentRecord[]): { pipeline: string; since: Instant }[] {
  return records.flatMap(({ pipeline, incident }) => (incident !== undefined && upstreamPipelines.includes(pipeline) ? [{ pipeline, since: incident.since }] : []));
}

/** Puts together all that a message about one pipeline's incident says. */
export function factsOf(
  notification: Notification, state: PipelineState, diagnosis: Diagnosis, records: readonly IncidentRecord[], environment: NotifierEnvironment, now: Instant,
): IncidentFacts {
  const { profile, contract, judgement, pipeline, problems } = state;
  const slot = slotOf(notification, state);
  const stage = contract?.stages.find(({ name }) => name === slot?.decidedBy.stage);
  return {
    address: environment.address,
    ...(pipeline === OBSERVATORY_ITSELF ? {} : { pipeline }),
    notification, now,
    timeZone: zoneOf(state, environment),
    expectation: contract === undefined ? profile?.nothingExpected : describeContractExpectation(contract.expectation),
    slot,
    startWithinSeconds: stage?.startWithinSeconds,
    lastSuccess: judgement?.lastSuccess,
    nextDue: judgement?.nextDue,
    owner: profile?.owner,
    runbookUrl: profile?.runbookUrl,
    diagnosis,
    links: linksOf(state, environment),
    downstream: downstreamOf(pipeline, records, notification.incident?.openedAt ?? now),
    problems,
  };
}
