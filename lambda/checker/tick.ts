import { type Contract, hasDeadline } from '../../core/contract/contract';
import { METRICS } from '../../core/metrics';
import { Instant } from '../../core/time';
import { limiter } from '../shared/async';
import { examine, Inspection, openInspection } from '../shared/inspection';
import { reasonOf } from '../shared/log';
import type { EvidencePorts } from '../shared/ports';
import { ContractListing } from '../shared/read-contracts';
import { listProfiles, missingContracts } from './missing-contracts';
import type { CheckerPorts, Datum } from './ports';
import { VerdictLog } from './verdict-log';
import { verifyTopics } from './verify-topics';

/** So many pipelines are examined together: enough that their metrics fill calls, few enough that the last ones wait for nobody. */
const TOGETHER = 500;
/** Calls under way at once, of all groups. */
const AT_ONCE = 8;
/** Step Functions lists a few machines a second (Step Functions quotas): who has to wait for it must not keep the others. */
const LISTINGS_AT_ONCE = 6;

/**
 * Judges pipelines while others are still being listed, in groups: Parameter Store gives ten contracts a call, and of
 * thousands the listing takes longer than all the rest. So what was listed before a listing breaks off is judged in any case.
 */
async function examineAsListed(ports: EvidencePorts, listing: ContractListing, now: Instant): Promise<Inspection[]> {
  const limited = limitedPorts(ports);
  const groups: Promise<Inspection[]>[] = [];
  const begin = (group: readonly Contract[]): void => {
    const examined = examine(limited, group.map(openInspection), now);
    // Its failure is thrown below, when nothing is listed any more.
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

/** What one tick came to. */
export interface TickResult {
  /** Whether every contract was looked at and everything was published; only then is there a heartbeat. */
  readonly complete: boolean;
  readonly pipelines: number;
  /** Pipelines of which something that matters is not known, those with a broken or a missing contract included. */
  readonly unverifiable: number;
}

/**
 * One tick of the checker: contracts → evidence → verdicts → metrics → log. It keeps nothing from one tick to the next
 * but the log's memory, so that a double, late or skipped tick changes no verdict.
 *
 * The alarm that speaks if it dies, is late, or cannot publish is the observatory's heartbeat alarm, which is no code
 * of ours. If it lives but cannot see, the unverifiable-pipelines alarm speaks; if it sees and nobody would be told, the
 * alarm on unheard topics does.
 */
export async function tick(ports: CheckerPorts, now: Instant, log = new VerdictLog()): Promise<TickResult> {
  // Beside the contracts, whose verdicts neither wait for it nor depend on it.
  const unheard = verifyTopics(ports);
  const profiles = listProfiles(ports);
  const listing = new ContractListing(ports);
  const judged = await examineAsListed(ports, listing, now);
  const { broken, listed } = listing;
  // What was under way when the time ran out was cut off: it was asked, not looked at.
  const inTime = ports.timeLeft() > 0;
  if (!inTime) {
    ports.log({ level: 'ERROR', event: 'outOfTime', notReached: judged.filter(({ judgement }) => judgement === undefined).length });
  }

  const missing = listed ? missingContracts(ports, await profiles, listing.parameters) : 0;
  const unverifiable = broken + missing + judged.filter(({ judgement }) => judgement === undefined || judgement.problems.length > 0).length;
  for (const { judgement } of judged) {
    if (judgement !== undefined) log.write(ports, judgement);
  }
  const reached = judged.every(({ judgement }) => judgement !== undefined);
  // Of contracts that were not listed nothing is known, so how many are unverifiable is not claimed either: the missing
  // heartbeat speaks.
  const published = await publish(ports, judged, listed ? unverifiable : undefined, now);
  const sawAll = listed && reached && inTime && published;
  const complete = await conclude(ports, await unheard, sawAll, now) && sawAll;

  const result = { complete, pipelines: judged.length + broken, unverifiable };
  ports.log({ level: complete ? 'INFO' : 'ERROR', event: 'tick', now: new Date(now).toISOString(), ...result });
  return result;
}

async function publish(ports: CheckerPorts, cases: readonly Inspection[], unverifiable: number | undefined, now: Instant): Promise<boolean> {
  const data: Datum[] = cases.flatMap(({ contract, judgement }) => {
    const { pipeline, expectation } = contract;
    const value = (metric: string, of: number | undefined): Datum[] => (of === undefined ? [] : [{ metric, pipeline, value: of }]);
    return [
      ...value(METRICS.proofOfLife, judgement?.proofOfLife),
      ...(hasDeadline(expectation) && judgement?.deadlineMissed !== undefined ? value(METRICS.deadlineMissed, Number(judgement.deadlineMissed)) : []),
    ];
  });
  if (unverifiable !== undefined) data.push({ metric: METRICS.unverifiablePipelines, value: unverifiable });
  return data.length === 0 || put(ports, data, now);
}

/** The last word: how many topics are unheard, which says nothing about the pipelines, and the heartbeat if it is due. */
function conclude(ports: CheckerPorts, unheard: number, sawAll: boolean, now: Instant): Promise<boolean> {
  return put(ports, [{ metric: METRICS.unheardTopics, value: unheard }, ...(sawAll ? [{ metric: METRICS.checkerHeartbeat, value: 1 }] : [])], now);
}

async function put(ports: CheckerPorts, data: readonly Datum[], now: Instant): Promise<boolean> {
  try {
    await ports.publish(data, now);
    return true;
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'notPublished', metrics: data.length, problem: reasonOf(error) });
    return false;
  }
}
