import { chunks, unique } from '../../../core/collections';
import { Contract } from '../../../core/contract/contract';
import { Profile } from '../../../core/contract/profile';
import { readProfile } from '../../../core/contract/read-profile';
import { DigestSpan, digestSpan, nextDigest } from '../../../core/digest/due';
import { ChannelDigest, DigestFacts, listedWithFigures, PipelineDigest } from '../../../core/digest/facts';
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
import type { NotifierPorts } from '../ports';
import type { RunDeps } from '../run';
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

/** Reads all profiles. A broken profile stops no other, and profiles that were listed before a failure count. */
async function readProfiles(ports: NotifierPorts): Promise<Profiles> {
  const read = new Map<string, Profile>();
  const broken = new Map<string, string>();
  try {
    for await (const { name, text } of ports.profiles()) {
      try {
        const profile = readProfile(text);
        read.set(profile.pipeline, profile);
      } catch (error) {
        // A profile's parameter is named after its pipeline.
        broken.set(name.slice(name.lastIndexOf('/') + 1), `profile not readable: ${reasonOf(error)}`);
      }
    }
    return { read, broken };
  } catch (error) {
    return { read, broken, problem: `not all profiles listed: ${reasonOf(error)}` };
  }
}

/** How many pipelines are examined together. Their metrics fill whole calls. */
const TOGETHER = 100;
const GROUPS_AT_ONCE = 2;

const NO_TIME = 'not examined: no time was left';

/**
 * Gathers what a digest says: the state of each pipeline as the checker's own code judges it, its figures in the span and in
 * the span before, and who is subscribed. Whatever fails becomes a clause of the digest. Never throws, and starts nothing
 * when no time is left.
 *
 * @param records all records of the table, the observatory's own included; undefined when they could not be read
 * @param slot the slot of the digest
 */
export async function gatherDigest(run: RunDeps, records: readonly IncidentRecord[] | undefined, slot: Instant): Promise<DigestFacts> {
  const { ports, now, environment: { digest, timeZone, address } } = run;
  const every = digest?.every ?? 'week';
  const span = digestSpan(timeZone, slot, every);
  const next = digest === undefined ? undefined : nextDigest(digest.schedule, now);
  const frame = { address, now, from: span.from, to: span.to, timeZone, every, ...(next === undefined ? {} : { nextDigest: next }) };
  const recordsProblem = records === undefined ? ['open incidents not readable'] : [];
  try {
    const { pipelines, channels, problems } = await new DigestGathering(run, records ?? [], span).run();
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

/** A contract and its judgement, or why the pipeline was not examined. */
interface Examined {
  readonly contract: Contract;
  readonly judgement?: Judgement;
  readonly problem?: string;
}

class DigestGathering {
  readonly #records: ReadonlyMap<string, IncidentRecord>;
  #profiles: Profiles = { read: new Map(), broken: new Map() };

  public constructor(private readonly deps: RunDeps, records: readonly IncidentRecord[], private readonly span: DigestSpan) {
    this.#records = new Map(records.map((record) => [record.pipeline, record]));
  }

  public async run(): Promise<Gathered> {
    const { ports, environment, now } = this.deps;
    const [listing, profiles] = await Promise.all([readContracts(ports), readProfiles(ports)]);
    this.#profiles = profiles;
    const { contracts, broken, listed } = listing;
    const { channels, problems } = await gatherChannels(ports, environment, profiles.read.values());

    const examined = (await mapBounded(chunks(contracts, TOGETHER), GROUPS_AT_ONCE, (group) => this.#examine(group))).flat();
    const withoutFigures = examined.map((one) => this.#digestOf(one));
    const others = this.#otherPipelines(contracts, listed ? 'contract not found, or it cannot be used' : 'contract not read');

    const shown = new Set(listedWithFigures([...withoutFigures, ...others]).map(({ pipeline }) => pipeline));
    const worthReading = examined.filter(({ contract: { pipeline }, judgement }) => shown.has(pipeline) && judgement !== undefined).map(({ contract }) => contract);
    const figures = await readFigures(ports, worthReading, this.span, now);
    return {
      pipelines: [...examined.map((one, index) => (figures.has(one.contract) ? this.#digestOf(one, figures.get(one.contract)) : withoutFigures[index])), ...others],
      channels,
      problems: [
        ...this.#observatoryProblems(),
        ...(listed ? [] : ["not all contracts listed: the notifier's log says why"]),
        ...(broken === 0 ? [] : [`${counted(broken, 'contract')} cannot be used: the log of the checker or the notifier names them`]),
        ...(profiles.problem === undefined ? [] : [profiles.problem]),
        ...problems,
      ],
    };
  }

  /** Every pipeline is examined as the checker examines it, so that the digest never contradicts the checker. */
  async #examine(contracts: readonly Contract[]): Promise<Examined[]> {
    const { ports, now } = this.deps;
    const unexamined = (problem: string): Examined[] => contracts.map((contract) => ({ contract, problem }));
    if (ports.timeLeft() <= 0) return unexamined(NO_TIME);
    try {
      // The evidence is dropped: for many pipelines it would not fit into memory.
      return (await examine(ports, contracts.map((contract) => openInspection(contract)), now)).map(({ contract, judgement }) => (judgement === undefined ? { contract, problem: NO_TIME } : { contract, judgement }));
    } catch (error) {
      ports.log({ level: 'ERROR', event: 'digestNotExamined', pipelines: contracts.length, problem: reasonOf(error) });
      return unexamined(`not examined: ${reasonOf(error)}`);
    }
  }

  #digestOf(examined: Examined, figures: Figures = {}): PipelineDigest {
    return pipelineDigest({ ...examined, ...figures, ...this.#about(examined, figures) }, this.span, this.deps.environment);
  }

  #about({ contract: { pipeline }, problem: notExamined }: Examined, figures: Figures): Pick<Found, 'profile' | 'record' | 'problems'> {
    const { read, broken, problem: notListed } = this.#profiles;
    const profile = read.get(pipeline);
    // When not all profiles were listed, the digest says so once for all.
    const noProfile = profile !== undefined ? undefined : broken.get(pipeline) ?? (notListed === undefined ? 'profile not found, so its severity is taken to be critical' : undefined);
    return { profile, record: this.#records.get(pipeline), problems: [notExamined, noProfile, figures.problem].filter((text) => text !== undefined) };
  }

  /**
   * Pipelines without a usable contract: nothing is expected of them, or their contract is missing.
   *
   * @param noContract what to say when a contract is missing
   */
  #otherPipelines(contracts: readonly Contract[], noContract: string): PipelineDigest[] {
    const { read, broken } = this.#profiles;
    const withContract = new Set(contracts.map(({ pipeline }) => pipeline));
    const open = [...this.#records.values()].filter(({ pipeline, incident }) => incident !== undefined && pipeline !== OBSERVATORY_ITSELF).map(({ pipeline }) => pipeline);
    return unique([...read.keys(), ...broken.keys(), ...open]).filter((pipeline) => !withContract.has(pipeline)).map((pipeline): PipelineDigest => {
      const profile = read.get(pipeline);
      const record = this.#records.get(pipeline);
      const missing = profile?.nothingExpected === undefined ? [noContract] : [];
      const about = {
        pipeline, timeZone: this.deps.environment.timeZone, severity: profile?.severity ?? 'critical',
        problems: [...missing, ...(broken.has(pipeline) ? [broken.get(pipeline)!] : [])],
        ...(profile?.owner === undefined ? {} : { owner: profile.owner }),
      } as const;
      if (record?.incident !== undefined) return { ...about, state: 'open', since: record.incident.since, what: whatOf(record, undefined) };
      return profile?.nothingExpected === undefined ? { ...about, state: 'unknown' } : { ...about, state: 'nothingExpected', what: profile.nothingExpected };
    });
  }

  #observatoryProblems(): string[] {
    const record = this.#records.get(OBSERVATORY_ITSELF);
    if (record?.incident === undefined) return [];
    const alarm = Object.values(record.alarms).find(({ state }) => state === 'ALARM');
    const { who, did } = observatoryDid(alarm);
    const clock = new OwnerClock(this.deps.environment.timeZone, this.deps.now);
    return [`${who} ${did} since ${clock.shortMomentInZone(record.incident.since)}`];
  }
}
