import { Contract, isSilence } from '../../core/contract/contract';
import { ContractError } from '../../core/contract/contract-error';
import { Profile } from '../../core/contract/profile';
import { readContract } from '../../core/contract/read-contract';
import { readProfile } from '../../core/contract/read-profile';
import { chunks } from '../../core/evidence/metric-plan';
import { judgedFacts, JudgedFacts } from '../../core/incident/judged-facts';
import { IncidentRecord } from '../../core/incident/record';
import { FoldContext } from '../../core/incident/rules';
import { isMuted, parseMuteRule } from '../../core/mute-rule';
import { isPipelineName, PIPELINE_NAME_RULE } from '../../core/names';
import { OBSERVATORY_ITSELF } from '../../core/signals';
import { Instant, SECOND } from '../../core/time';
import { Judgement } from '../../core/verdict/verdict';
import { inTime, mapBounded } from '../shared/async';
import { examine, hasRecords, openCaseOfRecords, openInspection } from '../shared/inspection';
import { reasonOf } from '../shared/log';
import type { StoredContract } from '../shared/ports';
import type { NotifierEnvironment } from './environment';
import type { NotifierPorts } from './ports';

/** Parameter Store gives ten parameters a call, and a pipeline has two. */
const TOGETHER = 5;
const READ_AT_ONCE = 4;

/** Reading contracts, profiles and evidence may delay a first message by so much at the most. */
const LONGEST_READING = 7 * SECOND;

/** What could be found out about a pipeline at the moment. Whatever could not is absent, and named. */
export interface PipelineState {
  readonly pipeline: string;
  readonly profile?: Profile;
  readonly contract?: Contract;
  readonly judgement?: Judgement;
  /** What of the judgement bears on an incident. */
  readonly judged?: JudgedFacts;
  /** Whether there is a contract or a profile of it, readable or not. Absent: that is not known. */
  readonly watched?: boolean;
  /** What could not be found out, a clause each. */
  readonly problems: readonly string[];
}

const NO_PIPELINE = `no pipeline can be called so: its name must be ${PIPELINE_NAME_RULE}`;

/** The zone in which a pipeline's owner reads times: that of its schedule. */
export function zoneOf({ contract }: Pick<PipelineState, 'contract'>, environment: NotifierEnvironment): string {
  return contract === undefined || isSilence(contract.expectation) ? environment.timeZone : contract.expectation.timeZone;
}

/** Nothing is expected of the observatory itself, and nobody owns it but its owner. */
function emptyState(pipeline: string, problems: readonly string[] = []): PipelineState {
  return { pipeline, problems };
}

/** The same, with one clause more of what is not known. */
export function withProblem(state: PipelineState, problem: string | undefined): PipelineState {
  return problem === undefined ? state : { ...state, problems: [...state.problems, problem] };
}

/**
 * Finds out about pipelines: their profiles, their contracts, and by the checker's own code what the evidence says. Never
 * throws: a message that knows less is better than none.
 *
 * @param judging whether evidence is read, too
 */
export async function loadState(
  ports: NotifierPorts, environment: NotifierEnvironment, pipelines: readonly string[], now: Instant, judging = true,
): Promise<ReadonlyMap<string, PipelineState>> {
  const read = await readAll(ports, environment, pipelines, now);
  return judging ? judgeState(ports, read, now) : byPipeline(read);
}

/**
 * Adds what the evidence says. Never throws.
 *
 * @param records whether authoritative records are asked though metrics may say enough
 */
export async function judgeState(ports: NotifierPorts, states: readonly PipelineState[], now: Instant, records = false): Promise<ReadonlyMap<string, PipelineState>> {
  return byPipeline(await judgeAll(ports, states, now, records ? openCaseOfRecords : openInspection));
}

/** Whether its judgement may change when authoritative records are asked. */
export function canBeAsked({ contract }: PipelineState): boolean {
  return contract !== undefined && hasRecords(contract);
}

function byPipeline(states: readonly PipelineState[]): ReadonlyMap<string, PipelineState> {
  return new Map(states.map((one) => [one.pipeline, one]));
}

/** Where it fails or takes too long, what was read until then counts. */
async function readAll(ports: NotifierPorts, environment: NotifierEnvironment, pipelines: readonly string[], now: Instant): Promise<PipelineState[]> {
  const read = new Map<string, PipelineState>();
  let isOver = false;
  const unreadable = (pipeline: string, error: unknown): PipelineState => emptyState(pipeline, [`profile and contract not readable: ${reasonOf(error)}`]);
  // A name that cannot be a parameter's would make the service refuse the call, with the pipelines that are asked for in it.
  const named = [...new Set(pipelines)].filter((pipeline) => pipeline !== OBSERVATORY_ITSELF && isPipelineName(pipeline));
  const reading = mapBounded(chunks(named, TOGETHER), READ_AT_ONCE, async (some) => {
    if (isOver) return;
    const found = await readParameters(ports, environment, some, now).catch((error: unknown) => some.map((pipeline) => unreadable(pipeline, error)));
    for (const one of found) read.set(one.pipeline, one);
  });
  const problem = await inTime(LONGEST_READING, 'reading profiles and contracts', reading).then(() => undefined, (error: unknown) => error);
  isOver = true;
  return pipelines.map((pipeline) => read.get(pipeline) ?? (pipeline === OBSERVATORY_ITSELF ? emptyState(pipeline) : isPipelineName(pipeline) ? unreadable(pipeline, problem) : emptyState(pipeline, [NO_PIPELINE])));
}

async function readParameters(ports: NotifierPorts, environment: NotifierEnvironment, pipelines: readonly string[], now: Instant): Promise<PipelineState[]> {
  const names = pipelines.map((pipeline) => ({
    pipeline, contract: `${environment.contractsPath}/${pipeline}`, profile: `${environment.profilesPath}/${pipeline}`,
  }));
  const stored = new Map((await ports.parameters(names.flatMap(({ contract, profile }) => [contract, profile]))).map((one) => [one.name, one]));
  return names.map(({ pipeline, contract, profile }): PipelineState => {
    const problems: string[] = [];
    const tryTo = <T>(what: string, name: string, read: (one: StoredContract) => T): T | undefined => {
      const one = stored.get(name);
      try {
        return one === undefined ? undefined : read(one);
      } catch (error) {
        problems.push(`${what} not readable: ${reasonOf(error)}`);
        return undefined;
      }
    };
    const state = {
      pipeline,
      profile: tryTo('profile', profile, ({ text }) => ofPipeline(pipeline, readProfile(text), 'profile')),
      contract: tryTo('contract', contract, ({ text, lastChanged }) => ofPipeline(pipeline, readContract(text, Number.isFinite(lastChanged) ? lastChanged : now), 'contract')),
    };
    if (!stored.has(profile)) problems.push('profile not found');
    return { ...state, watched: stored.has(profile) || stored.has(contract), problems };
  });
}

/** What is stored under one pipeline's name must not speak for another. */
function ofPipeline<T extends { readonly pipeline: string }>(pipeline: string, read: T, what: 'contract' | 'profile'): T {
  if (read.pipeline !== pipeline) throw new ContractError('pipeline', `must be ${JSON.stringify(pipeline)} as the parameter's name says, got ${JSON.stringify(read.pipeline)}`, what);
  return read;
}

async function judgeAll(ports: NotifierPorts, states: readonly PipelineState[], now: Instant, open = openInspection): Promise<PipelineState[]> {
  const expected = states.filter(({ contract }) => contract !== undefined);
  if (expected.length === 0) return [...states];
  try {
    const cases = await inTime(LONGEST_READING, 'reading evidence', examine(ports, expected.map(({ contract }) => open(contract!)), now));
    const judgements = new Map(cases.map(({ contract, judgement }) => [contract.pipeline, judgement]));
    return states.map((one): PipelineState => {
      const judgement = judgements.get(one.pipeline);
      if (one.contract === undefined || judgement === undefined) return one;
      return { ...one, judgement, judged: judgedFacts(one.contract, judgement), problems: [...one.problems, ...judgement.problems] };
    });
  } catch (error) {
    return states.map((one) => (one.contract === undefined ? one : { ...one, problems: [...one.problems, `evidence not readable: ${reasonOf(error)}`] }));
  }
}

/** What the fold has to know of a pipeline besides what happened. */
export function contextOf({ profile, contract, watched, pipeline }: PipelineState, records: readonly IncidentRecord[], environment: NotifierEnvironment, now: Instant): FoldContext {
  const upstream = profile?.upstreamPipelines.find((name) => name !== pipeline && isDown(records, name));
  return {
    now,
    // Of what nothing is known it is assumed that nobody else would notice.
    severity: profile?.severity ?? 'critical',
    expected: contract !== undefined || (profile === undefined ? watched !== false : profile.nothingExpected === undefined),
    removed: watched === false,
    muted: isMutedNow(profile?.muteWindows ?? [], now),
    ...(upstream === undefined ? {} : { upstream }),
    ...(environment.escalation === undefined ? {} : { escalateAfterMillis: environment.escalation.afterMillis }),
  };
}

/** A pipeline that is merely slow keeps nobody from working. */
function isDown(records: readonly IncidentRecord[], name: string): boolean {
  return records.some(({ pipeline, incident }) => pipeline === name && incident !== undefined && incident.question !== 'SLOW');
}

function isMutedNow(windows: readonly Parameters<typeof parseMuteRule>[0][], now: Instant): boolean {
  return windows.some((window) => {
    try {
      return isMuted(parseMuteRule(window), now);
    } catch {
      // A window that nobody can read mutes nothing: CloudWatch would not have taken it either.
      return false;
    }
  });
}

/** Pipelines that are held back because of one, directly or through others, or were while its incident was open. */
export function downstreamOf(pipeline: string, records: readonly IncidentRecord[], since: Instant): string[] {
  const found = new Set<string>();
  const look = (upstream: string): void => {
    for (const record of records) {
      const pending = record.incident?.inhibitedBy === upstream
        || (record.closed?.incident.inhibitedBy === upstream && record.closed.recovery.at >= since);
      if (!pending || found.has(record.pipeline)) continue;
      found.add(record.pipeline);
      look(record.pipeline);
    }
  };
  look(pipeline);
  return [...found].sort();
}
