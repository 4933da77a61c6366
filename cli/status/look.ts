import { unique } from '../../core/collections';
import { Contract, isSilence } from '../../core/contract/contract';
import { Profile } from '../../core/contract/profile';
import { readProfile } from '../../core/contract/read-profile';
import { IncidentRecord } from '../../core/incident/record';
import { METRICS, NAMESPACE } from '../../core/metrics';
import { Instant } from '../../core/time';
import { isBad, Judgement } from '../../core/verdict/verdict';
import { mapBounded } from '../../lambda/shared/async';
import { examine, openInspection } from '../../lambda/shared/inspection';
import { type LogEntry, reasonOf } from '../../lambda/shared/log';
import type { EvidencePorts, StoredContract } from '../../lambda/shared/ports';
import { readContracts } from '../../lambda/shared/read-contracts';
import { Audience } from './audience';
import type { DeployedAlarm, StatusPorts } from './ports';
import type { Alive, IncidentStatus, ObservatoryStatus, PipelineStatus } from './status';

/**
 * The path below which all observatories store their contracts: `<observatory>/<pipeline>` and
 * `<observatory>/profiles/<pipeline>`.
 */
export const ROOT = '/observed-pipeline';
const NAME = /^\/observed-pipeline\/([^/]+)\/(profiles\/)?([^/]+)$/;
/** For this many pipelines at once, the subscribers are read. Observatories are read one after the other. */
const CONCURRENCY = 4;

/** The stored parameters of one observatory. */
interface Stored {
  readonly contracts: StoredContract[];
  readonly profiles: StoredContract[];
}

/**
 * Reads the state of an account. It judges each pipeline with the checker's own code from the evidence as it is now, whatever
 * the checker does. It fails only when the contracts cannot be listed; anything else that cannot be read becomes a problem in
 * the result.
 * @param observatory the one to look at; undefined for all
 */
export async function look(ports: StatusPorts, observatory: string | undefined, now: Instant): Promise<ObservatoryStatus[]> {
  const stored = await listed(ports, observatory === undefined ? ROOT : `${ROOT}/${observatory}`);
  if (stored.size === 0) return [];
  const { alarms, problem } = await ports.alarms(NAMESPACE).then(
    (found) => ({ alarms: found, problem: undefined }),
    (error: unknown) => ({ alarms: undefined, problem: `it is unknown who is notified, because the alarms cannot be read: ${reasonOf(error)}` }),
  );
  const found: ObservatoryStatus[] = [];
  for (const [name, { contracts, profiles }] of [...stored].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const status = await lookAt(ports, name, { stored: { contracts, profiles }, alarms, now });
    found.push(problem === undefined ? status : { ...status, problems: [problem, ...status.problems] });
  }
  return found;
}

async function listed(ports: StatusPorts, path: string): Promise<Map<string, Stored>> {
  const found = new Map<string, Stored>();
  for await (const parameter of ports.parameters(path)) {
    const [, observatory, profile] = NAME.exec(parameter.name) ?? [];
    if (observatory === undefined) continue;
    const stored = found.get(observatory) ?? { contracts: [], profiles: [] };
    (profile === undefined ? stored.contracts : stored.profiles).push(parameter);
    found.set(observatory, stored);
  }
  return found;
}

interface Given {
  readonly stored: Stored;
  /** Undefined where nobody may read them. */
  readonly alarms: readonly DeployedAlarm[] | undefined;
  readonly now: Instant;
}

async function lookAt(ports: StatusPorts, observatory: string, { stored, alarms, now }: Given): Promise<ObservatoryStatus> {
  const log: LogEntry[] = [];
  const evidence: EvidencePorts = {
    contracts: () => each(stored.contracts),
    readMetrics: (batch) => ports.readMetrics(batch),
    listExecutions: (source, from) => ports.listExecutions(source, from),
    log: (entry) => { log.push(entry); },
    timeLeft: () => ports.timeLeft(),
  };
  const profiles = new Profiles(stored.profiles);
  const audience = await Audience.of(ports, observatory, alarms ?? []);
  const records = await recordsOf(ports, audience);
  const { contracts } = await readContracts(evidence);
  const judged = await examine(evidence, contracts.map((contract) => openInspection(contract)), now);

  const known = [
    ...judged.map(({ contract, judgement }) => judgedStatus(contract, judgement)),
    ...brokenOf(log),
  ];
  const promised = new Set(known.map(({ pipeline }) => pipeline));
  const all = [...known, ...profiles.nothingExpected().filter(({ pipeline }) => !promised.has(pipeline))];
  const pipelines = await mapBounded(all, CONCURRENCY, async ({ judged: ownIncident, wentWrong, ...status }): Promise<PipelineStatus> => {
    const profile = profiles.of(status.pipeline);
    const incident = incidentOf(records?.get(status.pipeline), ownIncident, wentWrong ?? []);
    const notifies = alarms === undefined ? undefined : await audience.notifies(status.pipeline, profile);
    return {
      ...status,
      ...(profile?.owner === undefined ? {} : { owner: profile.owner }),
      ...(incident === undefined ? {} : { incident }),
      ...(notifies === undefined ? {} : { notifies }),
    };
  });
  return {
    observatory,
    ...(audience.ownAlarm(METRICS.checkerHeartbeat) === undefined ? {} : { checkerSilent: audience.ownAlarm(METRICS.checkerHeartbeat)!.state }),
    pipelines: pipelines.sort((a, b) => (a.pipeline < b.pipeline ? -1 : 1)),
    problems: [...ringing(audience), ...profiles.problems, ...unique(audience.problems), ...notJudged(log)],
  };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** The records by pipeline; undefined where there is no table, or where it cannot be read. */
async function recordsOf(ports: StatusPorts, audience: Audience): Promise<ReadonlyMap<string, IncidentRecord> | undefined> {
  if (audience.tableName === undefined) return undefined;
  try {
    const records = await ports.records(audience.tableName, (pipeline, problem) => {
      audience.problems.push(`the record of ${pipeline}'s incident cannot be read: ${problem}`);
    });
    return new Map(records.map((record) => [record.pipeline, record]));
  } catch (error) {
    audience.problems.push(`the incident table cannot be read, so status judged open incidents itself: ${reasonOf(error)}`);
    return undefined;
  }
}

/** What the look found out about a pipeline itself, with the incident that follows from its evidence. */
type Judged = Omit<PipelineStatus, 'incident' | 'notifies'> & {
  readonly judged?: Judgement['incident'];
  /** When the runs that went wrong were due. */
  readonly wentWrong?: readonly Instant[];
};

function judgedStatus({ pipeline, expectation }: Contract, judgement: Judgement | undefined): Judged {
  const timeZone = isSilence(expectation) ? 'UTC' : expectation.timeZone;
  if (judgement === undefined) return { pipeline, alive: 'unknown', because: 'there was no time left to examine it', timeZone };
  const { lastSuccess, nextDue, incident, slots } = judgement;
  return {
    pipeline, timeZone, ...aliveOf(judgement),
    wentWrong: slots.filter(({ verdict }) => isBad(verdict)).map(({ dueAt }) => dueAt),
    ...(lastSuccess === undefined ? {} : { lastSuccess }),
    ...(nextDue === undefined ? {} : { nextDue }),
    ...(incident === undefined ? {} : { judged: incident }),
  };
}

function aliveOf({ proofOfLife, incident, slots, problems }: Judgement): { readonly alive: Alive; readonly because?: string } {
  if (incident !== undefined) return { alive: 'notAlive', because: `${incident.decidedBy.stage} ${incident.decidedBy.reason}` };
  if (problems.length > 0) return { alive: 'unknown', because: unknownReasons(slots) ?? problems.join('; ') };
  if (proofOfLife === 1) return { alive: 'alive' };
  const newest = slots.findLast(({ verdict }) => verdict !== 'pending');
  if (newest === undefined) return { alive: 'waiting', because: 'no run was due yet' };
  const { stage, reason } = newest.decidedBy;
  return { alive: newest.verdict === 'unknown' ? 'unknown' : 'waiting', because: `${stage} ${reason}` };
}

/**
 * The reason without the stages' names, so that the same problem at many pipelines is one line; undefined when no slot gives
 * one.
 */
function unknownReasons(slots: Judgement['slots']): string | undefined {
  const reasons = slots.flatMap(({ stages }) => stages).filter(({ verdict }) => verdict === 'unknown').map(({ reason }) => reason);
  return reasons.length === 0 ? undefined : unique(reasons).join('; ');
}

/** Contracts that cannot be used: nothing watches their pipelines. */
function brokenOf(log: readonly LogEntry[]): Judged[] {
  return log.filter(({ event }) => event === 'brokenContract').map(({ contract, problem }) => {
    const name = String(contract);
    return { pipeline: name.slice(name.lastIndexOf('/') + 1), alive: 'unknown', because: String(problem), timeZone: 'UTC' };
  });
}

function notJudged(log: readonly LogEntry[]): string[] {
  return log.filter(({ event }) => event === 'notGathered').map(({ pipeline, problem }) => `${String(pipeline)} could not be examined: ${String(problem)}`);
}

/**
 * The table knows more: it also has what alarms reported, and when someone was notified. It may not have the newest failures
 * yet.
 */
function incidentOf(record: IncidentRecord | undefined, judged: Judged['judged'], wentWrong: readonly Instant[]): IncidentStatus | undefined {
  const open = record?.incident;
  if (open !== undefined) {
    return {
      since: open.since, from: 'table', question: open.question, failures: Math.max(open.failures, wentWrong.filter((dueAt) => dueAt >= open.since).length),
      ...(open.lastNotificationAt === undefined ? {} : { lastNotificationAt: open.lastNotificationAt }),
    };
  }
  return judged === undefined ? undefined : { since: judged.since, from: 'evidence', failures: judged.badSlots, ...(judged.sinceAtLeast ? { sinceAtLeast: true } : {}) };
}

/** Alarms about the observatory itself. While one of them is in ALARM, notifications may be missing. */
const MEANS: Readonly<Record<string, string>> = {
  [METRICS.checkerHeartbeat]: 'the checker is silent: nobody is notified of a missing run',
  [METRICS.unverifiablePipelines]: 'the checker cannot verify every pipeline',
  [METRICS.unreachableTopics]: 'an alarm topic may not reach anyone',
};

function ringing(audience: Audience): string[] {
  return Object.entries(MEANS).flatMap(([metric, means]) => {
    const alarm = audience.ownAlarm(metric);
    return alarm?.state === 'ALARM' ? [`${means} (${alarm.name} is in ALARM)`] : [];
  });
}

/** The profiles of an observatory's pipelines. */
class Profiles {
  public readonly problems: string[] = [];
  readonly #read = new Map<string, Profile>();

  public constructor(stored: readonly StoredContract[]) {
    for (const { name, text } of stored) {
      try {
        const profile = readProfile(text);
        this.#read.set(profile.pipeline, profile);
      } catch (error) {
        this.problems.push(`the profile ${name} cannot be read: ${(error as Error).message}`);
      }
    }
  }

  public of(pipeline: string): Profile | undefined {
    return this.#read.get(pipeline);
  }

  public nothingExpected(): Judged[] {
    return [...this.#read.values()].map(({ pipeline, nothingExpected }) => ({
      pipeline, timeZone: 'UTC',
      ...(nothingExpected === undefined
        ? { alive: 'unknown', because: 'its contract is missing' } as const
        : { alive: 'nothingExpected', because: nothingExpected } as const),
    }));
  }
}
