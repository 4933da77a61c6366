import { unique } from '../../../core/collections';
import { Contract } from '../../../core/contract/contract';
import { Profile } from '../../../core/contract/profile';
import { DigestSpan } from '../../../core/digest/due';
import type { PipelineDigest } from '../../../core/digest/facts';
import { pipelineFigures, StageSummary } from '../../../core/digest/figures';
import { IncidentRecord } from '../../../core/incident/record';
import { pipelineDid } from '../../../core/message/message-context';
import { Instant } from '../../../core/time';
import { type DigestState, isBad, Judgement } from '../../../core/verdict/verdict';
import type { Inspection } from '../../shared/inspection';
import type { NotifierEnvironment } from '../environment';
import { zoneOf } from '../pipeline-state';
import type { Totals } from './figures';

/** What is known about a pipeline with a contract. */
export interface Found {
  readonly contract: Contract;
  readonly profile?: Profile;
  readonly record?: IncidentRecord;
  /** The checker's judgement. Absent where the pipeline was not examined; a problem says why. */
  readonly judgement?: Judgement;
  /** Every slot of both spans, judged. Absent where there are none, or where they were not read. */
  readonly spans?: Inspection;
  /** The figures of the stages. Absent where they were not read. */
  readonly totals?: Totals;
  /** What could not be read so far, a clause each. */
  readonly problems: readonly string[];
}

/** One pipeline's part in the digest. */
export function pipelineDigest({ contract, profile, record, judgement, spans, totals, problems }: Found, span: DigestSpan, environment: NotifierEnvironment): PipelineDigest {
  const stages = contract.stages.filter(({ optional }) => !optional);
  const figures = pipelineFigures(contract, spans?.judgement?.slots, stages.map((stage) => summaryOf(stage, spans, totals)), span);
  const incident = record?.incident ?? judgement?.incident;
  const all = [
    ...problems,
    ...(judgement?.problems ?? []),
    ...(spans?.evidence ?? []).flatMap(({ stage, problem }) => (problem === undefined ? [] : [`${stage}: ${problem}`])),
    ...stages.flatMap((stage) => {
      const read = totals?.get(stage);
      return read !== undefined && 'problem' in read ? [`${stage.name}: ${read.problem}`] : [];
    }),
    ...(judgement !== undefined && judgement.problems.length === 0 && incident === undefined && neverGood(judgement) ? ['no success was seen yet'] : []),
  ];
  const what = whatOf(record, judgement);
  const judgedSince = spans === undefined ? undefined : judgedSinceOf(contract, spans, span);
  return {
    pipeline: contract.pipeline,
    severity: profile?.severity ?? 'critical',
    timeZone: zoneOf({ contract }, environment),
    state: incident === undefined ? stateOf(judgement) : 'open',
    ...(incident === undefined ? {} : { since: incident.since, ...(what === undefined ? {} : { what }) }),
    ...(profile?.owner === undefined ? {} : { owner: profile.owner }),
    ...figures,
    ...(judgedSince === undefined ? {} : { judgedSince }),
    ...(judgement?.lastSuccess === undefined ? {} : { lastSuccess: judgement.lastSuccess }),
    ...(judgement?.nextDue === undefined ? {} : { nextDue: judgement.nextDue }),
    problems: unique(all),
  };
}

function summaryOf(stage: StageSummary['stage'], spans: Inspection | undefined, totals: Totals | undefined): StageSummary {
  const read = totals?.get(stage);
  const record = spans?.confirm.has(stage.name) ? spans.evidence.find((evidence) => evidence.stage === stage.name && evidence.problem === undefined) : undefined;
  return { stage, ...(read === undefined || 'problem' in read ? {} : { totals: read }), ...(record === undefined ? {} : { record }) };
}

/** The state of a pipeline without an open incident. */
function stateOf(judgement: Judgement | undefined): DigestState {
  if (judgement === undefined || judgement.problems.length > 0 || neverGood(judgement)) return 'unknown';
  return judgement.proofOfLife === 1 ? 'ok' : 'notDue';
}

/** Whether slots were bad or unknown, and no good slot proves that the pipeline ever ran. */
function neverGood({ proofOfLife, slots }: Judgement): boolean {
  return proofOfLife !== 1 && slots.some(({ verdict }) => isBad(verdict) || verdict === 'unknown');
}

/** What happened, a clause: by the evidence, or else by the alarm that fired. */
export function whatOf(record: IncidentRecord | undefined, judgement: Judgement | undefined): string | undefined {
  const incident = record?.incident;
  const suppressed = incident?.inhibitedBy === undefined ? '' : `, suppressed because of ${incident.inhibitedBy}`;
  if (judgement?.incident !== undefined) {
    const { stage, reason } = judgement.incident.decidedBy;
    return `${stage} ${reason}${suppressed}`;
  }
  if (record === undefined || incident === undefined) return undefined;
  const alarm = Object.values(record.alarms).find(({ state, question }) => state === 'ALARM' && question === incident.question);
  return `${pipelineDid(incident.question, alarm)}${suppressed}`;
}

/** Since when slots could be judged, where that is after the beginning of the span. */
function judgedSinceOf({ since }: Contract, { evidence }: Inspection, span: DigestSpan): Instant | undefined {
  const from = Math.max(since, ...evidence.map((stage) => stage.from));
  return from > span.from ? from : undefined;
}
