import { money } from '../../cli/cost/money';
import { counted, durationText } from '../../core/text/count-and-duration';
import type { DrillResult, FaultId } from '../../drill';
import { knownGapsOf } from '../../drill/report/known-gaps';
import { OUTCOMES } from '../../drill/report/outcome-text';
import { median, secondsToMessage } from '../../drill/report/summary';
import { beaten, Figures, figuresOf, sharedCells } from './figures';
import type { Played } from './play';

/** The figures as rows: what, and one text for each contender. */
export function figureRows(all: readonly Played[]): string[][] {
  const figures = all.map((_, index) => figuresOf(all, index));
  const row = (what: string, show: (figure: Figures, played: Played) => string): string[] => [what, ...figures.map((figure, index) => show(figure, all[index]!))];
  return [
    ['', ...all.map(({ contender }) => contender.name)],
    row('breakdowns told in time', ({ inTime, hadToBeDetected }) => `${inTime} of ${hadToBeDetected}`),
    row('told too late', ({ late }) => String(late)),
    row('gone unnoticed', ({ unnoticed }) => String(unnoticed)),
    row('spoiled by a false alarm or a storm', ({ spoiled }) => String(spoiled)),
    row('median time to message, where told', ({ medianSeconds }) => (medianSeconds === undefined ? '' : durationText(medianSeconds))),
    row('harmless events rightly quiet', ({ rightlyQuiet, harmless }) => `${rightlyQuiet} of ${harmless}`),
    row('false alarms in an uneventful year of all three', ({ falseAlarmsInYear }) => falseAlarmsInYear.toLocaleString('en-US')),
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
    'The same workload, broken in the same ways, watched in different manners. All of it is played by the [drill](drills.md), so nobody',
    'has to believe it: `npm run compare` plays it again and writes this page.',
    '',
    'The workload is that of the example app: a state machine every night at 02:00 in New York, a function every hour, and a function',
    'on weekdays at 06:00 in Berlin. Faults that cannot happen to all contenders alike are left out here and told [below](#the-price-of-a-checker-and-a-notifier).',
    '',
    ...table(figureRows(all)),
    '',
    '## What each was given',
    ...all.map(({ contender }) => `- **${contender.name}**: ${contender.configuredWith}`),
    '',
    'All of them tell one e-mail address, which is confirmed.',
    '',
    '## Fault by fault',
    'Of the three jobs, how many were told in time, and the median time from when it could first be known to the message; for harmless events, how many stayed quiet.',
    'The time counts from the run\'s end where a run fails, and from the end of its tolerance where none comes. `CustomerSync` of the first column asks to be told of the second bad run in a row only.',
    '',
    ...table(faultRows(all)),
    '',
    '## Where the others are better',
    ...betterElsewhere(all),
    '',
    '## The price of a checker and a notifier',
    ...priceOfWatchers(all),
    '',
    '## Known gaps of this library',
    ...knownGaps(all),
    '',
    '## What decides these figures',
    '- A failed run is told by everybody who alarms on a single data point. Three of three five-minute periods, a sensible default for a',
    '  service under load, do not see a job that fails once a night.',
    '- Lambda stamps the data points of a run with its *start*. An error after 15 minutes lies outside the window of a five-minute alarm by',
    '  the time it arrives, and a short period never sees it.',
    '- A run that does not come emits nothing. A sliding alarm with missing data as breaching goes on using the last real data point for as',
    '  long as that is in its evaluation range, which is wider than the alarm\'s own window: of a daily alarm about three days. A single missing',
    '  night is over by then. How wide exactly AWS does not say; the drill takes the number of periods plus two.',
    '- The same range is why a daily alarm speaks on Monday mornings about a job that runs on weekdays.',
    '- A message after the fact is no message: a breakdown counts as told when it is told while it lasts or soon after. Without this library',
    '  nothing says when a message is due, so an interval of the schedule plus an hour is allowed.',
    '- Through a topic that takes no messages, or by a subscription that was never confirmed, no alarm tells anything. The checker looks at the',
    '  topics of its observatory on every tick, and tells on the other one what it finds, before a run is missing.',
    '',
    'What the drill models of CloudWatch and what it does not: [drills](drills.md#what-it-models-and-what-it-does-not).',
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

/** `2 of 3, 2 min` or `3 of 3`, and what else there was. */
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
    `- They need less: ${fewest} alarms at the least instead of ${ours!.alarms}, and no checker with its function, role, schedule and parameters.`,
    '- cdk-monitoring-constructs watches some forty kinds of resources, this library functions and state machines; for an API, a table or a',
    '  cluster it is the better choice, and both can be used side by side: the drill plays its alarms too.',
    '- Whoever alarms on errors alone has nothing to say about when runs are due, and nothing to keep right when that changes.',
    ...(found.length === 0
      ? ['- In no cell of this catalogue was another told where this library was not, or clearly sooner (two minutes or more).']
      : [
        '- `WeekdayReport` declares that retries are expected. It is told of a failure when the retries are over, later than by those who speak at',
        '  the first attempt, and not at all when a retry succeeds.',
        '- Sooner, or told where this library was not, in these cells:',
        ...found.map(({ cell, by }) => `  - ${cell.title}, ${cell.pipeline}: ${by.map(({ index, how }) => `${all[index]!.contender.name} ${how}`).join('; ')}`),
      ]),
  ];
}

/** Faults of what watches, which is more code that can break. */
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
  const told = cells.filter(({ outcome }) => outcome === 'detected').length;
  return [
    'What is more can also break. The others have neither checker nor notifier, and these faults cannot happen to them:',
    '',
    ...titles(cells),
    '',
    `Of ${counted(cells.length, 'such cell')}, ${told} are told in time, by alarms that are no code, or by the notifier where it is not what broke.${
      told === cells.length ? '' : ` The other ${cells.length - told} are [known gaps](#known-gaps-of-this-library).`}`,
    '',
    'Left out of the table above as well, since nothing of the kind is asked of the others: they watch resources one by one, are not told that',
    'these belong together, and their alarms speak once and never again:',
    '',
    ...titles(unasked),
  ];
}

function knownGaps([ours]: readonly Played[]): string[] {
  const gaps = knownGapsOf(ours!);
  if (gaps.length === 0) return ['None is stated, and no cell above was missed.'];
  return [
    'These breakdowns were played too. The library does not detect them yet, or only late, and states why; the drill lists them and fails',
    'unless they are accepted. Those that can happen to all contenders are counted in the tables above; where another one does better, it stands',
    '[there](#where-the-others-are-better).',
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
