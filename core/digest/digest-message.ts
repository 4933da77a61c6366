import { cleaned } from '../message/cleaned';
import type { Message } from '../message/facts';
import { SMS_SEPTETS, SUBJECT_LENGTH } from '../message/limits';
import type { Instant } from '../time';
import { asciiText } from '../words/ascii';
import { cleanText } from '../words/clean';
import { counted, listedUpTo } from '../words/count';
import { durationInWords } from '../words/duration';
import { fitting } from '../words/fitting';
import { cutToSeptets, gsmText, septets } from '../words/gsm';
import { isoText, OwnerClock } from '../words/owner-clock';
import { channelLines } from './channels-text';
import type { DigestFacts, DigestState, PipelineDigest } from './facts';
import { durations, punctuality } from './figures-text';
import { headline, isAllClear, isUnheard, Tally, tallyOf } from './tally';

/** SNS takes 256 KB with everything around the text, of which JSON may double many characters. */
const BYTES = { bad: 40_000, unknown: 15_000, silent: 20_000, loud: 10_000, other: 5000 };
/** Beyond, pipelines are counted. The bad ones are all told, as far as there is room. */
const MOST = { silent: 50, loud: 50, other: 20, problems: 10, inSms: 10 };
/** A name is read, not copied; a clause is one line on a phone or four. */
const NAME_LENGTH = 80;
const CLAUSE_LENGTH = 200;

const SPANS = { day: { noun: 'day', adjective: 'Daily' }, week: { noun: 'week', adjective: 'Weekly' } } as const;

/**
 * The regular report: what was bad first, then how each pipeline did, then who would be told if something went wrong. That
 * it arrives is the proof that its channel works, so it names what is wrong with the others.
 */
export function digestMessage(given: DigestFacts): Message {
  const facts = shortened(cleaned(given));
  const tally = tallyOf(facts);
  const subject = subjectOf(facts, tally);
  const email = emailOf(facts, tally);
  return {
    subject,
    email,
    sms: smsOf(facts, tally),
    event: {
      version: 1,
      key: digestKey(facts.to),
      kind: 'digest',
      observatory: facts.place.observatory,
      severity: isAllClear(tally) && tally.unheard === 0 ? 'warning' : 'critical',
      at: isoText(facts.now),
      subject,
      summary: `${headline(tally).join(', ')}.`,
      text: email,
      pipelines: inState(facts, 'open').slice(0, MOST.silent).map(({ pipeline }) => pipeline),
      digest: tally.states,
      notKnown: facts.problems,
    },
  };
}

/** The same for the same digest, which may be told twice. */
export function digestKey(slot: Instant): string {
  return `digest/${isoText(slot) ?? slot}`;
}

/** Sorted by name, with names and clauses of a length that can be read. */
function shortened(facts: DigestFacts): DigestFacts {
  const name = (text: string): string => cleanText(text, NAME_LENGTH);
  const clauses = (texts: readonly string[]): string[] => texts.slice(0, MOST.problems).map((text) => cleanText(text, CLAUSE_LENGTH));
  const pipelines = facts.pipelines.map((one): PipelineDigest => ({
    ...one,
    pipeline: name(one.pipeline),
    ...(one.what === undefined ? {} : { what: cleanText(one.what, CLAUSE_LENGTH) }),
    ...(one.owner === undefined ? {} : { owner: name(one.owner) }),
    ...(one.durationOf === undefined ? {} : { durationOf: name(one.durationOf) }),
    problems: clauses(one.problems),
  }));
  const channels = facts.channels.map((channel) => ({
    ...channel,
    ...(channel.of === undefined ? {} : { of: name(channel.of) }),
    ...(channel.problem === undefined ? {} : { problem: cleanText(channel.problem, CLAUSE_LENGTH) }),
    confirmed: channel.confirmed.map(name),
    pending: channel.pending.map(name),
  }));
  return { ...facts, pipelines: pipelines.sort(byName), channels, problems: clauses(facts.problems) };
}

function byName(a: PipelineDigest, b: PipelineDigest): number {
  return a.pipeline < b.pipeline ? -1 : Number(a.pipeline > b.pipeline);
}

function inState({ pipelines }: DigestFacts, state: DigestState): PipelineDigest[] {
  return pipelines.filter((one) => one.state === state);
}

function subjectOf(facts: DigestFacts, tally: Tally): string {
  const until = `${SPANS[facts.every].noun} to ${new OwnerClock(facts.timeZone, facts.now).calendarDay(facts.to)}`;
  return asciiText([...headline(tally), until].join(', ')).slice(0, SUBJECT_LENGTH);
}

function smsOf({ every, pipelines, channels }: DigestFacts, { states, incomplete }: Tally): string {
  const bad = pipelines.filter(({ state }) => state === 'open').map(({ pipeline }) => gsmText(pipeline));
  const unheard = channels.filter(isUnheard).map(({ name }) => name);
  const counts = [
    `${counted(states.ok, 'pipeline')} alive, ${states.open} bad`,
    ...(states.unknown === 0 ? [] : [`, ${states.unknown} not known`]),
    ...(states.notDue === 0 ? [] : [`, ${states.notDue} not due yet`]),
    ...(incomplete ? [', incomplete'] : []),
    '.',
    ...(unheard.length === 0 ? [] : [` NOBODY hears ${[...new Set(unheard)].join(', ')}.`]),
    ` ${SPANS[every].adjective} proof that SMS arrive.`,
  ].join('');
  // As many names as there is room for, rather than parts of some.
  const named = Array.from({ length: Math.min(bad.length, MOST.inSms) }, (_, index) => `NOT OK: ${listedUpTo(index + 1, bad)}. `)
    .findLast((names) => septets(names + counts) <= SMS_SEPTETS);
  return cutToSeptets(`${named ?? ''}${counts}`, SMS_SEPTETS);
}

function emailOf(facts: DigestFacts, tally: Tally): string {
  const clock = new OwnerClock(facts.timeZone, facts.now);
  const ok = inState(facts, 'ok');
  const loud = ok.filter(({ loudness }) => loudness === 'loud');
  const silent = ok.filter(({ loudness }) => loudness === 'silent');
  return [
    head(facts, tally, clock),
    section('NOT FOUND OUT', facts.problems.map((problem) => `- ${problem}`)),
    pipelineSection('NOT OK', inState(facts, 'open').map((one) => badBlock(one, facts)), { most: Infinity, bytes: BYTES.bad }),
    pipelineSection('NOT KNOWN, WHICH IS NOT HEALTHY', inState(facts, 'unknown').map((one) => block(one, facts)), { most: Infinity, bytes: BYTES.unknown }),
    pipelineSection('ALIVE', silent.map((one) => block(one, facts)), { most: MOST.silent, bytes: BYTES.silent }),
    section('NOTHING WAS DUE YET', short(inState(facts, 'notDue').map((one) => `- ${one.pipeline}${dueText(one, facts, ': first due ')}`), MOST.other)),
    section('NOTHING IS EXPECTED', short(inState(facts, 'nothingExpected').map(({ pipeline, what }) => `- ${pipeline}${what === undefined ? '' : `: ${what}`}`), MOST.other)),
    section('WHO WOULD BE TOLD', channelLines(facts.channels)),
    section('ALIVE, AND LOUD IF THEY WERE NOT', short(loud.map(line), MOST.loud, BYTES.loud)),
    foot(facts, clock),
  ].filter((part) => part !== '').join('\n\n').concat('\n');
}

function head({ place, from, to, every }: DigestFacts, tally: Tally, clock: OwnerClock): string {
  return [
    `${headline(tally).join(', ')}.`,
    `The ${SPANS[every].noun} from ${clock.calendarDay(from)} to ${clock.calendarDay(to)}, observatory ${place.observatory} (account ${place.accountId}, ${place.region}).`,
  ].join('\n');
}

function foot({ every, nextDigest }: DigestFacts, clock: OwnerClock): string {
  const proof = `That this arrived proves that its channel works.`;
  if (nextDigest === undefined) return proof;
  return `${proof} The next ${SPANS[every].adjective.toLowerCase()} digest is due ${clock.shortMomentInZone(nextDigest)}: if it does not come, nobody would be told either.`;
}

/** A paragraph with a title; nothing when it would be empty. */
function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines].join('\n');
}

/** As a section, of blocks with an empty line between them. */
function pipelineSection(title: string, blocks: readonly string[], room: { readonly most: number; readonly bytes: number }): string {
  const kept = fitting(blocks.map((text) => `${text}\n`), room, (left) => `and ${counted(left, 'more pipeline', 'more pipelines')}\n`);
  return section(`${title} (${blocks.length.toLocaleString('en-US')})`, kept.length === 0 ? [] : [kept.join('\n').trimEnd()]);
}

function short(lines: readonly string[], most: number, bytes: number = BYTES.other): string[] {
  return fitting(lines, { most, bytes }, (left) => `- and ${left.toLocaleString('en-US')} more`);
}

function badBlock(one: PipelineDigest, facts: DigestFacts): string {
  const { since, what, owner } = one;
  const clock = clockOf(one, facts);
  const duration = since === undefined ? '' : `, for ${durationInWords((facts.now - since) / 1000)}`;
  return block(one, facts, [
    `NOT OK${since === undefined ? '' : ` since ${clock.shortMomentInZone(since)}`}${duration}${what === undefined ? '' : `: ${what}`}.`,
    ...(owner === undefined ? [] : [`Owner: ${owner}.`]),
  ]);
}

/** A pipeline's name and below it how it did. */
function block(one: PipelineDigest, facts: DigestFacts, first: readonly string[] = []): string {
  const clock = clockOf(one, facts);
  const { state, lastSuccess, judgedSince, problems } = one;
  const success = lastSuccess === undefined || state === 'ok' ? '' : `Last success ${clock.shortMoment(lastSuccess)}. `;
  const lines = [
    ...first,
    ...problems.map((problem) => `Not known: ${problem}.`),
    ...[punctuality(one), durations(one)].flatMap((text) => (text === undefined ? [] : [`${text}.`])),
    ...(judgedSince === undefined ? [] : [`Judged only since ${clock.shortMoment(judgedSince)}.`]),
    `${success}${dueText(one, facts, 'Next due ', '.')}`.trim(),
  ];
  return [one.pipeline, ...lines.filter((text) => text !== '').map((text) => `  ${text}`)].join('\n');
}

/** All of a loud pipeline in one line. */
function line(one: PipelineDigest): string {
  const text = punctuality(one);
  return `- ${one.pipeline}${text === undefined ? '' : `: ${text.charAt(0).toLowerCase()}${text.slice(1)}`}`;
}

function dueText(one: PipelineDigest, facts: DigestFacts, before: string, after = ''): string {
  return one.nextDue === undefined ? '' : `${before}${clockOf(one, facts).shortMomentInZone(one.nextDue)}${after}`;
}

function clockOf({ timeZone }: PipelineDigest, { now }: DigestFacts): OwnerClock {
  return new OwnerClock(timeZone, now);
}
