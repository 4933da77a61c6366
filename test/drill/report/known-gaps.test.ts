import { findingsOf } from '../../../drill/report/findings';
import { htmlReport } from '../../../drill/report/html/html-report';
import { knownGapsOf, staleGapsOf } from '../../../drill/report/known-gaps';
import { summarize } from '../../../drill/report/summary';
import { terminalReport } from '../../../drill/report/terminal/terminal-report';
import { report, result } from './fixture';

const GAP = 'Nothing remembers that there was a contract.';
const undetected = result({ pipeline: 'B', fault: 'contractDeleted', title: 'Its contract is deleted', outcome: 'undetected', knownGap: GAP });
const detected = result({ pipeline: 'C', fault: 'contractDeleted', title: 'Its contract is deleted', knownGap: GAP });

describe('A known gap', () => {
  test('is undetected all the same, and is counted among the undetected faults.', () => {
    expect(summarize(report({ results: [result(), undetected] }))).toMatchObject({
      cells: { undetected: 1 }, knownGaps: 1, staleGaps: 0, passed: false, passedButForKnownGaps: true,
    });
  });

  test('is listed with its reason and not among the findings.', () => {
    const given = report({ results: [result(), undetected] });
    expect(findingsOf(given)).toEqual([]);
    expect(knownGapsOf(given)).toEqual([{ title: 'Its contract is deleted', pipelines: ['B'], reason: GAP }]);
    expect(terminalReport(given)).toContain(`Known gaps\n· Its contract is deleted (B): ${GAP}\n`);
    expect(terminalReport(given)).toMatch(/^1 of 2 simulated breakdowns was undetected, which is a known gap\.\n.*1 undetected, 1 of these known gaps/);
    expect(htmlReport(given)).toContain(`<b>Its contract is deleted</b> (<bdi>B</bdi>): ${GAP}`);
  });

  test('at several pipelines is listed once, and again with a different reason.', () => {
    const results = [undetected, { ...undetected, pipeline: 'C' }, { ...undetected, pipeline: 'D', knownGap: 'Another reason.' }];
    expect(knownGapsOf({ results })).toEqual([
      { title: 'Its contract is deleted', pipelines: ['B', 'C'], reason: GAP },
      { title: 'Its contract is deleted', pipelines: ['D'], reason: 'Another reason.' },
    ]);
  });

  test('may be detected late, but a false alarm is never one.', () => {
    expect(knownGapsOf({ results: [{ ...undetected, outcome: 'detectedLate' }] })).toHaveLength(1);
    const noisy = report({ results: [{ ...undetected, outcome: 'falseAlarm' }] });
    expect(knownGapsOf(noisy)).toEqual([]);
    expect(findingsOf(noisy)).toHaveLength(1);
    expect(summarize(noisy).passedButForKnownGaps).toBe(false);
  });

  test('excuses no other cell.', () => {
    expect(terminalReport(report({ results: [undetected, result({ outcome: 'undetected' })] }))).toMatch(/^2 of 2 simulated breakdowns were undetected\.\n.*2 undetected, 1 of these known gaps/);
    expect(summarize(report({ results: [undetected, result({ outcome: 'undetected' })] })).passedButForKnownGaps).toBe(false);
  });

  test('that is detected is listed as a wrong statement.', () => {
    const given = report({ results: [detected] });
    expect(summarize(given)).toMatchObject({ passed: true, knownGaps: 0, staleGaps: 1, passedButForKnownGaps: false });
    expect(staleGapsOf(given)).toEqual([{ title: 'Its contract is deleted', pipelines: ['C'], reason: GAP }]);
    expect(terminalReport(given)).toContain(`Detected, although stated as a known gap\n· Its contract is deleted (C): ${GAP}\n`);
    expect(htmlReport(given)).toContain('Detected, although the library states a known gap.');
  });

  test('is neither confirmed nor disproved where the fault cannot happen.', () => {
    const results = [result({ outcome: 'notApplicable', knownGap: GAP })];
    expect([knownGapsOf({ results }), staleGapsOf({ results })]).toEqual([[], []]);
  });
});

test('is not mentioned in a report without one.', () => {
  expect(terminalReport(report())).not.toMatch(/known gap/i);
  expect(htmlReport(report())).not.toMatch(/known gap/i);
});
