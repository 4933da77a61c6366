import type { Contract } from '../../core/contract/contract';
import { conclude } from '../../core/ledger/conclude';
import { publicationOf } from '../../core/ledger/publication';
import type { Standing } from '../../core/ledger/standing';
import { verifiableAgain } from '../../core/ledger/unverified';
import { METRICS } from '../../core/metrics';
import { HOUR, Instant } from '../../core/time';
import type { Judgement } from '../../core/verdict/verdict';
import { limiter, mapBounded } from '../shared/async';
import { reasonOf } from '../shared/log';
import type { EvidencePorts } from '../shared/ports';
import { ContractListing } from '../shared/read-contracts';
import { type Change, LedgerBook } from './ledger-book';
import { look, Looked } from './look';
import { lastPart, type ListedProfiles, listProfiles, missingContracts } from './missing-contracts';
import type { CheckerPorts, Datum } from './ports';
import { settleSlots } from './settle-slots';
import { VerdictLog } from './verdict-log';
import { countTopicProblems } from './verify-topics';
import { type ListedContracts, withoutContract } from './without-contract';

/** How many pipelines are examined together: enough to fill whole calls, and few enough to start while others are still listed. */
const TOGETHER = 500;
/** How many calls are under way at once, over all groups. */
const AT_ONCE = 8;
/** Step Functions lists a few machines a second (Step Functions quotas). These waiting calls must not block the others. */
const LISTINGS_AT_ONCE = 6;

/**
 * Looks at pipelines in groups while others are still being listed. Parameter Store returns ten contracts a call, so listing
 * thousands takes longer than everything else. When the listing breaks off, the pipelines listed until then are looked at.
 */
async function lookAsListed(ports: EvidencePorts, opening: Promise<LedgerBook>, listing: ContractListing, now: Instant): Promise<Looked[]> {
  const limited = limitedPorts(ports);
  const groups: Promise<Looked[]>[] = [];
  const begin = (group: readonly Contract[]): void => {
    const looked = opening.then((book) => look(limited, book, group, now));
    // A failure is thrown below, after the listing has ended.
    looked.catch(() => undefined);
    groups.push(looked);
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
  /** The judgements of the pipelines whose evidence was looked at in time. */
  readonly judgements: readonly Judgement[];
  /** The standings of all pipelines after the tick; of those that are judged from evidence alone, what they would be. */
  readonly standings: readonly Standing[];
}

/**
 * One tick of the checker: contracts and standings → evidence of what is due → verdicts → metrics → rows → standings → heartbeat.
 * The order matters (ledger rule 17): what is published is never lost because the ledger cannot be written, and a standing never
 * says that a slot is settled whose row is missing. A double, late or skipped tick changes no verdict.
 *
 * If the tick fails, is late or cannot publish, the alarm CheckerSilent fires. If it runs but cannot read a contract or its
 * evidence, PipelinesUnverifiable fires, and after three ticks the pipeline's own alarm. If it runs but a topic would not deliver
 * its alarms, TopicUnreachable fires. If it runs but cannot use the ledger, LedgerUnavailable fires. CloudWatch evaluates all of
 * them without any code of this library.
 */
export async function tick(ports: CheckerPorts, now: Instant, log = new VerdictLog()): Promise<TickResult> {
  // Started beside the contracts, whose verdicts neither wait for them nor depend on them.
  const topicProblems = countTopicProblems(ports);
  const profiles = listProfiles(ports);
  const opening = LedgerBook.open(ports, now);
  const listing = new ContractListing(ports);
  const looked = await lookAsListed(ports, opening, listing, now);
  const book = await opening;
  const judgements = looked.flatMap(({ inspection }) => inspection?.judgement ?? []);
  const { listed } = listing;
  const notReached = looked.filter(({ inspection }) => inspection !== undefined && inspection.judgement === undefined).length;
  // Calls that were under way when the time ran out were cut off, so their pipelines were not examined.
  const inTime = ports.timeLeft() > 0;
  if (!inTime) ports.log({ level: 'ERROR', event: 'outOfTime', notReached });
  for (const judgement of judgements) log.write(ports, judgement);

  const listedProfiles = await profiles;
  const changes = looked.map((one) => concluded(one, listedProfiles, ports.hasProfiles, now));
  const contracts = listedContracts(listing);
  const gone = await withoutContract(ports, book, contracts, now);
  const missing = listed ? missingContracts(ports, listedProfiles, contracts.known) : [];
  const unverifiable = new Set([
    ...contracts.broken, ...missing,
    ...[...changes, ...gone].filter(({ after }) => after.retiredAt === undefined && (after.unverifiableSince !== undefined || after.missing !== undefined)).map(({ after }) => after.pipeline),
  ]).size + (listed && !listedProfiles.listed ? 1 : 0);

  const always = !book.isAvailable || now - (book.checkup.troubleAt ?? -Infinity) <= HOUR;
  const values = [...changes, ...gone].flatMap(({ open, after }) => verdictData(after, now, always || !open.isKept));
  // Nothing is known of contracts that were not listed, so their number is not published either: CheckerSilent fires.
  const verdicts = [...values, ...(listed ? [{ metric: METRICS.unverifiablePipelines, value: unverifiable }] : [])];
  const published = verdicts.length === 0 || await publish(ports, verdicts, now);
  // A checker that sees no contract although it knows pipelines sees the wrong place.
  const seesSome = looked.length + contracts.broken.size > 0 || gone.every(({ after }) => after.retiredAt !== undefined);
  const sawAll = listed && notReached === 0 && inTime && published && seesSome;

  const settled = published ? await mapBounded(looked, AT_ONCE, (one, index) => settleSlots(book, one, changes[index], now)) : changes;
  // What was not published must be looked at again.
  if (published) await book.save([...settled, ...gone]);
  if (!sawAll || book.isBehind || book.checkup.problem !== undefined) await book.keepTrouble();
  // The topics say nothing about the pipelines, so they are published last, with the heartbeat if it is due.
  const heartbeat = sawAll ? [{ metric: METRICS.checkerHeartbeat, value: 1 }] : [];
  const concluding = [{ metric: METRICS.unreachableTopics, value: await topicProblems }, { metric: METRICS.ledgerUnavailable, value: Number(!book.isWhole) }, ...heartbeat];
  const wasConcluded = await publish(ports, concluding, now);

  const summary = { complete: sawAll && wasConcluded, pipelines: looked.length + contracts.broken.size, unverifiable };
  ports.log({ level: summary.complete ? 'INFO' : 'ERROR', event: 'tick', now: new Date(now).toISOString(), ...summary, looked: judgements.length });
  return { ...summary, judgements, standings: [...settled, ...gone].map(({ after }) => after) };
}

function listedContracts({ parameters, brokenParameters, listed }: ContractListing): ListedContracts {
  return { known: new Set([...parameters].map(lastPart)), broken: new Set([...brokenParameters].map(lastPart)), listed };
}

/** The standing of a pipeline after the look at its evidence, if there was one. */
function concluded({ contract, open, inspection }: Looked, profiles: ListedProfiles, hasProfiles: boolean, now: Instant): Change {
  const { standing } = open;
  const judgement = inspection?.judgement;
  // A pipeline whose evidence is not due to be looked at has nothing that could not be verified.
  const after = judgement === undefined ? verifiableAgain(standing, now) : conclude(contract, standing, { judgement, settled: standing.settled }, now);
  // The notifier knows nothing about such a pipeline: whom to tell, and how.
  const hasNoProfile = hasProfiles && profiles.listed && !profiles.known.has(contract.pipeline);
  if (hasNoProfile || (inspection !== undefined && judgement === undefined)) return { open, after: { ...after, unverifiableSince: standing.unverifiableSince ?? now } };
  return { open, after };
}

/** The metrics of one pipeline. */
function verdictData(standing: Standing, now: Instant, always: boolean): Datum[] {
  const { pipeline } = standing;
  const { proofOfLife, deadlineMissed } = standing.retiredAt === undefined ? publicationOf(standing, now, always) : {};
  return [
    ...(proofOfLife === undefined ? [] : [{ metric: METRICS.proofOfLife, pipeline, value: proofOfLife }]),
    ...(deadlineMissed === undefined ? [] : [{ metric: METRICS.deadlineMissed, pipeline, value: Number(deadlineMissed) }]),
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
