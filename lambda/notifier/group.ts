import { NO_DIAGNOSIS } from '../../core/diagnosis/diagnosis';
import { release, sent, unclaimed } from '../../core/incident/outbox';
import { IncidentRecord, Notification } from '../../core/incident/record';
import { GroupFacts } from '../../core/message/facts';
import { groupItem, groupMessage } from '../../core/message/group-message';
import { moreSevere, OBSERVATORY_ITSELF, SEVERITIES } from '../../core/signals';
import { listedUpTo } from '../../core/text/count-and-duration';
import { Instant, MINUTE, SECOND } from '../../core/time';
import { inTime, mapBounded } from '../shared/async';
import { reasonOf } from '../shared/log';
import { factsOf } from './compose';
import { claimed, DeliveryError, sendOne, sendTo, topicsOf } from './deliver';
import type { NotifierEnvironment } from './environment';
import { updateRecord } from './incident-records';
import { loadState, PipelineState } from './pipeline-state';
import type { NotifierPorts } from './ports';

/** Alarms of one cause come within a minute or two of each other: so long the first that is held waits for the others. */
const GATHERED_FOR = 90 * SECOND;
/** One message names no more, and each is written twice within the ticker's minute; what is more goes into the next message. */
const MOST_TOGETHER = 500;
const WRITTEN_AT_ONCE = 8;
/** Of how many pipelines so many are bad is good to know, and not worth more than this. */
const LONGEST_COUNTING = 5 * SECOND;
/** Between one message about many and the next. */
const GROUP_WAIT = 10 * MINUTE;

const MOST_NAMES = 3;

type Sort = 'opened' | 'recovered';

interface Pending {
  readonly record: IncidentRecord;
  readonly notification: Notification;
}

/** When what is held is to be told. */
export function groupDue(records: readonly IncidentRecord[]): Instant[] {
  return (['opened', 'recovered'] as const).flatMap((sort) => {
    const pending = pendingOf(records, sort).map(({ notification }) => notification.claimedUntil ?? notification.decidedAt + GATHERED_FOR);
    return pending.length === 0 ? [] : [Math.max(Math.min(...pending), (groupSentAtOf(records)?.[sort] ?? -Infinity) + GROUP_WAIT)];
  });
}

/**
 * Tells together what was held back since many spoke at once: one message that lists them and names what they share.
 *
 * @throws DeliveryError when it could not be sent; it stays held, and the next tick tries again
 */
export async function sendGroup(
  ports: NotifierPorts, environment: NotifierEnvironment, records: readonly IncidentRecord[], states: ReadonlyMap<string, PipelineState>, now: Instant,
): Promise<void> {
  const problems: string[] = [];
  for (const sort of ['opened', 'recovered'] as const) {
    const pending = pendingOf(records, sort).filter(({ record, notification }) => unclaimed(record, now).includes(notification)).slice(0, MOST_TOGETHER);
    const oldest = Math.min(...pending.map(({ notification }) => notification.decidedAt));
    if (pending.length === 0 || oldest > now - GATHERED_FOR || (groupSentAtOf(records)?.[sort] ?? -Infinity) > now - GROUP_WAIT) continue;
    problems.push(...await send(ports, environment, records, pending, sort, states, now));
  }
  if (problems.length > 0) throw new DeliveryError(problems);
}

async function send(
  ports: NotifierPorts, environment: NotifierEnvironment, records: readonly IncidentRecord[], pending: readonly Pending[], sort: Sort,
  states: ReadonlyMap<string, PipelineState>, now: Instant,
): Promise<string[]> {
  const problems: string[] = [];
  /** Of hundreds of writes some may fail, and must not keep the others. */
  const each = async <T>(list: readonly Pending[], what: string, write: (one: Pending) => Promise<T>): Promise<(T | undefined)[]> => mapBounded(list, WRITTEN_AT_ONCE, (one) =>
    write(one).catch((error: unknown) => {
      problems.push(`${one.notification.key} of ${one.record.pipeline} was not ${what}: ${reasonOf(error)}`);
      return undefined;
    }));
  const taken = await each(pending, 'claimed', ({ record, notification }) => claimed(ports, record.pipeline, notification.key, now));
  const mine = pending.filter((_, index) => taken[index] === true);
  if (mine.length === 0) return problems;
  const settle = async (what: string, change: (record: IncidentRecord, key: string) => IncidentRecord): Promise<void> => {
    await each(mine, what, ({ record, notification }) => updateRecord(ports.table, record.pipeline, now, (current) => change(current, notification.key)));
  };
  const whole = await loadAll(ports, environment, mine, states, now);
  const wasSent = async (): Promise<void> => settle('marked as sent', (record, key) => sent(record, key, now));
  const wasNotSent = async (): Promise<void> => settle('released', release);
  const [only] = mine;
  if (mine.length === 1) {
    const wrong = await sendOne({ ports, environment, state: whole.get(only!.record.pipeline)!, records: async () => ({ records }), now }, only!.notification, { sent: wasSent, failed: wasNotSent });
    return [...problems, ...wrong];
  }
  const message = groupMessage(await groupFactsOf(ports, environment, records, mine, sort, whole, now));
  // The loudest topic comes first: it must be reached.
  const topics = SEVERITIES.flatMap((severity) => mine.filter(({ notification }) => notification.severity === severity))
    .flatMap(({ notification, record }) => topicsOf(notification, whole.get(record.pipeline)?.profile, environment));
  const wrong = await sendTo(ports, covered([...new Set(topics)], environment), message);
  if (wrong === 'notSent') {
    await wasNotSent();
    return [...problems, `${mine.length} held messages were not sent`];
  }
  await wasSent();
  await updateRecord(ports.table, OBSERVATORY_ITSELF, now, (record) => ({ ...record, groupSentAt: { ...record.groupSentAt, [sort]: now } }));
  return [...problems, ...wrong];
}

/** One message lists all, so the same people need not get it twice. */
function covered(topics: readonly string[], { topics: { critical, warning }, warningCovered }: NotifierEnvironment): string[] {
  return topics.filter((topic) => !(warningCovered && topic === warning && topics.includes(critical)));
}

async function loadAll(ports: NotifierPorts, environment: NotifierEnvironment, mine: readonly Pending[], states: ReadonlyMap<string, PipelineState>, now: Instant): Promise<ReadonlyMap<string, PipelineState>> {
  const missing = mine.map(({ record }) => record.pipeline).filter((pipeline) => !states.has(pipeline));
  return missing.length === 0 ? states : new Map([...states, ...await loadState(ports, environment, missing, now, mine.length === 1)]);
}

async function groupFactsOf(
  ports: NotifierPorts, environment: NotifierEnvironment, records: readonly IncidentRecord[], mine: readonly Pending[], sort: Sort,
  states: ReadonlyMap<string, PipelineState>, now: Instant,
): Promise<GroupFacts> {
  const { count: pipelines, problem } = await countPipelines(ports);
  const items = mine.map(({ record, notification }) => groupItem(factsOf(notification, states.get(record.pipeline)!, NO_DIAGNOSIS, records, environment, now)));
  return {
    address: environment.address, now, timeZone: environment.timeZone,
    kind: sort,
    severity: mine.reduce((loudest, { notification }) => moreSevere(loudest, notification.severity), mine[0]!.notification.severity),
    items,
    ...(pipelines === undefined ? {} : { pipelines }),
    shared: sharedBy(mine, states, records),
    problems: [...problemsOf(mine, states), ...(problem === undefined ? [] : [problem])],
    links: [],
  };
}

/** What is not known of some of them, each once. */
function problemsOf(mine: readonly Pending[], states: ReadonlyMap<string, PipelineState>): string[] {
  const of = new Map<string, string[]>();
  for (const { record: { pipeline } } of mine) {
    for (const problem of states.get(pipeline)?.problems ?? []) {
      const pipelines = of.get(problem);
      if (pipelines === undefined) of.set(problem, [pipeline]);
      else pipelines.push(pipeline);
    }
  }
  return [...of].map(([problem, pipelines]) => `of ${listedUpTo(MOST_NAMES, pipelines)}: ${problem}`);
}

/** What all of them have in common, a clause each. */
function sharedBy(mine: readonly Pending[], states: ReadonlyMap<string, PipelineState>, records: readonly IncidentRecord[]): string[] {
  const upstreams = mine.map(({ record }) => states.get(record.pipeline)?.profile?.upstreamPipelines ?? []);
  const common = (upstreams[0] ?? []).filter((name) => upstreams.every((names) => names.includes(name)));
  const own = records.find(({ pipeline }) => pipeline === OBSERVATORY_ITSELF)?.incident;
  return [
    ...common.map((name) => `all depend on ${name}`),
    ...(own === undefined ? [] : ['the checker that judges them is itself not well']),
  ];
}

async function countPipelines(ports: NotifierPorts): Promise<{ readonly count?: number; readonly problem?: string }> {
  try {
    return { count: await inTime(LONGEST_COUNTING, 'counting pipelines', count(ports.profiles())) };
  } catch (error) {
    ports.log({ level: 'WARN', event: 'pipelinesNotCounted', problem: reasonOf(error) });
    return { problem: `how many pipelines there are not readable: ${reasonOf(error)}` };
  }
}

async function count(all: AsyncIterable<unknown>): Promise<number> {
  let counted = 0;
  for await (const _one of all) counted += 1;
  return counted;
}

function pendingOf(records: readonly IncidentRecord[], sort: Sort): Pending[] {
  return records.flatMap((record) => record.outbox
    .filter((notification) => notification.pending && notification.kind !== 'digest' && (notification.recovered === undefined) === (sort === 'opened'))
    .map((notification) => ({ record, notification })));
}

function groupSentAtOf(records: readonly IncidentRecord[]): IncidentRecord['groupSentAt'] {
  return records.find(({ pipeline }) => pipeline === OBSERVATORY_ITSELF)?.groupSentAt;
}
