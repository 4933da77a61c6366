import { executionUrl, logGroupUrl } from '../console/pages';
import { cleanText } from '../words/clean';
import { DiagnosisContext, situationOf } from './context';
import type { Diagnosis, Link, Reason } from './diagnosis';
import type { Findings } from './findings';
import { lookFrom } from './look-back';
import { nothingFound } from './nothing-found';
import { RANKING } from './ranking';
import { RULES } from './rules';
import type { Family, Rule } from './rules/rule';
import { nameOf } from './text/quote';
import { functionView, machineView } from './views';

/** A message is read on a phone. */
const MOST_REASONS = 5;
const MOST_LINKS = 5;
const MOST_UNREAD = 8;
const LONGEST_TEXT = 600;
const LONGEST_NEXT = 200;
const LONGEST_SHORT = 40;
const LONGEST_UNREAD = 200;

/** A reason, and what it is ranked by. */
interface Ranked {
  readonly reason: Reason;
  readonly family: Family;
  /** The stage that the alarm or verdict names comes first, then the order in which stages run. */
  readonly stage: number;
  readonly rule: number;
}

/** What is looked at, one by one, with the rules for it. */
interface Subject {
  readonly stage: number;
  readonly rules: readonly Rule<unknown>[];
  readonly view: () => unknown;
}

/**
 * The reasons that the findings give, the likeliest first. Never throws: a rule that does is one thing more that is not
 * known, and the message goes out without it.
 */
export function diagnose(findings: Findings, context: DiagnosisContext): Diagnosis {
  const problems: string[] = [];
  const ranking = RANKING[situationOf(context)];
  const ranked = subjectsOf(findings, context)
    .flatMap((subject) => look(subject, context, problems))
    .sort((a, b) => ranking.indexOf(a.family) - ranking.indexOf(b.family) || a.stage - b.stage || a.rule - b.rule);
  const unread = [...findings.unread, ...problems].map((clause) => cleanText(clause, LONGEST_UNREAD));
  const reasons = ranked.slice(0, MOST_REASONS).map(({ reason }) => reason);
  const none = reasons.length === 0 && findings.complete ? [cut(nothingFound(findings, unread.length > 0, context))] : [];
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
      problems.push(`${what} not looked at: ${error instanceof Error ? error.message : 'unknown error'}`);
      return undefined;
    }
  };
  const subject = attempt('findings', view);
  if (subject === undefined) return [];
  return rules.flatMap(({ id, family, find }, rule): Ranked[] => {
    const found = attempt(`reason ${id}`, () => find(subject, context));
    return found === undefined ? [] : [{ reason: cut({ id, ...found }), family, stage, rule }];
  });
}

/** Whatever a rule does, a text keeps its bounds and is one line. */
function cut(reason: Reason): Reason {
  return { ...reason, text: cleanText(reason.text, LONGEST_TEXT), next: cleanText(reason.next, LONGEST_NEXT), short: cleanText(reason.short, LONGEST_SHORT) };
}

function bounded(clauses: readonly string[]): string[] {
  const unique = [...new Set(clauses)];
  return unique.length <= MOST_UNREAD ? unique : [...unique.slice(0, MOST_UNREAD - 1), `${unique.length - MOST_UNREAD + 1} more not readable`];
}

/** Where to look further: what the reasons are about, then the runs and logs of all stages. */
function linksOf(reasons: readonly Reason[], { machines, functions }: Findings, context: DiagnosisContext): Link[] {
  const { region, now } = context;
  const links = [
    ...reasons.flatMap(({ link }) => link ?? []),
    ...machines.flatMap(({ execution, stage }) => execution === undefined ? [] : linkTo(`Execution of ${nameOf(stage)}`, () => executionUrl(region, execution.arn))),
    ...functions.flatMap(({ stage, logGroupName }) => linkTo(`Log of ${nameOf(stage)}`, () => logGroupUrl(region, logGroupName, { from: lookFrom(context), to: now }))),
  ];
  // Of several pages of one thing the first is the one that a reason names.
  return links.filter(({ title }, index) => links.findIndex((other) => other.title === title) === index).slice(0, MOST_LINKS);
}

/** An address cannot be made of every name: half a character is none. */
function linkTo(title: string, url: () => string): Link[] {
  try {
    return [{ title, url: url() }];
  } catch {
    return [];
  }
}
