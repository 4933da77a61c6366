import { money } from '../../cli/cost/money';
import { counted, durationText } from '../../core/text/count-and-duration';
import type { DrillResult, FaultId } from '../../drill';
import { knownGapsOf } from '../../drill/report/known-gaps';
import { OUTCOMES } from '../../drill/report/outcome-text';
import { median, secondsToMessage } from '../../drill/report/summary';
import { beaten, Figures, figuresOf, sharedCells } from './figures';
import type { Played } from './play';

/** The figures as rows: a label, and one text for each contender. */
export function figureRows(all: readonly Played[]): string[][] {
  const figures = all.map((_, index) => figuresOf(all, index));
  const row = (what: string, show: (figure: Figures, played: Played) => string): string[] => [what, ...figures.map((figure, index) => show(figure, all[index]!))];
  return [
    ['', ...all.map(({ contender }) => contender.name)],
    row('faults detected in time', ({ inTime, hadToBeDetected }) => `${inTime} of ${hadToBeDetected}`),
    row('detected late', ({ late }) => String(late)),
    row('undetected', ({ unnoticed }) => String(unnoticed)),
    row('accompanied by a false alarm or too many messages', ({ spoiled }) => String(spoiled)),
    row('median time to the message, where detected', ({ medianSeconds }) => (medianSeconds === undefined ? '' : durationText(medianSeconds))),
    row('harmless events, correctly quiet', ({ rightlyQuiet, harmless }) => `${rightlyQuiet} of ${harmless}`),
    row('false alarms in a quiet year of all three', ({ falseAlarmsInYear }) => falseAlarmsInYear.toLocaleString('en-US')),
    row('messages when each job fails seven times in a row, recovery included', ({ messagesOfAWeek }) => String(messagesOfAWeek)),
    row('alarms', (_, { alarms }) => String(alarms)),
    row('watching costs a month', (_, { usdAMonth }) => money(usdAMonth)),
    row('resources in the template, workload included', (_, { resources }) => String(resources)),
  ];
}

/** The whole page, in Markdown. */
export function comparisonPage(all: readonly Played[]): string {
  return `${[
    '# Comparison',
    '',
    '<!-- Written by `npm run compare`. Do not edit: change bench/compare and run it again. -->',
    '',
    'This page compares ways to watch the same workload with the same faults. The [drill](drills.md) plays all of it, so you need not',
    'believe it: `npm run compare` plays it again and writes this page.',
    '',
    'The workload is the example app: a state machine every night at 02:00 in New York, a function every hour, and a function',
    'on weekdays at 06:00 in Berlin. Faults that cannot happen to all contenders are [below](#more-parts-can-fail).',
    '',
    ...table(figureRows(all)),
    '',
    '## What each was given',
    ...all.map(({ contender }) => `- **${contender.name}**: ${contender.configuredWith}`),
    '',
    'All of them notify one confirmed e-mail address.',
    '',
    '## Fault by fault',
    'The cells say in how many of the three jobs the fault was detected in time, and the median time from when it could first be known to the message. For harmless events, they say how many jobs stayed quiet.',
    'The time counts from the end of a run that fails, and from the end of the tolerance if no run comes. In the first column, `CustomerSync` is configured to notify only from the second bad run in a row on.',
    '',
    ...table(faultRows(all)),
    '',
    '## Where the others are better',
    ...betterElsewhere(all),
    '',
    '## More parts can fail',
    ...priceOfWatchers(all),
    '',
    '## Known gaps of this library',
    ...knownGaps(all),
    '',
    '## What decides these figures',
    '- Every contender that alarms on a single data point detects a failed run. Three of three five-minute periods, a sensible default for a',
    '  service under load, never detect a job that fails once a night.',
    '- Lambda stamps the data points of a run with its *start*. An error after 15 minutes is outside the window of a five-minute alarm when it',
    '  arrives, so a short period never detects it.',
    '- A run that does not come emits nothing. An alarm with missing data as breaching continues to use the last real data point as',
    '  long as it is in its evaluation range, which is wider than the alarm\'s own window: about three days for a daily alarm. A single missing',
    '  night is over by then. AWS does not say how wide the range is; the drill uses the number of periods plus two.',
    '- Because of the same range, a daily alarm is raised on Monday mornings for a job that runs on weekdays.',
    '- A fault counts as detected if the message comes while it lasts or soon after. Without this library',
    '  nothing says when a message is due, so one interval of the schedule plus an hour is allowed.',
    '- If a topic accepts no messages, or nobody confirmed the subscription, no alarm arrives. The checker looks at the',
    '  topics of its observatory at every tick, and notifies on the other topic before a run is missing.',
    '',
    '[Drills](drills.md#what-it-models-and-what-it-does-not) says what the drill models of CloudWatch and what it does not.',
  ].join('\n')}\n`;
}

function faultRows(all: readonly Played[]): string[][] {
  const cells = sharedCells(all);
  const faults = [...new Set(cells.map(({ fault }) => fault))];
  return [
    ['', ...all.map(({ contender }) => contender.name)],
    ...faults.map((fault) => {
      const own = cells.filter((cell) => cell.fault === fault);
      return [own[0]!.title, ...all.map((_, index) => summaryOf(own.map(({ results }) => results[index]!)))];
    }),
  ];
}

/** `2 of 3, 2 min` or `3 of 3`, and any other outcome. */
function summaryOf(results: readonly DrillResult[]): string {
  const good = results.filter(({ outcome }) => !OUTCOMES[outcome].wrong);
  const time = median(results.filter(({ outcome }) => outcome === 'detected').flatMap((result) => secondsToMessage(result) ?? []).sort((a, b) => a - b));
  const others = (['detectedLate', 'falseAlarm'] as const).flatMap((outcome) => {
    const count = results.filter((result) => result.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${outcome === 'detectedLate' ? 'late' : 'false'}`];
  });
  return [`${good.length} of ${results.length}`, ...(time === undefined ? [] : [time === 0 ? 'at once' : durationText(time)]), ...others].join(', ');
}

function betterElsewhere(all: readonly Played[]): string[] {
  const found = beaten(all);
  const [ours, ...others] = all;
  const fewest = Math.min(...others.map(({ alarms }) => alarms));
  return [
    `- They need less: at least ${fewest} alarms instead of ${ours!.alarms}, and no checker with its function, role, schedule and parameters.`,
    '- cdk-monitoring-constructs watches about forty kinds of resources, this library functions and state machines. For an API, a table or a',
    '  cluster it is the better choice. You can use both: the drill plays its alarms too.',
    '- If you alarm on errors only, you need not say when runs are due, and need not change it when the schedule changes.',
    ...(found.length === 0
      ? ['- No other contender detects a fault that this library does not, or detects one clearly sooner (two minutes or more).']
      : [
        '- `WeekdayReport` declares that failures count after the retries. So it notifies when the retries are over, later than those that notify at',
        '  the first attempt, and not at all if a retry succeeds.',
        '- These cells were detected sooner, or only by others:',
        ...found.map(({ cell, by }) => `  - ${cell.title}, ${cell.pipeline}: ${by.map(({ index, how }) => `${all[index]!.contender.name} ${how}`).join('; ')}`),
      ]),
  ];
}

/** Faults of the checker and the notifier, which are more code that can break. */
const OF_WATCHERS: readonly FaultId[] = [
  'checkerThrottled', 'checkerCrashes', 'checkerScheduleDisabled', 'checkerCannotReadMetrics', 'contractCorrupted', 'contractDeleted', 'contractAndProfileDeleted',
  'contractTouched', 'secondUnverifiable', 'putMetricDataFails', 'policyOfPeopleBroken',
  'notifierCrashes', 'notifierThrottled', 'notifierTimesOut', 'notifierDeleted', 'notifierScheduleDisabled', 'invokePermissionRemoved', 'notifierCannotPublish',
  'notifierLostPermission', 'notifierAndPipeDead', 'incidentTableDenied', 'incidentTableLost',
];

function priceOfWatchers([ours, ...others]: readonly Played[]): string[] {
  const alone = ours!.results.filter((result) => result.expected === 'detected' && result.outcome !== 'notApplicable' && others.every(({ results }) => (
    results.some(({ fault, pipeline, outcome }) => fault === result.fault && pipeline === result.pipeline && outcome === 'notApplicable')
  )));
  const isOfWatchers = ({ fault }: DrillResult): boolean => OF_WATCHERS.includes(fault as FaultId);
  const cells = alone.filter(isOfWatchers);
  const unasked = alone.filter((result) => !isOfWatchers(result));
  const detected = cells.filter(({ outcome }) => outcome === 'detected').length;
  return [
    'More parts mean that more can fail. The others have neither checker nor notifier, so these faults cannot happen to them:',
    '',
    ...titles(cells),
    '',
    `Of ${counted(cells.length, 'such cell')}, ${detected} are detected in time, by plain CloudWatch alarms, or by the notifier if it is not the part that failed.${
      detected === cells.length ? '' : ` The other ${cells.length - detected} are [known gaps](#known-gaps-of-this-library).`}`,
    '',
    'These are also left out of the table above, since the others do not try to do this. They watch resources one by one, do not know that',
    'some belong together, and notify once and never again:',
    '',
    ...titles(unasked),
  ];
}

function knownGaps([ours]: readonly Played[]): string[] {
  const gaps = knownGapsOf(ours!);
  if (gaps.length === 0) return ['There are none, and no cell above was missed.'];
  return [
    'These faults were played too. The library does not detect them yet, or only late, and says why. The drill lists them and fails',
    'unless you accept them. Those that can happen to all contenders count in the tables above. Where another contender does better, it is listed',
    '[above](#where-the-others-are-better).',
    '',
    ...gaps.map(({ title, pipelines, reason }) => `- ${title} (${pipelines.join(', ')}): ${reason}`),
  ];
}

function titles(cells: readonly DrillResult[]): string[] {
  return [...new Set(cells.map(({ title }) => title))].map((title) => `- ${title}: ${summaryOf(cells.filter((cell) => cell.title === title))}`);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(rows[0]!), line(rows[0]!.map(() => '---')), ...rows.slice(1).map(line)];
}
