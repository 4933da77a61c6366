import { createHash } from 'node:crypto';
import { counted, durationText } from '../../../core/text/count-and-duration';
import type { DrillReport, DrillResult, Outcome } from '../../result';
import { Finding, findingsOf } from '../findings';
import { spokenInstant } from '../instant-text';
import { knownGapsOf } from '../known-gaps';
import { Matrix, matrixOf } from '../matrix';
import { omittedFaults, omittedResources } from '../not-played';
import { OUTCOMES } from '../outcome-text';
import { DrillSummary, summarize } from '../summary';
import { verdictText } from '../verdict-text';
import { alongsideSection } from './alongside-section';
import { faultSection } from './cell-section';
import { findingId, findingsSection } from './findings-section';
import { knownGapsSection } from './known-gaps-section';
import { Content, html, Html } from './markup';
import { cellId, matrixSection, problemsFirst } from './matrix-section';
import { SCRIPT } from './script';
import { STYLE } from './style';
import { yearsSection } from './years-section';

/** Number of cells with a picture, which is about 6 KB; those with problems come first. */
const MOST_PICTURES = 400;

/** A drill's report as one HTML file that loads nothing else. */
export function htmlReport(report: DrillReport): string {
  const summary = summarize(report);
  const { headline, detail } = verdictText(summary);
  const matrix = problemsFirst(matrixOf(report.results));
  const findings = findingsOf(report);
  const script = new Html(SCRIPT);
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer">
<title>Drill: ${headline}</title><style>${new Html(STYLE)}</style></head><body>
<header><p class="kicker"><b>Drill</b> of <bdi>${report.app}</bdi>, ${spokenInstant(Date.parse(report.startedAt))}, played in ${durationText(report.tookMillis / 1000)}</p>
<h1 class="${summary.passed && summary.played ? 'good' : 'bad'}">${headline}</h1><p class="detail">${detail}</p>
${numbers(summary, targetsOf(report, findings))}</header>
<main>${findingsSection(findings, linkInto(matrix))}
${knownGapsSection(report)}${matrix.rows.length === 0 ? undefined : matrixSection(matrix, report.results)}
${alongsideSection(report)}${cells(matrix, report.results)}
${yearsSection(report.years)}
${notPlayed(report)}</main>
<footer>A drill plays the synthesized template and the shipped checker under a simulated clock. No account was touched, and nothing here was measured in one. Times are in UTC, with the local time of the pipeline beside them where it differs.</footer>
<script>${script}</script></body></html>
`.text;
}

/** Where the numbers link to: undefined where there is nothing to see. */
interface Targets {
  readonly matrix?: string;
  readonly late?: string;
  readonly undetected?: string;
  readonly falseAlarm?: string;
  readonly years?: string;
}

function targetsOf(report: DrillReport, findings: readonly Finding[]): Targets {
  const gaps = knownGapsOf(report).length > 0 ? 'known-gaps' : undefined;
  const target = (outcome: Outcome): string | undefined => (findings.some((finding) => finding.outcome === outcome) ? findingId(outcome) : undefined);
  return {
    matrix: report.results.length > 0 ? 'matrix' : undefined, late: target('detectedLate') ?? gaps, undetected: target('undetected') ?? gaps,
    falseAlarm: target('falseAlarm'), years: report.years.length > 0 ? 'years' : undefined,
  };
}

function numbers({ cells: by, hadToBeDetected, falseAlarms, medianSecondsToMessage, years, yearRuns }: DrillSummary, to: Targets): Html {
  const tone = (count: number): string => (count === 0 ? 'good' : 'bad');
  const target = (count: number, id: string | undefined): string | undefined => (count === 0 ? undefined : id);
  const all: readonly (readonly [name: string, value: Content, tone: string, target: string | undefined] | undefined)[] = [
    hadToBeDetected === 0 ? undefined : ['detected in time', html`${by.detected.toLocaleString('en-US')} <small>of ${hadToBeDetected.toLocaleString('en-US')}</small>`, '', to.matrix],
    by.detectedLate === 0 ? undefined : ['detected late', by.detectedLate, 'warn', to.late],
    hadToBeDetected === 0 ? undefined : ['undetected', by.undetected, tone(by.undetected), target(by.undetected, to.undetected)],
    [falseAlarms === 1 ? 'false alarm' : 'false alarms', falseAlarms, tone(falseAlarms), target(falseAlarms, to.falseAlarm)],
    medianSecondsToMessage === undefined ? undefined : ['median detection', durationText(medianSecondsToMessage), '', undefined],
    years === 0 ? undefined : [`${counted(yearRuns, 'run')} in them`, html`${years} <small>${years === 1 ? 'year' : 'years'}</small>`, '', to.years],
  ];
  return html`<dl class="numbers">${all.map((entry) => (entry === undefined ? undefined : html`<div><dt>${entry[3] === undefined ? entry[0] : html`<a href="#${entry[3]}">${entry[0]}</a>`}</dt><dd class="${entry[2]}">${entry[1]}</dd></div>`))}</dl>`;
}

function cells(matrix: Matrix, results: readonly DrillResult[]): Content {
  if (matrix.rows.length === 0) return undefined;
  const pictured = withPicture(results);
  return html`<section aria-labelledby="cells"><h2 id="cells">What happened, one by one</h2>
<p class="intro">Due and actual runs, metric points, the checker's ticks, alarms and messages. Open a row to see them.</p>
<div class="tools" hidden><button type="button" data-do="open">Open all</button><button type="button" data-do="close">Close all</button></div>
${matrix.rows.map((row, index) => faultSection(row, index, (result) => pictured.has(result)))}</section>`;
}

function withPicture(results: readonly DrillResult[]): ReadonlySet<DrillResult> {
  const wrong = results.filter(({ outcome }) => OUTCOMES[outcome].wrong);
  const fine = results.filter(({ outcome, timeline }) => !OUTCOMES[outcome].wrong && timeline.length > 0);
  return new Set([...wrong, ...fine].slice(0, MOST_PICTURES));
}

function linkInto({ rows }: Matrix): (result: DrillResult) => string {
  const ids = new Map(rows.flatMap(({ cells: row }, index) => row.flatMap((result, column) => (result === undefined ? [] : [[result, cellId(index, column)] as const]))));
  // A cell that was played twice appears in the matrix once.
  return (result) => ids.get(result) ?? 'matrix';
}

function notPlayed(report: DrillReport): Content {
  const [faults, resources] = [omittedFaults(report), omittedResources(report)];
  if (faults.length + resources.length === 0) return undefined;
  return html`<section aria-labelledby="not-played"><h2 id="not-played">What this drill does not prove</h2>
<p class="intro">Not simulated, or not watched by the owner's decision. The most important gaps come first.</p>
<ul class="plain">${[...faults, ...resources].map(({ where, what }) => html`<li><b><bdi>${where}</bdi></b>: ${what}</li>`)}</ul></section>`;
}
