import { unique } from '../collections';
import { SMS_SEPTETS, SUBJECT_LENGTH } from '../message/channels';
import { cleaned } from '../message/cleaned';
import type { Message } from '../message/facts';
import { counted, durationText, listedUpTo, numberText } from '../text/count-and-duration';
import { isoText, OwnerClock } from '../text/owner-clock';
import { asciiText, cleanText, cutToSeptets, fitting, gsmText, septets } from '../text/plain-text';
import type { Instant } from '../time';
import {
  type DigestFacts, DigestSections, hasNoSubscribers, headline, isAllClear, MOST_LISTED, type PipelineDigest, sectionsOf, Tally,
  tallyOf,
} from './facts';
import { channelLines, durations, punctuality } from './figures-text';

/** SNS takes 256 KB including everything around the text, and JSON may double many characters. */
const BYTES = { open: 40_000, unknown: 15_000, critical: 20_000, warning: 10_000, notDue: 5000, nothingExpected: 5000 };
const MOST_PROBLEMS = 10;
const MOST_IN_SMS = 10;
const MOST_IN_EVENT = 50;
/** People read a name at a glance. A clause is at most four lines on a phone. */
const NAME_LENGTH = 80;
const CLAUSE_LENGTH = 200;

const SPANS = { day: { noun: 'day', adjective: 'Daily' }, week: { noun: 'week', adjective: 'Weekly' } } as const;

/**
 * The regular report: first what is bad, then how each pipeline did, then who is notified of an incident. A digest that
 * arrives proves that its channel works, so it names the channels that do not.
 */
export function digestMessage(given: DigestFacts): Message {
  const facts = shortened(cleaned(given));
  const tally = tallyOf(facts);
  const subject = subjectOf(facts, tally);
  const sections = sectionsOf(facts.pipelines);
  const email = emailOf(facts, sections, tally);
  return {
    subject,
    email,
    sms: smsOf(facts, sections.open, tally),
    event: {
      version: 1,
      key: digestKey(facts.to),
      kind: 'digest',
      observatory: facts.address.observatory,
      severity: isAllClear(tally) && tally.withoutSubscribers === 0 ? 'warning' : 'critical',
      at: isoText(facts.now),
      subject,
      summary: `${headline(tally).join(', ')}.`,
      text: email,
      pipelines: sections.open.slice(0, MOST_IN_EVENT).map(({ pipeline }) => pipeline),
      digest: tally.states,
      notKnown: facts.problems,
    },
  };
}

/** If a digest is sent twice, both have the same key. */
export function digestKey(slot: Instant): string {
  return `digest/${isoText(slot) ?? slot}`;
}

/** The same facts with names and clauses short enough to read. */
function shortened(facts: DigestFacts): DigestFacts {
  const name = (text: string): string => cleanText(text, NAME_LENGTH);
  const clauses = (texts: readonly string[]): string[] => texts.slice(0, MOST_PROBLEMS).map((text) => cleanText(text, CLAUSE_LENGTH));
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
  return { ...facts, pipelines, channels, problems: clauses(facts.problems) };
}

function subjectOf(facts: DigestFacts, tally: Tally): string {
  const until = `${SPANS[facts.every].noun} to ${new OwnerClock(facts.timeZone, facts.now).calendarDay(facts.to)}`;
  return asciiText([...headline(tally), until].join(', ')).slice(0, SUBJECT_LENGTH);
}

function smsOf({ every, channels }: DigestFacts, open: DigestSections['open'], { states, incomplete }: Tally): string {
  const bad = open.map(({ pipeline }) => gsmText(pipeline));
  const withoutSubscribers = channels.filter(hasNoSubscribers).map(({ name }) => name);
  const counts = [
    `${counted(states.ok, 'pipeline')} alive, ${states.open} bad`,
    ...(states.unknown === 0 ? [] : [`, ${states.unknown} not known`]),
    ...(states.notDue === 0 ? [] : [`, ${states.notDue} not due yet`]),
    ...(incomplete ? [', incomplete'] : []),
    '.',
    ...(withoutSubscribers.length === 0 ? [] : [` NOBODY is subscribed to ${unique(withoutSubscribers).join(', ')}.`]),
    ` ${SPANS[every].adjective} proof that SMS arrive.`,
  ].join('');
  // As many whole names as there is room for, instead of parts of names.
  const named = Array.from({ length: Math.min(bad.length, MOST_IN_SMS) }, (_, index) => `NOT OK: ${listedUpTo(index + 1, bad)}. `)
    .findLast((names) => septets(names + counts) <= SMS_SEPTETS);
  return cutToSeptets(`${named ?? ''}${counts}`, SMS_SEPTETS);
}

function emailOf(facts: DigestFacts, sections: DigestSections, tally: Tally): string {
  const clock = new OwnerClock(facts.timeZone, facts.now);
  const { open, unknown, critical, warning, notDue, nothingExpected } = sections;
  return [
    head(facts, tally, clock),
    section('COULD NOT BE CHECKED', facts.problems.map((problem) => `- ${problem}`)),
    blocks('NOT OK', open.map((one) => badBlock(one, facts)), { most: MOST_LISTED.open, bytes: BYTES.open }),
    blocks('NOT KNOWN, SO NOT HEALTHY', unknown.map((one) => block(one, facts)), { most: MOST_LISTED.unknown, bytes: BYTES.unknown }),
    blocks('ALIVE', critical.map((one) => block(one, facts)), { most: MOST_LISTED.critical, bytes: BYTES.critical }),
    lines('NOTHING WAS DUE YET', notDue.map((one) => `${one.pipeline}${dueText(one, facts, ': first due ')}`), { most: MOST_LISTED.notDue, bytes: BYTES.notDue }),
    lines('NO RUNS EXPECTED', nothingExpected.map(({ pipeline, what }) => `${pipeline}${what === undefined ? '' : `: ${what}`}`), { most: MOST_LISTED.nothingExpected, bytes: BYTES.nothingExpected }),
    section('WHO IS NOTIFIED', channelLines(facts.channels)),
    lines('ALIVE, WITH WARNINGS ONLY', warning.map(line), { most: MOST_LISTED.warning, bytes: BYTES.warning }),
    foot(facts, clock),
  ].filter((part) => part !== '').join('\n\n').concat('\n');
}

function head({ address, from, to, every }: DigestFacts, tally: Tally, clock: OwnerClock): string {
  return [
    `${headline(tally).join(', ')}.`,
    `The ${SPANS[every].noun} from ${clock.calendarDay(from)} to ${clock.calendarDay(to)}, observatory ${address.observatory} (account ${address.accountId}, ${address.region}).`,
  ].join('\n');
}

function foot({ every, nextDigest }: DigestFacts, clock: OwnerClock): string {
  const proof = 'This digest arrived, so its channel works.';
  if (nextDigest === undefined) return proof;
  return `${proof} The next ${SPANS[every].adjective.toLowerCase()} digest is due ${clock.shortMomentInZone(nextDigest)}: if it does not arrive, alarms may not arrive either.`;
}

/** A paragraph with a title; empty if there are no lines. */
function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines].join('\n');
}

/** How much room a section has. */
interface Room {
  readonly most: number;
  readonly bytes: number;
}

/** A section of blocks with an empty line between them. */
function blocks(title: string, all: readonly string[], room: Room): string {
  const kept = fitting(all.map((text) => `${text}\n`), room, (left) => `and ${counted(left, 'more pipeline')}\n`);
  return section(`${title} (${numberText(all.length)})`, kept.length === 0 ? [] : [kept.join('\n').trimEnd()]);
}

/** A section with one line each. */
function lines(title: string, all: readonly string[], room: Room): string {
  return section(title, fitting(all.map((text) => `- ${text}`), room, (left) => `- and ${numberText(left)} more`));
}

function badBlock(one: PipelineDigest, facts: DigestFacts): string {
  const { since, what, owner } = one;
  const clock = clockOf(one, facts);
  const duration = since === undefined ? '' : `, for ${durationText((facts.now - since) / 1000)}`;
  return block(one, facts, [
    `NOT OK${since === undefined ? '' : ` since ${clock.shortMomentInZone(since)}`}${duration}${what === undefined ? '' : `: ${what}`}.`,
    ...(owner === undefined ? [] : [`Owner: ${owner}.`]),
  ]);
}

/** A pipeline's name, and below it how it did. */
function block(one: PipelineDigest, facts: DigestFacts, first: readonly string[] = []): string {
  const clock = clockOf(one, facts);
  const { state, lastSuccess, judgedSince, problems } = one;
  const success = lastSuccess === undefined || state === 'ok' ? '' : `Last success ${clock.shortMoment(lastSuccess)}. `;
  const rows = [
    ...first,
    ...problems.map((problem) => `Not known: ${problem}.`),
    ...[punctuality(one), durations(one)].flatMap((text) => (text === undefined ? [] : [`${text}.`])),
    ...(judgedSince === undefined ? [] : [`Judged only since ${clock.shortMoment(judgedSince)}.`]),
    `${success}${dueText(one, facts, 'Next due ', '.')}`.trim(),
  ];
  return [one.pipeline, ...rows.filter((text) => text !== '').map((text) => `  ${text}`)].join('\n');
}

/** A pipeline of severity warning in one line. */
function line(one: PipelineDigest): string {
  const text = punctuality(one);
  return `${one.pipeline}${text === undefined ? '' : `: ${text.charAt(0).toLowerCase()}${text.slice(1)}`}`;
}

function dueText(one: PipelineDigest, facts: DigestFacts, before: string, after = ''): string {
  return one.nextDue === undefined ? '' : `${before}${clockOf(one, facts).shortMomentInZone(one.nextDue)}${after}`;
}

function clockOf({ timeZone }: PipelineDigest, { now }: DigestFacts): OwnerClock {
  return new OwnerClock(timeZone, now);
}
