import fc from 'fast-check';
import { PLAIN } from '../../../drill/report/terminal/paint';
import { textWidth } from '../../../drill/report/terminal/plain-text';
import { terminalReport, verdictReport } from '../../../drill/report/terminal/terminal-report';
import { DUE, message, report, result, variedReport, year } from './fixture';

const lines = (text: string): string[] => text.split('\n');

test('The report opens with the verdict, in words that need no knowledge of the drill.', () => {
  expect(lines(terminalReport(report())).slice(0, 2)).toEqual([
    'The one simulated breakdown was detected.',
    '1 fault played against 1 pipeline: 1 detected in time, 0 undetected, 0 false alarms. Median',
  ]);
});

test('A quiet report is the verdict and nothing else.', () => {
  expect(verdictReport(report())).toBe(
    'The one simulated breakdown was detected.\n1 fault played against 1 pipeline: 1 detected in time, 0 undetected, 0 false alarms. Median\ndetection 4 min, slowest 4 min (Never starts: its schedule is disabled, NightlyOrders).\n',
  );
});

test('The matrix has a row for each fault and a column for each pipeline.', () => {
  const results = [
    result({ pipeline: 'Nightly' }), result({ pipeline: 'Hourly', outcome: 'undetected' }),
    result({ pipeline: 'Nightly', fault: 'retries', title: 'Succeeds after retries', outcome: 'correctlyQuiet' }),
    result({ pipeline: 'Hourly', fault: 'retries', title: 'Succeeds after retries', outcome: 'falseAlarm' }),
  ];
  expect(terminalReport(report({ results }))).toContain([
    'Fault                                   Nightly  Hourly',
    '───────────────────────────────────────────────────────────',
    'Never starts: its schedule is disabled  ✓ 4m     UNDETECTED',
    'Succeeds after retries                  quiet    FALSE',
  ].join('\n'));
});

test('A fault that was not played against a pipeline has an empty cell.', () => {
  const results = [result({ pipeline: 'A' }), result({ pipeline: 'B', fault: 'other', title: 'Other' })];
  expect(lines(terminalReport(report({ results }))).find((line) => line.startsWith('Other'))).toMatch(/^Other +✓ 4m$/);
});

test('The legend explains only the outcomes that occur.', () => {
  const text = terminalReport(report());
  expect(text).toContain('✓  somebody was notified in time; the time counts from when it could first be known');
  expect(text).not.toContain('UNDETECTED');
});

test('An undetected fault is listed with its reason and a remedy.', () => {
  const text = terminalReport(report({ results: [result({ outcome: 'undetected', reason: 'No alarm left the OK state.' })] }));
  expect(text).toContain([
    'What to fix',
    '',
    'UNDETECTED Never starts: its schedule is disabled',
    '  · NightlyOrders: It could be known at Mon 23 Nov 2026, 02:15 UTC and must be detected within 30',
    '    min. No alarm left the OK state.',
    '  Remedy: Say when its runs are due (the expectation of an ObservedPipeline), so that the checker',
  ].join('\n'));
});

test('A problem at very many pipelines shows only a few of them.', () => {
  const results = Array.from({ length: 9 }, (_, index) => result({ pipeline: `P${index}`, outcome: 'undetected' }));
  const text = terminalReport(report({ results }));
  expect(text).toContain('  · … and 4 other pipelines.\n  Remedy: ');
  expect(text).not.toContain('P5: It could be known');
});

test('A late message has its delay and its sender.', () => {
  const text = terminalReport(report({ results: [result({ outcome: 'detectedLate', detectedAt: DUE + 15 * 60_000 + 7_500_000 })] }));
  expect(text.replace(/\s+/g, ' ')).toContain('It was detected by NightlyOrders-ProofOfLife after 2 h 5 min, 1 h 35 min later than promised.');
});

test('A false alarm in a year is listed with its time and its text.', () => {
  const text = terminalReport(report({ years: [year({ falseAlarms: [message({ at: DUE, alarm: 'Failed', subject: 'ALARM: "Failed"' })] })] }));
  expect(text).toContain('FALSE ALARM A quiet year\n  · NightlyOrders: 1 false alarm in America/New_York, the first on Mon 23 Nov 2026, 02:00 UTC (Sun\n    21:00 New York) from Failed: ALARM: "Failed"\n');
});

test('Everything that is not played is listed.', () => {
  expect(terminalReport(report({ notPlayed: [{ where: 'App/Dashboard', what: 'dashboards show nothing here' }] })))
    .toContain('What this drill does not prove\n· App/Dashboard: dashboards show nothing here\n');
});

test('More pipelines than fit beside each other are in a second table.', () => {
  const results = Array.from({ length: 6 }, (_, index) => result({ pipeline: `Pipeline-number-${index}` }));
  expect(lines(terminalReport(report({ results }))).filter((line) => line.startsWith('Fault'))).toEqual([
    'Fault                                   Pipeline-number…  Pipeline-number…  Pipeline-number…',
    'Fault                                   Pipeline-number…  Pipeline-number…  Pipeline-number…',
  ]);
});

test('Very many pipelines are counted by outcome.', () => {
  const results = Array.from({ length: 200 }, (_, index) => result({ pipeline: `P${index}`, outcome: index < 3 ? 'undetected' : 'detected' }));
  const row = lines(terminalReport(report({ results }))).find((line) => line.startsWith('Never starts'));
  expect(row).toMatch(/^Never starts: its schedule is disabled +197 +3$/);
  expect(lines(terminalReport(report({ results })))).toContain('Fault                                     ✓  UNDETECTED');
});

test('No line is wider than allowed, whatever the names are.', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 40, max: 120 }), (name, columns) => {
    const results = [result({ pipeline: name, title: name, by: name }), result({ pipeline: name, fault: 'b', title: name, outcome: 'undetected', reason: name })];
    const text = terminalReport(report({ results, notPlayed: [{ where: name, what: name }] }), { columns });
    for (const line of lines(text)) expect(textWidth(line)).toBeLessThanOrEqual(columns);
  }), { numRuns: 50 });
});

test('Plain reports have no escape sequences, and every line of the report fits 100 columns.', () => {
  const text = terminalReport(variedReport());
  expect(text).not.toContain('\u001b');
  expect(Math.max(...lines(text).map(textWidth))).toBeLessThanOrEqual(100);
});

test('Colours are around whole words, so columns stay aligned.', () => {
  const results = [result({ outcome: 'undetected' })];
  const text = terminalReport(report({ results }), { paint: { ...PLAIN, bad: (word) => `<${word}>` } });
  expect(text).toContain('Never starts: its schedule is disabled  <UNDETECTED>');
  expect(text).toContain('<UNDETECTED> Never starts');
});
