import { App } from 'aws-cdk-lib/core';
import { money } from '../cli/cost/money';
import { CONTENDERS } from './compare/contenders';
import { EQUAL, LACKS } from './cost/equal-coverage';
import { alarmCount, monthly } from './cost/monthly';
import { Contender, OURS, PEER, stackOf } from './pipelines';
import { printTable } from './table';

/**
 * The monthly cost of monitoring with this library and with others, by the same price table: `npm run bench`. Nothing here
 * passes or fails; it prints the figures.
 */

process.env.CDK_VALIDATION = 'false';
const PIPELINES = 10;

/** The cost of one more pipeline of one function and one machine, and the cost of what is shared. */
function perPipeline(contender: Contender): { each: number; once: number; alarms: number } {
  const [one, many] = [1, PIPELINES + 1].map((count) => stackOf(contender, count).app.synth().directory);
  const [first, all] = [monthly(one!), monthly(many!)];
  const each = (all - first) / PIPELINES;
  return { each, once: first - each, alarms: (alarmCount(many!) - alarmCount(one!)) / PIPELINES };
}

function main(): void {
  console.log('\nThe monthly cost of monitoring, for pipelines of one function and one state machine (list prices of us-east-1):\n');
  const contenders = [OURS, PEER, EQUAL];
  const costs = contenders.map(perPipeline);
  printTable([
    ['', ...contenders.map(({ name }) => name)],
    ['a pipeline', ...costs.map(({ each }) => money(each))],
    ['alarms of a pipeline', ...costs.map(({ alarms }) => String(alarms))],
    ['what they share', ...costs.map(({ once }) => money(once))],
    ...[1, 10, 100].map((count) => [`${count} together`, ...costs.map(({ each, once }) => money(count * each + once))]),
  ]);
  console.log(`\n"${EQUAL.name}" has an alarm for each signal of this library that it can express. It has none for:`);
  LACKS.forEach((what) => console.log(`- ${what}`));

  console.log('\nThe example app, monitored as in docs/comparison.md:\n');
  printTable([['', 'a month', 'alarms'], ...CONTENDERS.map(({ name, stack, id }) => {
    const app = new App();
    stack(app, id);
    const { directory } = app.synth();
    return [name, money(monthly(directory)), String(alarmCount(directory))];
  })]);
}

main();
