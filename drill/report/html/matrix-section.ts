import type { DrillResult, Outcome } from '../../result';
import { cellText, Matrix } from '../matrix';
import { OUTCOMES } from '../outcome-text';
import { Content, html, Html } from './markup';
import { breakable } from './names';

/** With more pipelines the names are vertical, or the table would be wider than any screen. */
const MOST_LYING_NAMES = 7;

/** The id of a cell's details. */
export function cellId(row: number, column: number): string {
  return `cell-${row}-${column}`;
}

/** The id of a fault's section. */
export function faultId(row: number): string {
  return `fault-${row}`;
}

/** The matrix as a table; each cell links to its details. */
export function matrixSection({ pipelines, rows }: Matrix, results: readonly DrillResult[]): Html {
  const many = pipelines.length > MOST_LYING_NAMES;
  const fine = pipelines.map((_, column) => rows.every(({ cells }) => !isProblem(cells[column])));
  const fineClass = (isFine: boolean): Content => (isFine ? html` class="fine"` : undefined);
  return html`<section aria-labelledby="matrix"><h2 id="matrix">What was detected</h2>
<p class="intro">Each row is a breakdown, or a harmless event that looks like one, played under a simulated clock. Each column is a pipeline. A time is how long it took from the moment it could first be known to the message. All times are those of the simulation.${many && fine.includes(false) ? ' Pipelines with problems come first.' : ''}</p>
${fine.includes(false) ? filterBox() : undefined}<div class="scroll ${many ? 'tall' : 'fits'}" tabindex="0" role="region" aria-label="Faults by pipelines"><table class="matrix${many ? ' many' : ''}">
<thead><tr><th scope="col">Fault</th>${pipelines.map((name, column) => html`<th scope="col"${fineClass(fine[column]!)}>${breakable(name)}</th>`)}</tr></thead>
<tbody>${rows.map(({ title, cells }, row) => html`<tr${fineClass(!cells.some(isProblem))}><th scope="row"><a href="#${faultId(row)}">${title}</a></th>${cells.map((result, column) => html`<td${fineClass(fine[column]!)}>${chipLink(result, row, column)}</td>`)}</tr>
`)}</tbody></table></div>
${legend(results)}</section>`;
}

/** When there are many pipelines, puts those with problems first, so that you see them without scrolling. */
export function problemsFirst({ pipelines, rows }: Matrix): Matrix {
  if (pipelines.length <= MOST_LYING_NAMES) return { pipelines, rows };
  const order = pipelines
    .map((_, column) => ({ column, problems: rows.filter(({ cells }) => isProblem(cells[column])).length }))
    .sort((a, b) => b.problems - a.problems)
    .map(({ column }) => column);
  return {
    pipelines: order.map((column) => pipelines[column]!),
    rows: rows.map((row) => ({ ...row, cells: order.map((column) => row.cells[column]) })),
  };
}

/** CSS alone does the filtering, so it works where scripts are forbidden. */
function filterBox(): Html {
  return html`<p class="filter"><input type="checkbox" id="only-problems"><label for="only-problems">Only problems</label></p>
`;
}

function isProblem(result: DrillResult | undefined): boolean {
  return result !== undefined && OUTCOMES[result.outcome].wrong;
}

/** An outcome as a small coloured text. */
export function chip(result: DrillResult): Html {
  return html`<span class="chip ${OUTCOMES[result.outcome].tone}">${cellText(result)}</span>`;
}

function chipLink(result: DrillResult | undefined, row: number, column: number): Content {
  if (result === undefined) return undefined;
  const { tone, means } = OUTCOMES[result.outcome];
  return html`<a class="chip ${tone}" href="#${cellId(row, column)}" title="${result.reason ?? means}">${cellText(result)}</a>`;
}

function legend(results: readonly DrillResult[]): Html {
  const seen = new Set(results.map(({ outcome }) => outcome));
  return html`<ul class="legend">${Object.entries(OUTCOMES).filter(([outcome]) => seen.has(outcome as Outcome)).map(([outcome, { cell, tone, means }]) => (
    html`<li><span class="chip ${tone}">${outcome === 'detected' ? '✓ 4m' : cell}</span>${means}</li>`
  ))}</ul>`;
}
