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
import { downstreamOf } from './fold-context';
import { PipelineState, zoneOf } from './pipeline-state';
import type { RunDeps } from './run';

/** The event bus that every account has. */
const DEFAULT_BUS = 'default';

const TRIGGERS: Readonly<Record<TriggerProfile['kind'], string>> = { schedule: 'Schedule', rule: 'Rule' };

/** Pages of the console that show a pipeline: its stages in their order, its trigger, its dashboard. */
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

/** The first message waits for reasons no longer than this, and never longer than there is time to read. */
const FIRST_WITHIN = 10 * SECOND;
/** Reasons found until then are sent as a second message. It leaves enough of the function's minute for writing and sending. */
const LAST_WITHIN = 25 * SECOND;

/** Kinds of notifications whose cause is worth looking for. */
const WANT_REASONS: readonly Notification['kind'][] = ['opened', 'raised', 'failedAgain', 'reminder', 'stillBroken', 'escalated', 'catchUp'];

/** A notification, and what is known about its pipeline and the other pipelines. */
export interface Subject {
  readonly notification: Notification;
  readonly state: PipelineState;
  /** The records of all pipelines, as far as they could be read. */
  readonly records: readonly IncidentRecord[];
}

/** The slot that a notification is about. */
function slotOf({ notification: { kind, recovered, alarm }, state: { judgement, judged } }: Subject): SlotVerdict | undefined {
  const slots = judgement?.slots ?? [];
  const at = (slot: Instant | undefined): SlotVerdict | undefined => slots.find((one) => one.slot === slot);
  if (recovered !== undefined) return at(recovered.slot);
  // An alarm about one particular run is about the slot of that run.
  const own = alarm === undefined || alarm.question === 'ALIVE' || judged === undefined ? undefined : at(slotOfAlarm(judged, alarm)?.slot);
  const isAboutOneRun = kind === 'opened' || kind === 'raised' || kind === 'failedAgain';
  return (isAboutOneRun ? own : undefined) ?? slots.findLast(({ verdict }) => isBad(verdict));
}

/** Starts to look for the reasons of what a notification reports. */
export function explain({ ports, environment, now }: RunDeps, subject: Subject): StartedDiagnosis {
  const { notification, state, records } = subject;
  const { profile, judgement } = state;
  // The reasons of a run that went wrong would mislead: nobody knows whether one did.
  if (state.unverified === true) return nothing();
  if (profile === undefined || state.pipeline === OBSERVATORY_ITSELF || !WANT_REASONS.includes(notification.kind) || notification.recovered !== undefined) return nothing();
  const slot = slotOf(subject);
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

/**
 * Collects everything that a message about one pipeline's incident says. If this code throws, the invocation fails and the
 * alarm NotifierFailing fires.
 */
export function factsOf({ environment, now }: RunDeps, subject: Subject, diagnosis: Diagnosis): IncidentFacts {
  const { notification, state, records } = subject;
  const { profile, contract, judgement, pipeline, problems } = state;
  const slot = state.unverified === true ? undefined : slotOf(subject);
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
    ...(state.unverified === true ? { unverified: true } : {}),
  };
}
