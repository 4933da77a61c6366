import type { Stack } from 'aws-cdk-lib/core';
import { exitCodeOf } from '../../../cli/exit-code';
import { Drill, type DrillReport, type FaultId } from '../../../drill';
import { OUTCOMES } from '../../../drill/report/outcome-text';
import { importOfFiles, importOnDemand, ordersByEvent, ordersByPipe, workerOfQueue } from './apps';

const APPS: readonly (readonly [string, () => Stack])[] = [
  ['an upload starts a function', importOfFiles], ['a queue feeds a function', workerOfQueue], ['an event starts a state machine', ordersByEvent],
  ['a pipe starts a state machine', ordersByPipe], ['nobody can say when it runs', importOnDemand],
];

describe.each(APPS)('an app in which %s', (_, make) => {
  const drill = Drill.of(make());
  let report: DrillReport;
  beforeAll(async () => {
    report = await drill.runAll({ timelines: 'none' });
  });
  const outcomeOf = (fault: FaultId): string | undefined => report.results.find((result) => result.fault === fault)?.outcome;

  test('can use the whole drill in CI: everything passes except for known gaps.', () => {
    const wrong = report.results.filter(({ outcome, knownGap }) => OUTCOMES[outcome].wrong && knownGap === undefined);
    expect(wrong.map(({ fault, outcome, reason }) => `${fault}: ${outcome}: ${reason}`)).toEqual([]);
    expect(exitCodeOf(report, { acceptKnownGaps: true })).toBe(0);
  });

  test('A run that fails or times out is detected, whatever starts it.', () => {
    expect([outcomeOf('runFails'), outcomeOf('runTimesOut')]).toEqual(['detected', 'detected']);
  });

  test('A silent trigger is detected where a maximum silence is set, and not watched where the owner expects no runs.', () => {
    const isExpected = make !== importOnDemand;
    expect([outcomeOf('nothingArrives'), outcomeOf('arrivalsGetRarer')]).toEqual(isExpected ? ['detected', 'correctlyQuiet'] : ['notWatched', 'notApplicable']);
  });

  test('People are notified of every recovery that the evidence can show.', () => {
    // Without an expectation, nothing reads the evidence.
    const silent = report.results.filter(({ recoveryNotified, knownGap }) => recoveryNotified === false && knownGap === undefined && make !== importOnDemand);
    expect(silent.map(({ fault }) => fault)).toEqual([]);
  });

  test('A month in which everything arrives is quiet.', async () => {
    expect((await drill.year({ days: 30 })).falseAlarms).toEqual([]);
  });

  test('Every fault that is not played has its reason in a sentence.', () => {
    for (const { outcome, reason } of report.results.filter((result) => !OUTCOMES[result.outcome].played)) expect({ outcome, reason }).toMatchObject({ reason: expect.stringMatching(/^[A-Z].*\.$/) });
  });
});
