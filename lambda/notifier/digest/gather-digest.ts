import { Contract } from '../../../core/contract/contract';
import { Profile } from '../../../core/contract/profile';
import { readProfile } from '../../../core/contract/read-profile';
import { DigestSpan, digestSpan, nextDigest } from '../../../core/digest/due';
import { ChannelDigest, DigestFacts, listedWithFigures, PipelineDigest } from '../../../core/digest/facts';
import { chunks } from '../../../core/evidence/metric-plan';
import { IncidentRecord } from '../../../core/incident/record';
import { observatoryDid } from '../../../core/message/message-context';
import { OBSERVATORY_ITSELF } from '../../../core/signals';
import { counted } from '../../../core/text/count-and-duration';
import { OwnerClock } from '../../../core/text/owner-clock';
import { Instant } from '../../../core/time';
import { Judgement } from '../../../core/verdict/verdict';
import { mapBounded } from '../../shared/async';
import { examine, openInspection } from '../../shared/inspection';
import { reasonOf } from '../../shared/log';
import { readContracts } from '../../shared/read-contracts';
import type { NotifierEnvironment } from '../environment';
import type { NotifierPorts } from '../ports';
import { gatherChannels } from './channels';
import { Figures, readFigures } from './figures';
import { Found, pipelineDigest, whatOf } from './pipeline-digest';

/** The profiles of an observatory, as far as they could be read. */
interface Profiles {
  /** By pipeline. */
  readonly read: ReadonlyMap<string, Profile>;
  /** Why a pipeline's profile could not be read. */
  readonly broken: ReadonlyMap<string, string>;
  /** Why not all were listed. */
  readonly problem?: string;
}

/** Reads all profiles. A broken one stops no other, and what was listed before a failure counts. */
async function readProfiles(ports: NotifierPorts): Promise<Profiles> {
  const read = new Map<string, Profile>();
  const broken = new Map<string, string>();
  try {
    for await (const { name, text } of ports.profiles()) {
      try {
        const profile = readProfile(text);
        read.set(profile.pipeline, profile);
      } catch (error) {
        // A profile's parameter is called as its pipeline.
        broken.set(name.slice(name.lastIndexOf('/') + 1), `profile not readable: ${reasonOf(error)}`);
      }
    }
    return { read, broken };
  } catch (error) {
    return { read, broken, problem: `profiles not listed to the end: ${reasonOf(error)}` };
  }
}

/** So many pipelines are examined together, which fills whole calls. */
const TOGETHER = 100;
const GROUPS_AT_ONCE = 2;

const NO_TIME = 'not examined: no time was left';

/**
 * Finds out what a digest says: how each pipeline stands by the checker's own code, how it did in the span and the one
 * before, and who would be told. Whatever fails becomes a clause of the digest. Never throws, and begins nothing when no
 * time is left.
 *
 * @param records of the table, the observatory's own among them; undefined when they could not be read
 * @param slot the digest's
 */
export async function gatherDigest(
  ports: NotifierPorts, environment: NotifierEnvironment, records: readonly IncidentRecord[] | undefined, slot: Instant, now: Instant,
): Promise<DigestFacts> {
  const { digest, timeZone, address } = environment;
  const every = digest?.every ?? 'week';
  const span = digestSpan(timeZone, slot, every);
  const next = digest === undefined ? undefined : nextDigest(digest.schedule, now);
  const frame = { address, now, from: span.from, to: span.to, timeZone, every, ...(next === undefined ? {} : { nextDigest: next }) };
  const recordsProblem = records === undefined ? ['open incidents not readable'] : [];
  try {
    const { pipelines, channels, problems } = await gatherAll(ports, environment, records ?? [], span, now);
    ports.log({ level: 'INFO', event: 'digest', pipelines: pipelines.length, channels: channels.length, problems });
    return { ...frame, pipelines, channels, problems: [...recordsProblem, ...problems] };
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'digestNotGathered', problem: reasonOf(error) });
    return { ...frame, pipelines: [], channels: [], problems: [...recordsProblem, `nothing could be gathered: ${reasonOf(error)}`] };
  }
}

interface Gathered {
  readonly pipelines: PipelineDigest[];
  readonly channels: ChannelDigest[];
  readonly problems: string[];
}

async function gatherAll(ports: NotifierPorts, environment: NotifierEnvironment, records: readonly IncidentRecord[], span: DigestSpan, now: Instant): Promise<Gathered> {
  const [{ contracts, broken, listed }, profiles] = await Promise.all([readContracts(ports), readProfiles(ports)]);
  const { channels, problems } = await gatherChannels(ports, environment, profiles.read.values());
  const recordOf = new Map(records.map((record) => [record.pipeline, record]));

  const standings = (await mapBounded(chunks(contracts, TOGETHER), GROUPS_AT_ONCE, (group) => examineGroup(ports, group, now))).flat();
  const digestOf = (standing: Standing, figures: Figures = {}): PipelineDigest =>
    pipelineDigest({ ...standing, ...figures, ...aboutOf(standing, figures, profiles, recordOf) }, span, environment);
  const standing = standings.map((one) => digestOf(one));
  const others = othersOf(new Set(contracts.map(({ pipeline }) => pipeline)), listed, profiles, recordOf, environment.timeZone);

  const told = new Set(listedWithFigures([...standing, ...others]).map(({ pipeline }) => pipeline));
  const worthReading = standings.filter(({ contract: { pipeline }, judgement }) => told.has(pipeline) && judgement !== undefined).map(({ contract }) => contract);
  const figures = await readFigures(ports, worthReading, span, now);
  return {
    pipelines: [...standings.map((one, index) => (figures.has(one.contract) ? digestOf(one, figures.get(one.contract)) : standing[index])), ...others],
    channels,
    problems: [
      ...observatoryProblems(recordOf.get(OBSERVATORY_ITSELF), environment.timeZone, now),
      ...(listed ? [] : ["contracts not listed to the end: the notifier's log says why"]),
      ...(broken === 0 ? [] : [`${counted(broken, 'contract')} cannot be used: the log of checker or notifier names them`]),
      ...(profiles.problem === undefined ? [] : [profiles.problem]),
      ...problems,
    ],
  };
}

/** How a pipeline stands, as the checker judges, or why it was not examined. */
interface Standing {
  readonly contract: Contract;
  readonly judgement?: Judgement;
  readonly problem?: string;
}

/** How pipelines stand is asked of all, and as the checker asks, so that the digest never contradicts it. */
async function examineGroup(ports: NotifierPorts, contracts: readonly Contract[], now: Instant): Promise<Standing[]> {
  const unexamined = (problem: string): Standing[] => contracts.map((contract) => ({ contract, problem }));
  if (ports.timeLeft() <= 0) return unexamined(NO_TIME);
  try {
    // The evidence is let go of: of many pipelines it would not fit into memory.
    return (await examine(ports, contracts.map(openInspection), now)).map(({ contract, judgement }) => (judgement === undefined ? { contract, problem: NO_TIME } : { contract, judgement }));
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'digestNotExamined', pipelines: contracts.length, problem: reasonOf(error) });
    return unexamined(`not examined: ${reasonOf(error)}`);
  }
}

function aboutOf(
  { contract: { pipeline }, problem: notExamined }: Standing, figures: Figures, { read, broken, problem: notListed }: Profiles, recordOf: ReadonlyMap<string, IncidentRecord>,
): Pick<Found, 'profile' | 'record' | 'problems'> {
  const profile = read.get(pipeline);
  // Where the listing broke off, it is said once for all.
  const noProfile = profile !== undefined ? undefined : broken.get(pipeline) ?? (notListed === undefined ? 'profile not found, so its severity is taken to be critical' : undefined);
  return { profile, record: recordOf.get(pipeline), problems: [notExamined, noProfile, figures.problem].filter((text) => text !== undefined) };
}

/** Pipelines without a contract that can be used: of which nothing is expected, or whose contract is missing. */
function othersOf(told: ReadonlySet<string>, listed: boolean, { read, broken }: Profiles, recordOf: ReadonlyMap<string, IncidentRecord>, timeZone: string): PipelineDigest[] {
  const open = [...recordOf.values()].filter(({ pipeline, incident }) => incident !== undefined && pipeline !== OBSERVATORY_ITSELF).map(({ pipeline }) => pipeline);
  return [...new Set([...read.keys(), ...broken.keys(), ...open])].filter((pipeline) => !told.has(pipeline)).map((pipeline): PipelineDigest => {
    const profile = read.get(pipeline);
    const incident = recordOf.get(pipeline)?.incident;
    const missing = profile?.nothingExpected === undefined ? [listed ? 'contract not found, or it cannot be used' : 'contract not read'] : [];
    const about = {
      pipeline, timeZone, severity: profile?.severity ?? 'critical', problems: [...missing, ...(broken.has(pipeline) ? [broken.get(pipeline)!] : [])],
      ...(profile?.owner === undefined ? {} : { owner: profile.owner }),
    } as const;
    if (incident !== undefined) return { ...about, state: 'open', since: incident.since, what: whatOf(recordOf.get(pipeline), undefined) };
    return profile?.nothingExpected === undefined ? { ...about, state: 'unknown' } : { ...about, state: 'nothingExpected', what: profile.nothingExpected };
  });
}

function observatoryProblems(record: IncidentRecord | undefined, timeZone: string, now: Instant): string[] {
  const incident = record?.incident;
  if (record === undefined || incident === undefined) return [];
  const alarm = Object.values(record.alarms).find(({ state }) => state === 'ALARM');
  const { who, did } = observatoryDid(alarm);
  return [`${who} ${did} since ${new OwnerClock(timeZone, now).shortMomentInZone(incident.since)}`];
}
