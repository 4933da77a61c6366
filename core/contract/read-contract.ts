import { readSource } from '../evidence/kinds';
import { Fields } from '../fields';
import { show } from '../json';
import { isPipelineName, PIPELINE_NAME_RULE } from '../names';
import { ScheduleError } from '../schedule/error';
import { mostSlots, parseSchedule } from '../schedule/parse';
import { DAY, type Instant, SECOND, SECONDS_PER } from '../time';
import { undecidedMillis } from '../verdict/slot-bounds';
import {
  Contract, CONTRACT_VERSION, Expectation, hasDeadline, isSilence, ScheduledExpectation, StageContract,
} from './contract';
import { ContractError, contractError } from './contract-error';

/** How many slots of stages are judged at once, at most: one contract must not take the time of all the others. */
const MOST_WORK = 20_000;
const MOST_STAGES = 20;
const MOST_EXCLUDED_DATES = 400;
const LONGEST_PUBLICATION_DELAY_SECONDS = DAY / SECOND;

/** A history reaches back at least this many slots or silences, and always twice what opens an incident. */
export const HISTORY_SLOTS = 60;
export const HISTORY_SILENCES = 10;

type Judged = Pick<Contract, 'expectation' | 'stages'>;

/** How many slots of a contract may be judged at once. The more stages it has, the fewer. */
function slotLimit({ stages }: Judged): number {
  return Math.floor(MOST_WORK / stages.filter(({ optional }) => !optional).length);
}

/**
 * How many slots are examined beyond those that are needed. It is a part of the limit, so that most of it is never used.
 */
export function spareSlots(contract: Judged): number {
  return Math.floor(slotLimit(contract) / 4);
}

/** The most slots that may be open at once, without the slots before them that show whether an incident is open. */
function mostUndecided(contract: Judged, expectation: ScheduledExpectation): number {
  return mostSlots(expectation.schedule, undecidedMillis(contract.stages, expectation) + expectation.startEarlyBySeconds * SECOND);
}

/**
 * Refuses a contract that is valid by itself but asks for too much together with others.
 * @throws ContractError
 */
export function requireBounded(contract: Judged): void {
  const { expectation, stages } = contract;
  const { failuresToAlarm, successesToRecover } = expectation;
  const slots = isSilence(expectation)
    ? Math.max(HISTORY_SILENCES, 2 * failuresToAlarm, successesToRecover) + Math.ceil(longestDelay(contract) / (expectation.maxSilenceSeconds * SECOND))
    : Math.max(HISTORY_SLOTS, 2 * failuresToAlarm, successesToRecover + 1) + mostUndecided(contract, expectation);
  if (slots <= slotLimit(contract)) return;
  const judged = stages.filter(({ optional }) => !optional).length;
  const remedy = isSilence(expectation)
    ? 'allow a longer silence, shorten maxDuration or publicationDelay, or lower failuresToAlarm'
    : 'shorten maxDuration, startWithin, publicationDelay or the deadline, lower failuresToAlarm, or expect fewer runs';
  throw new ContractError('expectation', `asks for ${slots} slots of ${judged} ${judged === 1 ? 'stage' : 'stages'} at once, but only ${MOST_WORK} together can be judged: ${remedy}`);
}

function longestDelay({ stages }: Judged): number {
  return Math.max(...stages.map(({ publicationDelaySeconds, maxDurationSeconds }) => publicationDelaySeconds + maxDurationSeconds)) * SECOND;
}

/** Nothing can be judged over a longer time: CloudWatch keeps its points for 455 days. */
const MAX_SECONDS = 455 * SECONDS_PER.day;
/** Slots in a row. With more, reading and judging the evidence would never end. */
const MAX_COUNT = 1000;
/** Successes of one slot. */
const MAX_SUCCESSES = 1_000_000_000;

/** With a zone, because otherwise the reader's own zone would decide. */
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;
const LOCAL_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * Reads a stored contract. Unknown extra fields are accepted, so that a newer library can add some. A missing or malformed
 * field is an error that names its path; the pipeline is then `unknown`, never healthy.
 *
 * @param text the stored JSON
 * @param since when the text was last changed, according to the store
 * @throws ContractError
 */
export function readContract(text: string, since: Instant): Contract {
  const fields = Fields.parse(text, contractError);
  const version = fields.integer('version', 1, Number.MAX_SAFE_INTEGER);
  if (version !== CONTRACT_VERSION) {
    throw new ContractError('version', `is ${version}, this checker reads ${CONTRACT_VERSION}: deploy checker and pipeline with the same library version`);
  }
  const pipeline = readPipelineName(fields, 'pipeline');
  const expectation = readExpectation(fields.object('expectation'));
  const stages = fields.objects('stages', (stage) => readStage(stage, expectation));
  requireStages(stages);
  requireBounded({ expectation, stages });
  return { version: CONTRACT_VERSION, pipeline, expectation, stages, since };
}

/**
 * The name of a pipeline, in a form that all services accept.
 * @throws ContractError
 */
export function readPipelineName(fields: Fields, name: string): string {
  const pipeline = fields.string(name);
  if (!isPipelineName(pipeline)) throw new ContractError(fields.at(name), `must be ${PIPELINE_NAME_RULE}, got ${show(pipeline)}`);
  return pipeline;
}

function requireStages(stages: readonly StageContract[]): void {
  if (stages.length === 0) throw new ContractError('stages', 'must name at least one stage');
  if (stages.length > MOST_STAGES) throw new ContractError('stages', `must be at most ${MOST_STAGES}, got ${stages.length}: make several pipelines of them`);
  if (stages.every((stage) => stage.optional)) throw new ContractError('stages', 'must name at least one stage that is not optional');
  stages.forEach(({ name }, index) => {
    const first = stages.findIndex((stage) => stage.name === name);
    if (first < index) throw new ContractError(`stages[${index}].name`, `must be unique, and ${show(name)} is the name of stages[${first}] already`);
  });
}

function readExpectation(fields: Fields): Expectation {
  const common = {
    failuresToAlarm: fields.integer('failuresToAlarm', 1, MAX_COUNT),
    successesToRecover: fields.integer('successesToRecover', 1, MAX_COUNT),
  };
  if (fields.has('maxSilenceSeconds')) {
    return { ...common, maxSilenceSeconds: fields.integer('maxSilenceSeconds', 60, MAX_SECONDS) };
  }
  const expectation: ScheduledExpectation = {
    ...common,
    schedule: fields.string('schedule'),
    timeZone: fields.string('timeZone'),
    anchor: fields.optional('anchor', (name) => fields.string(name)),
    startEarlyBySeconds: fields.integer('startEarlyBySeconds', 0, MAX_SECONDS),
    flexibleWindowSeconds: fields.integer('flexibleWindowSeconds', 0, MAX_SECONDS),
    finishWithinSeconds: fields.optional('finishWithinSeconds', (name) => fields.integer(name, 1, MAX_SECONDS)),
    finishBy: fields.optional('finishBy', (name) => fields.string(name)),
    excludeDates: fields.optional('excludeDates', (name) => fields.list(name, readDate)),
  };
  requireConsistent(fields, expectation);
  return expectation;
}

function requireConsistent(fields: Fields, expectation: ScheduledExpectation): void {
  const { anchor, finishWithinSeconds, finishBy, excludeDates = [] } = expectation;
  if (excludeDates.length > MOST_EXCLUDED_DATES) {
    throw new ContractError(fields.at('excludeDates'), `must be at most ${MOST_EXCLUDED_DATES} dates, got ${excludeDates.length}: leave out those that are over`);
  }
  if (anchor !== undefined && (!ISO_INSTANT.test(anchor) || Number.isNaN(Date.parse(anchor)) || !isDate(anchor.slice(0, 10)))) {
    throw new ContractError(fields.at('anchor'), `must be an ISO 8601 instant with its zone, got ${show(anchor)}`);
  }
  if (finishBy !== undefined && !LOCAL_TIME.test(finishBy)) {
    throw new ContractError(fields.at('finishBy'), `must be a local time HH:MM, got ${show(finishBy)}`);
  }
  if (finishWithinSeconds !== undefined && finishBy !== undefined) {
    throw new ContractError(fields.at('finishBy'), 'and finishWithinSeconds exclude each other');
  }
  try {
    parseSchedule(expectation.schedule, { timeZone: expectation.timeZone });
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    throw new ContractError(fields.at(error.field === 'time zone' ? 'timeZone' : 'schedule'), `cannot be used: ${error.message}`);
  }
}

function readDate(value: unknown, path: string): string {
  if (typeof value !== 'string' || !isDate(value)) {
    throw new ContractError(path, `must be a date YYYY-MM-DD, got ${show(value)}`);
  }
  return value;
}

/** Whether the calendar has a date YYYY-MM-DD. `Date` reads 30 February as 2 March. */
function isDate(text: string): boolean {
  const at = LOCAL_DATE.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

function readStage(fields: Fields, expectation: Expectation): StageContract {
  const startWithinSeconds = fields.optional('startWithinSeconds', (name) => fields.integer(name, 0, MAX_SECONDS));
  if (startWithinSeconds === undefined && !isSilence(expectation) && !hasDeadline(expectation)) {
    throw new ContractError(fields.at('startWithinSeconds'), 'is missing, and there is no deadline in its place');
  }
  return {
    name: fields.string('name'),
    source: readSource(fields.object('source')),
    startWithinSeconds,
    maxDurationSeconds: fields.integer('maxDurationSeconds', 1, MAX_SECONDS),
    publicationDelaySeconds: fields.integer('publicationDelaySeconds', 0, LONGEST_PUBLICATION_DELAY_SECONDS),
    minSuccessfulRuns: fields.integer('minSuccessfulRuns', 1, MAX_SUCCESSES),
    optional: fields.boolean('optional'),
    retryWithinSeconds: fields.integer('retryWithinSeconds', 0, MAX_SECONDS),
  };
}
