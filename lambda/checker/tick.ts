import { type Contract, hasDeadline } from '../../core/contract/contract';
import { METRICS } from '../../core/metrics';
import { Instant } from '../../core/time';
import type { Judgement } from '../../core/verdict/verdict';
import { limiter } from '../shared/async';
import { examine, Inspection, openInspection } from '../shared/inspection';
import { reasonOf } from '../shared/log';
import type { EvidencePorts } from '../shared/ports';
import { ContractListing } from '../shared/read-contracts';
import { listProfiles, missingContracts } from './missing-contracts';
import type { CheckerPorts, Datum } from './ports';
import { VerdictLog } from './verdict-log';
import { countTopicProblems } from './verify-topics';

/** How many pipelines are examined together: enough to fill whole calls, and few enough to start while others are still listed. */
const TOGETHER = 500;
/** How many calls are under way at once, over all groups. */
const AT_ONCE = 8;
/** Step Functions lists a few machines a second (Step Functions quotas). These waiting calls must not block the others. */
const LISTINGS_AT_ONCE = 6;

/**
 * Judges pipelines in groups while others are still being listed. Parameter Store returns ten contracts a call, so listing
 * thousands takes longer than everything else. When the listing breaks off, the pipelines listed until then are judged.
 */
async function examineAsListed(ports: EvidencePorts, listing: ContractListing, now: Instant): Promise<Inspection[]> {
  const limited = limitedPorts(ports);
  const groups: Promise<Inspection[]>[] = [];
  const begin = (group: readonly Contract[]): void => {
    const examined = examine(limited, group.map(openInspection), now);
    // A failure is thrown below, after the listing has ended.
    examined.catch(() => undefined);
    groups.push(examined);
  };
  let group: Contract[] = [];
  for await (const contract of listing.contracts()) {
    group.push(contract);
    if (group.length < TOGETHER) continue;
    begin(group);
    group = [];
  }
  begin(group);
  return (await Promise.all(groups)).flat();
}

function limitedPorts(ports: EvidencePorts): EvidencePorts {
  const [calls, listings] = [limiter(AT_ONCE), limiter(LISTINGS_AT_ONCE)];
  return {
    contracts: () => ports.contracts(),
    readMetrics: (batch) => calls(() => ports.readMetrics(batch)),
    listExecutions: (source, from) => listings(() => calls(() => ports.listExecutions(source, from))),
    log: (entry) => ports.log(entry),
    timeLeft: () => ports.timeLeft(),
  };
}

/** What one tick reports: to Lambda, and in the log. */
export interface TickSummary {
  /** Whether every contract was examined and everything was published. Only then is there a heartbeat. */
  readonly complete: boolean;
  readonly pipelines: number;
  /** Pipelines that cannot be verified, including those with a broken or a missing contract. */
  readonly unverifiable: number;
}

/** The result of one tick. */
export interface TickResult extends TickSummary {
  /** The judgements of the pipelines that were examined in time. */
  readonly judgements: readonly Judgement[];
}

/**
 * One tick of the checker: contracts → evidence → verdicts → metrics → log. It keeps nothing from one tick to the next but the
 * log's memory, so a double, late or skipped tick changes no verdict.
 *
 * If the tick fails, is late or cannot publish, the alarm CheckerSilent fires. If it runs but cannot read a contract or its
 * evidence, PipelinesUnverifiable fires. If it runs but a topic would not deliver its alarms, TopicUnreachable fires. CloudWatch
 * evaluates all three without any code of this library.
 */
export async function tick(ports: CheckerPorts, now: Instant, log = new VerdictLog()): Promise<TickResult> {
  // Started beside the contracts, whose verdicts neither wait for them nor depend on them.
  const topicProblems = countTopicProblems(ports);
  const profiles = listProfiles(ports);
  const listing = new ContractListing(ports);
  const inspected = await examineAsListed(ports, listing, now);
  const judgements = inspected.flatMap(({ judgement }) => judgement ?? []);
  const { broken, listed } = listing;
  const notReached = inspected.length - judgements.length;
  // Calls that were under way when the time ran out were cut off, so their pipelines were not examined.
  const inTime = ports.timeLeft() > 0;
  if (!inTime) ports.log({ level: 'ERROR', event: 'outOfTime', notReached });

  const missing = listed ? missingContracts(ports, await profiles, listing.parameters) : 0;
  const unverifiable = broken + missing + notReached + judgements.filter(({ problems }) => problems.length > 0).length;
  for (const judgement of judgements) log.write(ports, judgement);

  // Nothing is known of contracts that were not listed, so their number is not published either: CheckerSilent fires.
  const verdicts = [...inspected.flatMap(verdictData), ...(listed ? [{ metric: METRICS.unverifiablePipelines, value: unverifiable }] : [])];
  const published = verdicts.length === 0 || await publish(ports, verdicts, now);
  const sawAll = listed && notReached === 0 && inTime && published;
  // The topics say nothing about the pipelines, so they are published last, with the heartbeat if it is due.
  const heartbeat = sawAll ? [{ metric: METRICS.checkerHeartbeat, value: 1 }] : [];
  const concluded = await publish(ports, [{ metric: METRICS.unreachableTopics, value: await topicProblems }, ...heartbeat], now);

  const summary = { complete: sawAll && concluded, pipelines: inspected.length + broken, unverifiable };
  ports.log({ level: summary.complete ? 'INFO' : 'ERROR', event: 'tick', now: new Date(now).toISOString(), ...summary });
  return { ...summary, judgements };
}

/** The metrics of one pipeline. */
function verdictData({ contract: { pipeline, expectation }, judgement }: Inspection): Datum[] {
  const datum = (metric: string, value: number | undefined): Datum[] => (value === undefined ? [] : [{ metric, pipeline, value }]);
  return [
    ...datum(METRICS.proofOfLife, judgement?.proofOfLife),
    ...(hasDeadline(expectation) && judgement?.deadlineMissed !== undefined ? datum(METRICS.deadlineMissed, Number(judgement.deadlineMissed)) : []),
  ];
}

/** @returns whether everything was published */
async function publish(ports: CheckerPorts, data: readonly Datum[], now: Instant): Promise<boolean> {
  try {
    await ports.publish(data, now);
    return true;
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'notPublished', metrics: data.length, problem: reasonOf(error) });
    return false;
  }
}
