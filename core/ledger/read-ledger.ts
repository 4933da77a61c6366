import { type JsonObject, parseObject, show } from '../json';
import { type Shape, Shapes } from '../shape';
import type { Fold, NewestBad } from '../verdict/fold';
import type { Mark, Settled } from '../verdict/settled';
import { REASON_CODES, type StageVerdict, VERDICTS } from '../verdict/verdict';
import type { Checkup } from './checkup';
import type { Look, MissingContract, NewestSlot, OwedBefore, RememberedIncident, SlotRow, Standing } from './standing';
import { STANDING_FORMAT } from './standing';

/** Something in the ledger that cannot be used. */
export class LedgerError extends Error {
  public constructor(path: string, problem: string) {
    super(`${path} ${problem}`);
    this.name = 'LedgerError';
  }
}

const shapes = new Shapes((path, problem) => new LedgerError(path, problem));
const { text, number } = shapes;
const verdict = shapes.oneOf(VERDICTS);
const code = shapes.oneOf(REASON_CODES);
const maybe = { text: shapes.optional(text), number: shapes.optional(number) };
const alive = shapes.oneOf(['0', '1']);

const stageVerdict = shapes.of<StageVerdict>({
  stage: text, verdict, code, reason: text, succeededAt: maybe.number, newestSuccessAt: maybe.number, endedBadlyAt: maybe.number, unconfirmed: shapes.optional(shapes.flag),
});

const newestBad = shapes.of<NewestBad>({ slot: number, verdict, decidedBy: stageVerdict });

const fold = shapes.of<Fold>({
  bad: number, good: number, open: shapes.flag, since: maybe.number, newestBad: shapes.optional(newestBad), endedBadlyAt: maybe.number, alive: shapes.flag, newest: shapes.optional(verdict),
});

const settled = shapes.of<Settled>({
  through: number, fold, starts: shapes.optional(shapes.listOf(number)), lastSuccesses: shapes.optional(shapes.mapOf(number)),
});

const newestSlot = shapes.of<NewestSlot>({ slot: number, dueAt: number, verdict, decidedAt: maybe.number });

const incident = shapes.of<RememberedIncident>({ since: number, badSlots: number, verdict, stage: text, code, reason: text });

const look = shapes.of<Look>({
  at: number, nextAt: number, proofOfLife: shapes.optional((value, path) => alive(String(value), path)), aliveSince: maybe.number, deadlineMissed: shapes.optional(shapes.flag),
  newest: shapes.optional(newestSlot), nextDue: maybe.number, incident: shapes.optional(incident), problems: shapes.listOf(text),
});

const mark = shapes.of<Mark>({ slot: number, at: number, by: text });

const standing: Shape<Standing> = {
  format: number, pipeline: text, writtenAt: number, startedAt: number, contract: text, changedAt: number, since: number,
  before: shapes.optional(shapes.listOf(shapes.of<OwedBefore>({ contract: text, since: number, through: number }))),
  settled: shapes.optional(settled), lastSuccess: maybe.number, look: shapes.optional(look), marks: shapes.optional(shapes.listOf(mark)),
  unverifiableSince: maybe.number, missing: shapes.optional(shapes.of<MissingContract>({ since: number, checkedAt: maybe.number })), retiredAt: maybe.number,
};

const slotRow: Shape<SlotRow> = {
  pipeline: text, slot: number, dueAt: number, verdict, stage: text, code, reason: text, startedAt: maybe.number, endedAt: maybe.number, runs: number,
  endedBadlyAt: maybe.number, newestSuccessAt: maybe.number, rerunAt: maybe.number, markedBy: maybe.text, slots: maybe.number,
};

/** The format of a stored standing; undefined if that cannot be read. A newer one must not be overwritten. */
export function formatOf(stored: string): number | undefined {
  const format = parseObject(stored)?.format;
  return typeof format === 'number' ? format : undefined;
}

/** @throws LedgerError */
export function readStanding(stored: string, pipeline: string): Standing {
  const { format } = objectOf(stored);
  if (format !== STANDING_FORMAT) throw new LedgerError('format', `must be ${STANDING_FORMAT}, got ${show(format)}`);
  return readAs<Standing>(stored, shapes.of(standing), pipeline);
}

/** @throws LedgerError */
export function readSlotRow(stored: string, pipeline: string): SlotRow {
  return readAs<SlotRow>(stored, shapes.of(slotRow), pipeline);
}

/** @throws LedgerError */
export function readCheckup(stored: string): Checkup {
  const value = objectOf(stored);
  shapes.of<Checkup>({ troubleAt: maybe.number })(value, '$');
  return value;
}

function readAs<T extends { readonly pipeline: string }>(stored: string, check: (value: unknown, path: string) => void, pipeline: string): T {
  const value = objectOf(stored);
  check(value, '$');
  const read = value as unknown as T;
  if (read.pipeline !== pipeline) throw new LedgerError('pipeline', `must be ${show(pipeline)} as the key says, got ${show(read.pipeline)}`);
  return read;
}

function objectOf(stored: string): JsonObject {
  const value = parseObject(stored);
  if (value === undefined) throw new LedgerError('$', `is not a JSON object: ${show(stored)}`);
  return value;
}
