import { unique } from '../../core/collections';
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
import { Delivery, DeliveryError, publishTo, topicsOf } from './deliver';
import type { NotifierEnvironment } from './environment';
import { loadAndJudge, loadStates, PipelineState } from './pipeline-state';
import type { MessageKind, NotifierPorts } from './ports';
import type { NotifierRun } from './run';

/** How long the first held notification waits for others. Alarms of one cause arrive within a minute or two of each other. */
const GROUP_WAIT = 90 * SECOND;
/** The time between one group message and the next. */
const GROUP_INTERVAL = 10 * MINUTE;
/** One message lists no more. Each notification costs two writes within the ticker's minute. The rest goes into the next message. */
const MOST_TOGETHER = 500;
const WRITTEN_AT_ONCE = 8;
/** The message says how many pipelines there are, if counting them takes no longer than this. */
const LONGEST_COUNTING = 5 * SECOND;

const MOST_NAMES = 3;

const KINDS: readonly MessageKind[] = ['opened', 'recovered'];

/** A notification that is held, to be sent as part of a group. */
interface Pending {
  readonly record: IncidentRecord;
  readonly notification: Notification;
}

/** When held notifications are due to be sent. */
export function groupDue(records: readonly IncidentRecord[]): Instant[] {
  return KINDS.flatMap((kind) => {
    const pending = pendingOf(records, kind).map(({ notification }) => notification.claimedUntil ?? notification.decidedAt + GROUP_WAIT);
    return pending.length === 0 ? [] : [Math.max(Math.min(...pending), (groupSentAtOf(records)?.[kind] ?? -Infinity) + GROUP_INTERVAL)];
  });
}

/**
 * Sends the notifications that are held because too many came at once: one message lists them and names what they share.
 *
 * If this code dies, the ticker's invocation fails and the alarm NotifierFailing fires. The notifications stay held, and the
 * next tick tries again.
 */
export class GroupSender {
  readonly #problems: string[] = [];

  /** @param states what is known of some of the pipelines already */
  public constructor(
    private readonly run: NotifierRun,
    private readonly records: readonly IncidentRecord[],
    private readonly states: ReadonlyMap<string, PipelineState>,
  ) {}

  /** @throws DeliveryError when something could not be sent, after everything was tried */
  public async sendDue(): Promise<void> {
    const { records, run: { now } } = this;
    for (const kind of KINDS) {
      const pending = pendingOf(records, kind).filter(({ record, notification }) => unclaimed(record, now).includes(notification)).slice(0, MOST_TOGETHER);
      const oldest = Math.min(...pending.map(({ notification }) => notification.decidedAt));
      if (pending.length === 0 || oldest > now - GROUP_WAIT || (groupSentAtOf(records)?.[kind] ?? -Infinity) > now - GROUP_INTERVAL) continue;
      await this.#send(kind, pending);
    }
    if (this.#problems.length > 0) throw new DeliveryError(this.#problems);
  }

  async #send(kind: MessageKind, pending: readonly Pending[]): Promise<void> {
    const taken = await this.#each(pending, 'claimed', ({ record, notification }) => this.run.claim(record.pipeline, notification.key));
    const mine = pending.filter((_, index) => taken[index] === true);
    const [only, ...more] = mine;
    if (only === undefined) return;
    if (more.length === 0) await this.#sendAlone(only);
    else await this.#sendTogether(kind, mine);
  }

  /** Only one is left: it gets a message of its own. */
  async #sendAlone(one: Pending): Promise<void> {
    const { pipeline } = one.record;
    const state = this.states.get(pipeline) ?? (await loadAndJudge(this.run, [pipeline])).get(pipeline)!;
    const delivery = new Delivery(this.run, { state, records: async () => ({ records: this.records }) });
    this.#problems.push(...await delivery.sendOne(one.notification, { sent: () => this.#markSent([one]), failed: () => this.#release([one]) }));
  }

  async #sendTogether(kind: MessageKind, mine: readonly Pending[]): Promise<void> {
    const { run } = this;
    const missing = mine.map(({ record }) => record.pipeline).filter((pipeline) => !this.states.has(pipeline));
    const states = new Map([...this.states, ...await loadStates(run, missing)]);
    const message = groupMessage(await this.#factsOf(kind, mine, states));
    // The topic of the gravest severity comes first: it must be reached.
    const topics = SEVERITIES.flatMap((severity) => mine.filter(({ notification }) => notification.severity === severity))
      .flatMap(({ notification, record }) => topicsOf(notification, states.get(record.pipeline)?.profile, run.environment));
    const problems = await publishTo(run.ports, withoutCovered(unique(topics), run.environment), message);
    if (problems === 'notSent') {
      await this.#release(mine);
      this.#problems.push(`${mine.length} held messages were not sent`);
      return;
    }
    await this.#markSent(mine);
    await run.update(OBSERVATORY_ITSELF, (record) => ({ ...record, groupSentAt: { ...record.groupSentAt, [kind]: run.now } }));
    this.#problems.push(...problems);
  }

  async #markSent(mine: readonly Pending[]): Promise<void> {
    await this.#each(mine, 'marked as sent', ({ record, notification }) => this.run.update(record.pipeline, (current) => sent(current, notification.key, this.run.now)));
  }

  async #release(mine: readonly Pending[]): Promise<void> {
    await this.#each(mine, 'released', ({ record, notification }) => this.run.update(record.pipeline, (current) => release(current, notification.key)));
  }

  /** Of hundreds of writes some may fail; the others are done all the same. */
  #each<T>(list: readonly Pending[], what: string, write: (one: Pending) => Promise<T>): Promise<(T | undefined)[]> {
    return mapBounded(list, WRITTEN_AT_ONCE, (one) => write(one).catch((error: unknown) => {
      this.#problems.push(`${one.notification.key} of ${one.record.pipeline} was not ${what}: ${reasonOf(error)}`);
      return undefined;
    }));
  }

  async #factsOf(kind: MessageKind, mine: readonly Pending[], states: ReadonlyMap<string, PipelineState>): Promise<GroupFacts> {
    const { run, records } = this;
    const { count: pipelines, problem } = await countPipelines(run.ports);
    return {
      address: run.environment.address, now: run.now, timeZone: run.environment.timeZone,
      kind,
      severity: mine.reduce((gravest, { notification }) => moreSevere(gravest, notification.severity), mine[0]!.notification.severity),
      items: mine.map(({ record, notification }) => groupItem(factsOf(run, { notification, state: states.get(record.pipeline)!, records }, NO_DIAGNOSIS))),
      ...(pipelines === undefined ? {} : { pipelines }),
      shared: sharedBy(mine, states, records),
      problems: [...problemsOf(mine, states), ...(problem === undefined ? [] : [problem])],
      links: [],
    };
  }
}

/** One message lists all pipelines, so people who are subscribed to both topics get it once. */
function withoutCovered(topics: readonly string[], { topics: { critical, warning }, warningCovered }: NotifierEnvironment): string[] {
  return topics.filter((topic) => !(warningCovered && topic === warning && topics.includes(critical)));
}

/** What could not be read about some of the pipelines, each problem once. */
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

/** What all pipelines of a group have in common, a clause each. */
function sharedBy(mine: readonly Pending[], states: ReadonlyMap<string, PipelineState>, records: readonly IncidentRecord[]): string[] {
  const upstreams = mine.map(({ record }) => states.get(record.pipeline)?.profile?.upstreamPipelines ?? []);
  const common = (upstreams[0] ?? []).filter((name) => upstreams.every((names) => names.includes(name)));
  const own = records.find(({ pipeline }) => pipeline === OBSERVATORY_ITSELF)?.incident;
  return [
    ...common.map((name) => `all depend on ${name}`),
    ...(own === undefined ? [] : ['the observatory that watches them has an open incident of its own']),
  ];
}

async function countPipelines(ports: NotifierPorts): Promise<{ readonly count?: number; readonly problem?: string }> {
  try {
    return { count: await inTime(LONGEST_COUNTING, 'counting pipelines', count(ports.profiles())) };
  } catch (error) {
    ports.log({ level: 'WARN', event: 'pipelinesNotCounted', problem: reasonOf(error) });
    return { problem: `number of pipelines not readable: ${reasonOf(error)}` };
  }
}

async function count(all: AsyncIterable<unknown>): Promise<number> {
  let counted = 0;
  for await (const _one of all) counted += 1;
  return counted;
}

function pendingOf(records: readonly IncidentRecord[], kind: MessageKind): Pending[] {
  return records.flatMap((record) => record.outbox
    .filter((notification) => notification.pending && notification.kind !== 'digest' && (notification.recovered === undefined) === (kind === 'opened'))
    .map((notification) => ({ record, notification })));
}

function groupSentAtOf(records: readonly IncidentRecord[]): IncidentRecord['groupSentAt'] {
  return records.find(({ pipeline }) => pipeline === OBSERVATORY_ITSELF)?.groupSentAt;
}
