import { unique } from '../collections';
import { executionUrl, logGroupUrl } from '../console';
import { cleanText } from '../text/plain-text';
import { type Diagnosis, DiagnosisContext, type Link, type Reason, Situation, situationOf } from './diagnosis';
import { errorName } from './error-text';
import { type Findings, functionView, lookFrom, machineView } from './findings';
import type { Family, Rule } from './rules/rule';
import { RULES } from './rules/rules';

/** Which families of causes come first in each situation: what explains it alone comes before what may be related. */
export const RANKING: Readonly<Record<Situation, readonly Family[]>> = {
  // It was not started; otherwise it started and nobody saw it succeed.
  missing: ['trigger', 'existence', 'upstream', 'running', 'failure', 'capacity', 'change'],
  undelivered: ['trigger', 'existence', 'capacity', 'upstream', 'failure', 'running', 'change'],
  stuck: ['running', 'failure', 'upstream', 'existence', 'capacity', 'change', 'trigger'],
  failed: ['existence', 'failure', 'capacity', 'upstream', 'change', 'running', 'trigger'],
  slow: ['running', 'capacity', 'failure', 'change', 'upstream', 'existence', 'trigger'],
};

/** A message is read on a phone. */
const MOST_REASONS = 5;
const MOST_LINKS = 5;
const MOST_UNREAD = 8;
const LONGEST_TEXT = 600;
const LONGEST_NEXT = 200;
const LONGEST_SHORT = 40;
const LONGEST_UNREAD = 200;

/** A reason with what it is ranked by. */
interface Ranked {
  readonly reason: Reason;
  readonly family: Family;
  /** The stage that the alarm or verdict names comes first, then the order in which stages run. */
  readonly stage: number;
  readonly rule: number;
}

/** One thing to examine, with the rules for it. */
interface Subject {
  readonly stage: number;
  readonly rules: readonly Rule<unknown>[];
  readonly view: () => unknown;
}

/**
 * The reasons that follow from the findings, the likeliest first. Never throws: if a rule does, the message says that one
 * more thing is not known.
 */
export function diagnose(findings: Findings, context: DiagnosisContext): Diagnosis {
  const problems: string[] = [];
  const ranking = RANKING[situationOf(context)];
  const ranked = subjectsOf(findings, context)
    .flatMap((subject) => look(subject, context, problems))
    .sort((a, b) => ranking.indexOf(a.family) - ranking.indexOf(b.family) || a.stage - b.stage || a.rule - b.rule);
  const unread = [...findings.unread, ...problems].map((clause) => cleanText(clause, LONGEST_UNREAD));
  const reasons = ranked.slice(0, MOST_REASONS).map(({ reason }) => reason);
  const none = reasons.length === 0 && findings.complete ? [firstFindings(nothingFound(findings, unread.length > 0, context))] : [];
  return { reasons: [...reasons, ...none], unread: bounded(unread), links: linksOf(reasons, findings, context), complete: findings.complete };
}

function subjectsOf({ trigger, upstream, machines, functions }: Findings, context: DiagnosisContext): Subject[] {
  const subject = <S>(rules: readonly Rule<S>[], stage: string | undefined, index: number, view: () => S): Subject =>
    ({ rules: rules as readonly Rule<unknown>[], stage: stage !== undefined && stage === context.stage ? -1 : index, view });
  return [
    ...(trigger === undefined ? [] : [subject(RULES.trigger, undefined, 0, () => trigger)]),
    ...upstream.map((one, index) => subject(RULES.upstream, undefined, index, () => one)),
    ...machines.map((one) => subject(RULES.machine, one.stage, one.order, () => machineView(one))),
    ...functions.map((one) => subject(RULES.function, one.stage, one.order, () => functionView(one))),
  ];
}

function look({ stage, rules, view }: Subject, context: DiagnosisContext, problems: string[]): Ranked[] {
  const attempt = <T>(what: string, work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      problems.push(`${what} not examined: ${error instanceof Error ? error.message : 'unknown error'}`);
      return undefined;
    }
  };
  const subject = attempt('findings', view);
  if (subject === undefined) return [];
  return rules.flatMap(({ id, family, find }, rule): Ranked[] => {
    const found = attempt(`reason ${id}`, () => find(subject, context));
    return found === undefined ? [] : [{ reason: firstFindings({ id, ...found }), family, stage, rule }];
  });
}

/** A text stays on one line and within its length, whatever a rule returns. */
function firstFindings(reason: Reason): Reason {
  return { ...reason, text: cleanText(reason.text, LONGEST_TEXT), next: cleanText(reason.next, LONGEST_NEXT), short: cleanText(reason.short, LONGEST_SHORT) };
}

function bounded(clauses: readonly string[]): string[] {
  const once = unique(clauses);
  return once.length <= MOST_UNREAD ? once : [...once.slice(0, MOST_UNREAD - 1), `${once.length - MOST_UNREAD + 1} more not readable`];
}

/** Where to look further: the pages of the reasons, then the runs and logs of all stages. */
function linksOf(reasons: readonly Reason[], { machines, functions }: Findings, context: DiagnosisContext): Link[] {
  const { region, now } = context;
  const links = [
    ...reasons.flatMap(({ link }) => link ?? []),
    ...machines.flatMap(({ execution, stage }) => execution === undefined ? [] : linkTo(`Execution of ${errorName(stage)}`, () => executionUrl(region, execution.arn))),
    ...functions.flatMap(({ stage, logGroupName }) => linkTo(`Log of ${errorName(stage)}`, () => logGroupUrl(region, logGroupName, { from: lookFrom(context), to: now }))),
  ];
  // Of several pages with the same title, the first one is that of a reason.
  return links.filter(({ title }, index) => links.findIndex((other) => other.title === title) === index).slice(0, MOST_LINKS);
}

/** Some names cannot be part of an address, for example half a character. */
function linkTo(title: string, url: () => string): Link[] {
  try {
    return [{ title, url: url() }];
  } catch {
    return [];
  }
}

/** The reason that says that no reason was found. */
export const NOTHING_FOUND = 'nothingFound';

const WHAT: Readonly<Record<Situation, string>> = {
  missing: 'why no run was seen',
  undelivered: 'why it could not be started',
  stuck: 'why the run does not end',
  failed: 'why the run failed',
  slow: 'why the run was slow',
};

/** Says that everything was examined and nothing was found. Without it, a message would look as if nobody had searched. */
function nothingFound({ trigger }: Findings, somethingUnread: boolean, context: DiagnosisContext): Reason {
  const situation = situationOf(context);
  const name = errorName(context.pipeline);
  const starter = trigger === undefined && (situation === 'missing' || situation === 'undelivered');
  return {
    id: NOTHING_FOUND,
    text: `${somethingUnread ? 'The evidence that could be read' : 'The evidence'} does not show ${WHAT[situation]}.${starter ? ` The observatory does not know what starts ${name}.` : ''}`,
    next: starter ? `Check what starts ${name}.` : `Check what has changed since the last good run of ${name}.`,
    short: 'reason unknown',
  };
}
