import { chunks, unique } from '../../core/collections';
import { Contract, isSilence } from '../../core/contract/contract';
import { ContractError } from '../../core/contract/contract-error';
import { Profile } from '../../core/contract/profile';
import { readContract } from '../../core/contract/read-contract';
import { readProfile } from '../../core/contract/read-profile';
import { glanceAt } from '../../core/ledger/glance';
import { UNVERIFIABLE_FOR } from '../../core/ledger/unverified';
import { judgedFacts, JudgedFacts } from '../../core/incident/judged-facts';
import { isPipelineName, PIPELINE_NAME_RULE } from '../../core/names';
import { OBSERVATORY_ITSELF } from '../../core/signals';
import { SECOND } from '../../core/time';
import { Judgement } from '../../core/verdict/verdict';
import { inTime, mapBounded } from '../shared/async';
import { examine, hasRecords, openInspection, openInspectionOfRecords } from '../shared/inspection';
import { reasonOf } from '../shared/log';
import type { StoredContract } from '../shared/ports';
import type { NotifierEnvironment } from './environment';
import type { RunDeps } from './run';

/** Parameter Store returns ten parameters a call, and a pipeline has two. */
const TOGETHER = 5;
const READ_AT_ONCE = 4;

/** Reading contracts, profiles and evidence delays a first message by at most this long. */
const LONGEST_READING = 7 * SECOND;

/** What is known about a pipeline at the moment. What could not be read is absent, and `problems` names it. */
export interface PipelineState {
  readonly pipeline: string;
  readonly profile?: Profile;
  readonly contract?: Contract;
  readonly judgement?: Judgement;
  /** The part of the judgement that matters for an incident. */
  readonly judged?: JudgedFacts;
  /** Whether the pipeline has a contract or a profile, readable or not. Absent: that is not known. */
  readonly watched?: boolean;
  /** What could not be read, a clause each. */
  readonly problems: readonly string[];
  /** Whether the checker could not verify the pipeline, according to its ledger: then nobody knows whether it ran. */
  readonly unverified?: boolean;
}

/** Whether authoritative records are asked: always, or only where metrics leave a doubt. */
export type RecordsAsked = 'always' | 'inDoubt';

const NO_PIPELINE = `no pipeline can have this name: a pipeline's name must be ${PIPELINE_NAME_RULE}`;

/** The time zone in which a pipeline's owner reads times: the zone of its schedule. */
export function zoneOf({ contract }: Pick<PipelineState, 'contract'>, environment: NotifierEnvironment): string {
  return contract === undefined || isSilence(contract.expectation) ? environment.timeZone : contract.expectation.timeZone;
}

function emptyState(pipeline: string, problems: readonly string[] = []): PipelineState {
  return { pipeline, problems };
}

/** The same state with one more problem. */
export function withProblem(state: PipelineState, problem: string | undefined): PipelineState {
  return problem === undefined ? state : { ...state, problems: [...state.problems, problem] };
}

/** Reads the profiles and contracts of pipelines. Never throws: a message that says less is better than none. */
export async function loadStates(run: RunDeps, pipelines: readonly string[]): Promise<ReadonlyMap<string, PipelineState>> {
  return byPipeline(await readAll(run, pipelines));
}

/** Reads the profiles and contracts of pipelines, and judges them with the checker's own code. Never throws. */
export async function loadAndJudge(run: RunDeps, pipelines: readonly string[]): Promise<ReadonlyMap<string, PipelineState>> {
  return judgeStates(run, await readAll(run, pipelines));
}

/** Adds what the evidence says. Never throws. */
export async function judgeStates(run: RunDeps, states: readonly PipelineState[], records: RecordsAsked = 'inDoubt'): Promise<ReadonlyMap<string, PipelineState>> {
  return byPipeline(await judgeAll(run, states, records === 'always' ? openInspectionOfRecords : openInspection));
}

/** Whether asking authoritative records may change the judgement. */
export function canBeAsked({ contract }: PipelineState): boolean {
  return contract !== undefined && hasRecords(contract);
}

/** The same state with what the ledger says about an alarm on proof of life: did the pipeline not run, or does nobody know? */
export async function withDoubt({ ports, now }: RunDeps, state: PipelineState): Promise<PipelineState> {
  try {
    const { unverifiedSince: since } = glanceAt(await ports.standingText(state.pipeline) ?? '', state.contract);
    return since !== undefined && now - since >= UNVERIFIABLE_FOR ? { ...state, unverified: true } : state;
  } catch (error) {
    const problem = ledgerProblem(error);
    return state.problems.includes(problem) ? state : withProblem(state, problem);
  }
}

function byPipeline(states: readonly PipelineState[]): ReadonlyMap<string, PipelineState> {
  return new Map(states.map((one) => [one.pipeline, one]));
}

/** When reading fails or takes too long, what was read until then counts. */
async function readAll(run: RunDeps, pipelines: readonly string[]): Promise<PipelineState[]> {
  const read = new Map<string, PipelineState>();
  let isOver = false;
  const unreadable = (pipeline: string, error: unknown): PipelineState => emptyState(pipeline, [`profile and contract not readable: ${reasonOf(error)}`]);
  // One name that no parameter can have makes Parameter Store refuse the whole call, with all pipelines in it.
  const named = unique(pipelines).filter((pipeline) => pipeline !== OBSERVATORY_ITSELF && isPipelineName(pipeline));
  const reading = mapBounded(chunks(named, TOGETHER), READ_AT_ONCE, async (some) => {
    if (isOver) return;
    const found = await readParameters(run, some).catch((error: unknown) => some.map((pipeline) => unreadable(pipeline, error)));
    for (const one of found) read.set(one.pipeline, one);
  });
  const problem = await inTime(LONGEST_READING, 'reading profiles and contracts', reading).then(() => undefined, (error: unknown) => error);
  isOver = true;
  return pipelines.map((pipeline) => {
    const found = read.get(pipeline);
    if (found !== undefined) return found;
    // Nothing is expected of the observatory itself, so it has neither profile nor contract.
    if (pipeline === OBSERVATORY_ITSELF) return emptyState(pipeline);
    return isPipelineName(pipeline) ? unreadable(pipeline, problem) : emptyState(pipeline, [NO_PIPELINE]);
  });
}

async function readParameters({ ports, environment, now }: RunDeps, pipelines: readonly string[]): Promise<PipelineState[]> {
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

/** A text that is stored under one pipeline's name must not apply to another. */
function ofPipeline<T extends { readonly pipeline: string }>(pipeline: string, read: T, what: 'contract' | 'profile'): T {
  if (read.pipeline !== pipeline) throw new ContractError('pipeline', `must be ${JSON.stringify(pipeline)} as the parameter's name says, got ${JSON.stringify(read.pipeline)}`, what);
  return read;
}

/** The contract with the date since when it is owed, by the ledger: a contract that was stored again forgives nothing. */
async function asOwed(ports: RunDeps['ports'], contract: Contract): Promise<{ readonly contract: Contract; readonly problem?: string }> {
  try {
    const { since = contract.since } = glanceAt(await ports.standingText(contract.pipeline) ?? '', contract);
    return { contract: { ...contract, since } };
  } catch (error) {
    return { contract, problem: ledgerProblem(error) };
  }
}

function ledgerProblem(error: unknown): string {
  return `ledger not readable: ${reasonOf(error)}`;
}

async function judgeAll({ ports, now }: RunDeps, states: readonly PipelineState[], open: typeof openInspection): Promise<PipelineState[]> {
  const expected = states.filter(({ contract }) => contract !== undefined);
  if (expected.length === 0) return [...states];
  try {
    const owed = mapBounded(expected, READ_AT_ONCE, ({ contract }) => asOwed(ports, contract!));
    const judging = owed.then((known) => examine(ports, known.map(({ contract }) => open(contract)), now));
    const inspections = await inTime(LONGEST_READING, 'reading evidence', judging);
    const unread = new Map((await owed).map(({ contract, problem }) => [contract.pipeline, problem]));
    const judgements = new Map(inspections.map(({ contract, judgement }) => [contract.pipeline, judgement]));
    return states.map((one): PipelineState => {
      const judgement = judgements.get(one.pipeline);
      if (one.contract === undefined || judgement === undefined) return one;
      return { ...one, judgement, judged: judgedFacts(one.contract, judgement), problems: [...withProblem(one, unread.get(one.pipeline)).problems, ...judgement.problems] };
    });
  } catch (error) {
    return states.map((one) => (one.contract === undefined ? one : { ...one, problems: [...one.problems, `evidence not readable: ${reasonOf(error)}`] }));
  }
}
