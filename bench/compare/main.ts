import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { printTable } from '../table';
import { CONTENDERS } from './contenders';
import { comparisonPage, figureRows } from './page';
import { play, Played } from './play';

/**
 * Plays the same breakdowns against this library and against other ways of monitoring: `npm run compare` prints the figures and
 * writes docs/comparison.md. The simulated clock and fixed seeds give the same page in every run.
 */

process.env.CDK_VALIDATION = 'false';
const PAGE = path.resolve('docs/comparison.md');

async function main(): Promise<void> {
  const all: Played[] = [];
  for (const contender of CONTENDERS) all.push(await play(contender));
  printTable(figureRows(all));
  for (const { contender, notPlayed } of all) notPlayed.forEach((text) => console.log(`not played of ${contender.name}: ${text}`));
  writeFileSync(PAGE, comparisonPage(all));
  console.log(`\nWritten: ${path.relative('.', PAGE)}`);
}

void main();
