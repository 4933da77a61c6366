import { NO_DIAGNOSIS } from '../../core/diagnosis/diagnosis';
import { release, sent, unclaimed } from '../../core/incident/outbox';
import { IncidentRecord, Notice } from '../../core/incident/record';
import { MassFacts } from '../../core/message/facts';
import { massItem, massMessage } from '../../core/message/group-message';
import { louder, OBSERVATORY_ITSELF, SEVERITIES } from '../../core/signals';
import { listedUpTo } from '../../core/text/count-and-duration';
import { Instant, MINUTE, SECOND } from '../../core/time';
import { inTime, mapBounded } from '../shared/async';
import { reasonOf } from '../shared/log';
import { factsOf } from './compose';
import { claimed, DeliveryError, sendOne, sendTo, topicsOf } from './deliver';
import type { NotifierEnvironment } from './environment';
import { updateRecord } from './incident-records';
import { know, Known } from './pipeline-state';
import type { NotifierPorts } from './ports';

/** Alarms of one cause come within a minute or two of each other: so long the first that is held waits for the others. */
const GATHERED_FOR = 90 * SECOND;
/** One message names no more, and each is written twice within the ticker's minute; what is more goes into the next message. */
const MOST_TOGETHER = 500;
const WRITTEN_AT_ONCE = 8;
/** Of how many pipelines so many are bad is good to know, and not worth more than this. */
const LONGEST_COUNTING = 5 * SECOND;
/** Between one message about many and the next. */
const MASS_PAUSE = 10 * MINUTE;

const MOST_NAMES = 3;

type Sort = 'opened' | 'recovered';

interface Held {
  readonly record: IncidentRecord;
  readonly notice: Notice;
}

/** When what is held is to be told. */
export function massDue(records: readonly IncidentRecord[]): Instant[] {
  return (['opened', 'recovered'] as const).flatMap((sort) => {
    const held = heldOf(records, sort).map(({ notice }) => notice.claimedUntil ?? notice.decidedAt + GATHERED_FOR);
    return held.length === 0 ? [] : [Math.max(Math.min(...held), (massAtOf(records)?.[sort] ?? -Infinity) + MASS_PAUSE)];
  });
}

/**
 * Tells together what was held back since many spoke at once: one message that lists them and names what they share.
 *
 * @throws DeliveryError when it could not be sent; it stays held, and the next tick tries again
 */
export async function tellMass(
  ports: NotifierPorts, environment: NotifierEnvironment, records: readonly IncidentRecord[], known: ReadonlyMap<string, Known>, now: Instant,
): Promise<void> {
  const problems: string[] = [];
  for (const sort of ['opened', 'recovered'] as const) {
    const held = heldOf(records, sort).filter(({ record, notice }) => unclaimed(record, now).includes(notice)).slice(0, MOST_TOGETHER);
    const oldest = Math.min(...held.map(({ notice }) => notice.decidedAt));
    if (held.length === 0 || oldest > now - GATHERED_FOR || (massAtOf(records)?.[sort] ?? -Infinity) > now - MASS_PAUSE) continue;
    problems.push(...await tell(ports, environment, records, held, sort, known, now));
  }
  if (problems.length > 0) throw new DeliveryError(problems);
}

async function tell(
  ports: NotifierPorts, environment: NotifierEnvironment, records: readonly IncidentRecord[], held: readonly Held[], sort: Sort,
  known: ReadonlyMap<string, Known>, now: Instant,
): Promise<string[]> {
  const problems: string[] = [];
  /** Of hundreds of writes some may fail, and must not keep the others. */
  const each = async <T>(list: readonly Held[], what: string, write: (one: Held) => Promise<T>): Promise<(T | undefined)[]> => mapBounded(list, WRITTEN_AT_ONCE, (one) =>
    write(one).catch((error: unknown) => {
      problems.push(`${one.notice.key} of ${one.record.pipeline} was not ${what}: ${reasonOf(error)}`);
      return undefined;
    }));
  const taken = await each(held, 'claimed', ({ record, notice }) => claimed(ports, record.pipeline, notice.key, now));
  const mine = held.filter((_, index) => taken[index] === true);
  if (mine.length === 0) return problems;
  const settle = async (what: string, change: (record: IncidentRecord, key: string) => IncidentRecord): Promise<void> => {
    await each(mine, what, ({ record, notice }) => updateRecord(ports.table, record.pipeline, now, (current) => change(current, notice.key)));
  };
  const whole = await knowAll(ports, environment, mine, known, now);
  const wasSent = async (): Promise<void> => settle('marked as sent', (record, key) => sent(record, key, now));
  const wasNotSent = async (): Promise<void> => settle('released', release);
  const [only] = mine;
  if (mine.length === 1) {
    const wrong = await sendOne({ ports, environment, known: whole.get(only!.record.pipeline)!, records: async () => ({ records }), now }, only!.notice, { sent: wasSent, failed: wasNotSent });
    return [...problems, ...wrong];
  }
  const message = massMessage(await massFactsOf(ports, environment, records, mine, sort, whole, now));
  // The loudest topic comes first: it must be reached.
  const topics = SEVERITIES.flatMap((severity) => mine.filter(({ notice }) => notice.severity === severity))
    .flatMap(({ notice, record }) => topicsOf(notice, whole.get(record.pipeline)?.profile, environment));
  const wrong = await sendTo(ports, covered([...new Set(topics)], environment), message);
  if (wrong === 'notSent') {
    await wasNotSent();
    return [...problems, `${mine.length} held messages were not sent`];
  }
  await wasSent();
  await updateRecord(ports.table, OBSERVATORY_ITSELF, now, (record) => ({ ...record, massAt: { ...record.massAt, [sort]: now } }));
  return [...problems, ...wrong];
}

/** One message lists all, so the same people need not get it twice. */
function covered(topics: readonly string[], { topics: { critical, warning }, warningCovered }: NotifierEnvironment): string[] {
  return topics.filter((topic) => !(warningCovered && topic === warning && topics.includes(critical)));
}

async function knowAll(ports: NotifierPorts, environment: NotifierEnvironment, mine: readonly Held[], known: ReadonlyMap<string, Known>, now: Instant): Promise<ReadonlyMap<string, Known>> {
  const missing = mine.map(({ record }) => record.pipeline).filter((pipeline) => !known.has(pipeline));
  return missing.length === 0 ? known : new Map([...known, ...await know(ports, environment, missing, now, mine.length === 1)]);
}

async function massFactsOf(
  ports: NotifierPorts, environment: NotifierEnvironment, records: readonly IncidentRecord[], mine: readonly Held[], sort: Sort,
  known: ReadonlyMap<string, Known>, now: Instant,
): Promise<MassFacts> {
  const { count: pipelines, problem } = await countPipelines(ports);
  const items = mine.map(({ record, notice }) => massItem(factsOf(notice, known.get(record.pipeline)!, NO_DIAGNOSIS, records, environment, now)));
  return {
    place: environment.place, now, timeZone: environment.timeZone,
    kind: sort,
    severity: mine.reduce((loudest, { notice }) => louder(loudest, notice.severity), mine[0]!.notice.severity),
    items,
    ...(pipelines === undefined ? {} : { pipelines }),
    shared: sharedBy(mine, known, records),
    problems: [...problemsOf(mine, known), ...(problem === undefined ? [] : [problem])],
    links: [],
  };
}

/** What is not known of some of them, each once. */
function problemsOf(mine: readonly Held[], known: ReadonlyMap<string, Known>): string[] {
  const of = new Map<string, string[]>();
  for (const { record: { pipeline } } of mine) {
    for (const problem of known.get(pipeline)?.problems ?? []) {
      const pipelines = of.get(problem);
      if (pipelines === undefined) of.set(problem, [pipeline]);
      else pipelines.push(pipeline);
    }
  }
  return [...of].map(([problem, pipelines]) => `of ${listedUpTo(MOST_NAMES, pipelines)}: ${problem}`);
}

/** What all of them have in common, a clause each. */
function sharedBy(mine: readonly Held[], known: ReadonlyMap<string, Known>, records: readonly IncidentRecord[]): string[] {
  const upstreams = mine.map(({ record }) => known.get(record.pipeline)?.profile?.upstreamPipelines ?? []);
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

function heldOf(records: readonly IncidentRecord[], sort: Sort): Held[] {
  return records.flatMap((record) => record.outbox
    .filter((notice) => notice.held && notice.kind !== 'digest' && (notice.recovered === undefined) === (sort === 'opened'))
    .map((notice) => ({ record, notice })));
}

function massAtOf(records: readonly IncidentRecord[]): IncidentRecord['massAt'] {
  return records.find(({ pipeline }) => pipeline === OBSERVATORY_ITSELF)?.massAt;
}
