import { counted, listedUpTo } from '../../../core/text/count-and-duration';
import type { DrillReport, DrillResult, Outcome } from '../../result';
import { alongsideOf, alongsideRemedy } from '../alongside';
import { faultFacts, yearFacts } from '../finding-facts';
import { Finding, findingsOf } from '../findings';
import { dayText } from '../instant-text';
import { KnownGap, knownGapsOf, staleGapsOf } from '../known-gaps';
import { cellText, Matrix, matrixOf, MatrixRow } from '../matrix';
import { omittedFaults, omittedResources } from '../not-played';
import { OUTCOMES } from '../outcome-text';
import { summarize } from '../summary';
import { verdictText } from '../verdict-text';
import { Paint, PLAIN } from './paint';
import { cut, printable, textWidth, wrap } from './plain-text';
import { TableCell, tableLines } from './table';

/** How a report is written to a terminal. */
export interface TerminalOptions {
  /** @default 100 */
  readonly columns?: number;
  /** @default - no colours */
  readonly paint?: Paint;
}

const COLUMNS = 100;
/** Longer titles may wrap, so that more pipelines fit beside them. */
const LONGEST_TITLE = 50;
/** Titles take at most this share of a narrow terminal. */
const MOST_TITLE_SHARE = 0.55;
const LONGEST_NAME = 16;
const GAP = 2;
/** More pipelines than fit into this many tables, one below the other, are counted instead of shown. */
const MOST_BLOCKS = 3;
/** More findings of one kind would hide the others; the HTML report has them all. */
const MOST_FINDINGS = 40;
/** The columns of a table of counts, where they occur. */
const COUNTED: readonly Outcome[] = ['brokenBefore', 'detected', 'detectedLate', 'undetected', 'correctlyQuiet', 'falseAlarm', 'notWatched', 'notPlayed', 'notApplicable'];
/** Pipelines shown of one finding. The rest have the same problem. */
const MOST_PIPELINES = 5;

interface Page {
  readonly columns: number;
  readonly paint: Paint;
}

/** A drill's report for a terminal: verdict, findings, matrix, legend, and what was not played. Ends with a newline. */
export function terminalReport(report: DrillReport, { columns = COLUMNS, paint = PLAIN }: TerminalOptions = {}): string {
  const page = { columns, paint };
  const sections = [
    verdict(report, page),
    findings(report, page),
    knownGaps(report, page),
    matrix(report, page),
    years(report, page),
    alongside(report, page),
    notPlayed(report, page),
  ];
  return `${sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The verdict alone: one sentence, and one with the numbers. */
export function verdictReport(report: DrillReport, { columns = COLUMNS, paint = PLAIN }: TerminalOptions = {}): string {
  return `${verdict(report, { columns, paint }).join('\n')}\n`;
}

function verdict(report: DrillReport, { columns, paint }: Page): string[] {
  const summary = summarize(report);
  const { headline, detail } = verdictText(summary);
  const tone = summary.passed && summary.played ? paint.good : paint.bad;
  return [...wrap(headline, columns).map((line) => paint.strong(tone(line))), ...wrap(detail, columns)];
}

function matrix({ results }: DrillReport, page: Page): string[] {
  if (results.length === 0) return [];
  const whole = matrixOf(results);
  const longest = Math.max(5, ...whole.rows.map(({ title }) => textWidth(printable(title))));
  const titleWidth = Math.min(LONGEST_TITLE, Math.floor(page.columns * MOST_TITLE_SHARE), longest);
  const widths = whole.pipelines.map((name, column) => Math.max(
    Math.min(LONGEST_NAME, textWidth(printable(name))), ...whole.rows.map(({ cells }) => textWidth(cellText(cells[column]))),
  ));
  const blocks = blocksOf(widths, page.columns - titleWidth);
  const lines = blocks.length > MOST_BLOCKS
    ? countedMatrix(whole, page)
    : blocks.flatMap((block, index) => [...(index === 0 ? [] : ['']), ...matrixBlock(whole, block, page)]);
  return [...lines, '', ...legend(results, page)];
}

/** Columns that fit beside each other, as lists of their numbers. */
function blocksOf(widths: readonly number[], room: number): number[][] {
  const blocks: number[][] = [];
  let used = Infinity;
  widths.forEach((width, column) => {
    if (used + GAP + width > room) {
      blocks.push([]);
      used = 0;
    }
    blocks.at(-1)!.push(column);
    used += GAP + width;
  });
  return blocks;
}

function matrixBlock({ pipelines, rows }: Matrix, block: readonly number[], { columns, paint }: Page): string[] {
  const names = block.map((column) => cut(printable(pipelines[column]!), LONGEST_NAME));
  return tableLines(
    rows.map((row) => [title(row), ...block.map((column) => cell(row.cells[column], paint))]),
    { head: [['Fault', ...names]], paintHead: paint.strong, columns },
  );
}

/** For more pipelines than fit: how many of them have each outcome. */
function countedMatrix({ rows }: Matrix, { columns, paint }: Page): string[] {
  const seen = new Set(rows.flatMap(({ cells }) => cells.map((result) => result?.outcome)));
  const kinds = COUNTED.filter((outcome) => seen.has(outcome));
  const head = ['Fault', ...kinds.map(sampleOf)];
  return tableLines(rows.map((row) => [
    title(row),
    ...kinds.map((kind): TableCell => {
      const count = row.cells.filter((result) => result?.outcome === kind).length;
      return count === 0 ? { text: '·', paint: paint.none } : { text: String(count), paint: paint[OUTCOMES[kind].tone] };
    }),
  ]), { head: [head], rightFrom: 1, paintHead: paint.strong, columns });
}

function title(row: MatrixRow): TableCell {
  return { text: printable(row.title) };
}

function cell(result: DrillResult | undefined, paint: Paint): TableCell {
  const text = cellText(result);
  return result === undefined ? { text } : { text, paint: paint[OUTCOMES[result.outcome].tone] };
}

/** An outcome as it appears in the matrix, without a time. */
function sampleOf(outcome: Outcome): string {
  return outcome === 'detected' ? '✓' : OUTCOMES[outcome].cell;
}

/** Only the outcomes that occur. */
function legend(results: readonly DrillResult[], { columns, paint }: Page): string[] {
  const seen = new Set(results.map(({ outcome }) => outcome));
  const shown = (Object.keys(OUTCOMES) as Outcome[]).filter((outcome) => seen.has(outcome));
  const width = Math.max(0, ...shown.map((outcome) => sampleOf(outcome).length)) + GAP;
  return shown.flatMap((outcome) => {
    const { means, tone } = OUTCOMES[outcome];
    const [first, ...rest] = wrap(means, columns - width);
    return [`${paint[tone](sampleOf(outcome).padEnd(width - GAP))}  ${paint.none(first!)}`, ...rest.map((line) => `${' '.repeat(width)}${paint.none(line)}`)];
  });
}

function years({ years: all }: DrillReport, { paint, columns }: Page): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ pipeline, timeZone, from, to, runs, broken, falseAlarms }): TableCell[] => [
    { text: cut(printable(pipeline), 40) },
    { text: cut(printable(timeZone), 24) },
    { text: `${dayText(from)} to ${dayText(to)}` },
    { text: runs.toLocaleString('en-US') },
    broken !== undefined ? { text: 'not played', paint: paint.bad } : falseAlarms.length === 0 ? { text: 'none', paint: paint.good } : { text: String(falseAlarms.length), paint: paint.bad },
  ]);
  if (rows.length > MOST_FINDINGS) {
    const bad = all.filter(({ falseAlarms }) => falseAlarms.length > 0).length;
    return wrap(`Quiet years: ${counted(all.length, 'year')} simulated, false alarms in ${bad} of them.`, columns);
  }
  return tableLines(rows, { head: [['Quiet year', 'Time zone', 'Days', 'Runs', 'False alarms']], rightFrom: 3, paintHead: paint.strong, columns });
}

function findings(report: DrillReport, page: Page): string[] {
  const all = findingsOf(report);
  if (all.length === 0) return [];
  const { paint } = page;
  const shown = all.slice(0, MOST_FINDINGS).flatMap((finding) => ['', ...findingLines(finding, page)]);
  const hidden = all.length - MOST_FINDINGS;
  const more = hidden > 0 ? ['', `… and ${hidden} more: write the HTML report (--html FILE) to see them all.`] : [];
  return [paint.strong('What to fix'), ...shown, ...more];
}

function findingLines(finding: Finding, { columns, paint }: Page): string[] {
  const words = OUTCOMES[finding.outcome];
  const tag = words.word.toUpperCase();
  const [first, ...rest] = wrap(`${tag} ${printable(finding.title)}`, columns);
  const pipelines = finding.kind === 'fault'
    ? finding.results.map((result) => ({ name: result.pipeline, facts: faultFacts(result) }))
    : finding.years.map((year) => ({ name: year.pipeline, facts: yearFacts(year) }));
  const hidden = pipelines.length - MOST_PIPELINES;
  return [
    first!.replace(tag, paint[words.tone](tag)),
    ...rest,
    ...pipelines.slice(0, MOST_PIPELINES).flatMap(({ name, facts }) => bullet(`${name}: ${facts.join(' ')}`, columns, '  ')),
    ...(hidden > 0 ? bullet(`… and ${counted(hidden, 'other pipeline')}.`, columns, '  ') : []),
    ...wrap(`Remedy: ${finding.remedy}`, columns - 2).map((line) => `  ${line}`),
  ];
}

/** What the library does not detect yet, and known gaps that it detected after all. */
function knownGaps(report: DrillReport, { columns, paint }: Page): string[] {
  const [gaps, stale] = [knownGapsOf(report), staleGapsOf(report)];
  return [
    ...(gaps.length === 0 ? [] : [paint.strong('Known gaps'), ...gaps.flatMap((gap) => bullet(gapText(gap), columns))]),
    ...(stale.length === 0 ? [] : [paint.strong(paint.bad('Detected, although stated as a known gap')), ...stale.flatMap((gap) => bullet(gapText(gap), columns))]),
  ];
}

function gapText({ title: fault, pipelines, reason }: KnownGap): string {
  return `${fault} (${listedUpTo(MOST_PIPELINES, pipelines)}): ${reason}`;
}

/** The app's own alarms beside this library's, which are counted separately. */
function alongside(report: DrillReport, { columns, paint }: Page): string[] {
  const all = alongsideOf(report);
  if (all.length === 0) return [];
  const hidden = all.length - MOST_FINDINGS;
  return [
    paint.strong('Your own alarms that notified somebody too'),
    ...all.slice(0, MOST_FINDINGS).flatMap((one) => bullet(`${one.alarm}, ${counted(one.messages, 'message')}. ${alongsideRemedy(one)}`, columns)),
    ...(hidden > 0 ? [`· … and ${hidden} more: --json and --html list them all.`] : []),
  ];
}

/** A text after a dot, with its other lines below its first word. */
function bullet(text: string, columns: number, indent = ''): string[] {
  return wrap(printable(text), columns - indent.length - 2).map((line, index) => `${indent}${index === 0 ? '·' : ' '} ${line}`);
}

/** What can happen but was not played, and what of the templates was not played, the most important first. */
function notPlayed(report: DrillReport, { columns, paint }: Page): string[] {
  const all = [...omittedFaults(report), ...omittedResources(report)];
  if (all.length === 0) return [];
  const lines = all.slice(0, MOST_FINDINGS).flatMap(({ where, what }) => bullet(`${where}: ${what}`, columns));
  const hidden = all.length - MOST_FINDINGS;
  return [
    paint.strong('What this drill does not prove'), ...lines,
    ...(hidden > 0 ? [`· … and ${hidden} more: --json and --html list them all.`] : []),
  ];
}
