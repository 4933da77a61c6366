import { CheckerRan, CheckerRun, runChecker } from '../test/stand-in/checker-run';
import { all, failing, Faults, Request, slow, throttled } from '../test/stand-in/faults';
import { storm } from '../test/stand-in/notifier-storm';
import { median, printTable } from './table';

/**
 * What an observatory can handle: the deployed bundles, each in its own process with the heap that Lambda gives it, against a
 * server that answers like AWS after 10 ms: `npm run bench`. Nothing here passes or fails; it prints the figures.
 * docs/capacity.md has them.
 */

const ANSWER_MILLIS = 10;
/** 1,769 MB correspond to one processor (Lambda developer guide, "Configure Lambda function memory"). */
const PROCESSORS = 512 / 1769;
const STORM = 200;

/** CloudWatch returns 396,000 points a second. It is unknown whether it counts existing points or possible ones. */
const COUNTING_POSSIBLE_POINTS = throttled('GetMetricData', 396_000, possiblePoints);

const RUNS: readonly (readonly [what: string, run: CheckerRun])[] = [
  ['1,000 ran', { pipelines: 1000, nights: 'healthy' }],
  ['5,000 ran', { pipelines: 5000, nights: 'healthy' }],
  ['1,000 did not run', { pipelines: 1000, nights: 'missed' }],
  ['5,000 did not run', { pipelines: 5000, nights: 'missed' }],
  ['250 machines did not run, 5 listings a second', { pipelines: 250, nights: 'missed', faults: throttled('ListExecutions', 5, () => 1, 200) }],
  ['1,000, 40 pages a second', { pipelines: 1000, nights: 'healthy', faults: throttled('GetParametersByPath', 40) }],
  ['500, possible points count', { pipelines: 500, nights: 'healthy', faults: COUNTING_POSSIBLE_POINTS }],
  ['1,000, page 51 fails', { pipelines: 1000, nights: 'healthy', faults: failing('GetParametersByPath', 50) }],
  ['1,000, pages of 200 ms, timeout of 5 s', { pipelines: 1000, nights: 'healthy', faults: slow(200, 'GetParametersByPath'), timeoutMillis: 5_000 }],
];

function possiblePoints({ input }: Request): number {
  const { StartTime: from, EndTime: to, MetricDataQueries: queries } = input as { StartTime: number; EndTime: number; MetricDataQueries: unknown[] };
  return (to - from) / 60 * queries.length;
}

function answering(faults?: Faults): Faults {
  return faults === undefined ? slow(ANSWER_MILLIS) : all(slow(ANSWER_MILLIS), faults);
}

function rowOf(what: string, { account, tick, millis, cpuMillis, peakMb }: CheckerRan): string[] {
  const requests = [...account.standIn.requests.values()].reduce((sum, count) => sum + count, 0);
  const judged = account.published.filter(({ metric }) => metric === 'ProofOfLife').length;
  return [
    what, count(judged), tick.complete ? 'yes' : 'no', count(requests), count(account.standIn.requests.get('GetParametersByPath') ?? 0),
    count(account.standIn.requests.get('GetMetricData') ?? 0), seconds(millis), seconds(cpuMillis), seconds(cpuMillis / PROCESSORS), `${peakMb.toFixed(0)} MB`,
  ];
}

async function main(): Promise<void> {
  console.log(`\nOne tick of the bundled checker, AWS answering in ${ANSWER_MILLIS} ms, 400 of the pipelines state machines (budget: 512 MB, 2 minutes):\n`);
  const rows = [];
  for (const [what, run] of RUNS) rows.push(rowOf(what, await runChecker({ ...run, faults: answering(run.faults) })));
  printTable([['pipelines', 'judged', 'heartbeat', 'requests', 'pages of contracts', 'GetMetricData', 'took', 'CPU', 'CPU at 512 MB', 'memory'], ...rows]);

  const { account, received, ticks, peakMb } = await storm(STORM, answering());
  const [telling, after] = ticks;
  const cpu = median(received.map(({ cpuMillis }) => cpuMillis));
  console.log(`\n${STORM} pipelines break at once, and the bundled notifier (budget: 512 MB, a minute):\n`);
  printTable([
    ['', 'took', 'CPU', 'CPU at 512 MB', 'requests'],
    ['an alarm, in the middle of them', `${median(received.map(({ millis }) => millis)).toFixed(0)} ms`, `${cpu.toFixed(0)} ms`, `${(cpu / PROCESSORS).toFixed(0)} ms`, ''],
    ['the tick that sends them together', ...tickCells(telling!)],
    ['a tick after it, all still open', ...tickCells(after!)],
  ]);
  console.log(`\nmessages: ${account.sent.length}; alarms that failed: ${received.filter(({ error }) => error !== undefined).length}; memory: ${peakMb.toFixed(0)} MB`);
}

function tickCells({ millis, cpuMillis, requests }: Awaited<ReturnType<typeof storm>>['ticks'][number]): string[] {
  return [seconds(millis), seconds(cpuMillis), seconds(cpuMillis / PROCESSORS), count([...requests.values()].reduce((sum, some) => sum + some, 0))];
}

const seconds = (millis: number): string => `${(millis / 1000).toFixed(1)} s`;
const count = (value: number): string => value.toLocaleString('en-US');

void main();
