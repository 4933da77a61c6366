import { FAULTS } from '../../../drill/faults/catalogue';
import { findingsOf } from '../../../drill/report/findings';
import { OUTCOMES } from '../../../drill/report/outcome-text';
import { remedyOf } from '../../../drill/report/remedies';
import { message, report, result, year } from './fixture';

test('Problems are listed worst first, and correct results are not listed.', () => {
  const results = (['detected', 'detectedLate', 'correctlyQuiet', 'falseAlarm', 'undetected', 'notApplicable'] as const).map((outcome) => result({ outcome }));
  const found = findingsOf(report({ results, years: [year(), year({ falseAlarms: [message()] })] }));
  expect(found.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual(['fault undetected', 'fault falseAlarm', 'fault detectedLate', 'year falseAlarm']);
});

test('The same problem at several pipelines is one finding.', () => {
  const results = ['A', 'B', 'C'].map((pipeline) => result({ pipeline, outcome: pipeline === 'C' ? 'detectedLate' : 'undetected' }));
  const found = findingsOf(report({ results }));
  expect(found.map((finding) => (finding.kind === 'fault' ? finding.results.map(({ pipeline }) => pipeline) : []))).toEqual([['A', 'B'], ['C']]);
});

test('Every problem has a remedy for every fault, and each kind of problem has its own.', () => {
  for (const fault of Object.keys(FAULTS)) {
    const remedies = (['undetected', 'falseAlarm', 'detectedLate'] as const).map((outcome) => remedyOf({ outcome, fault }));
    expect(new Set(remedies).size).toBe(3);
  }
});

test('A fault without a remedy of its own gets the general one.', () => {
  expect(remedyOf({ outcome: 'undetected', fault: 'a fault of the future' })).toContain('ObservedPipeline');
});

test('A broken template is listed once for each pipeline, whatever the fault, and in years too.', () => {
  const broken = { reason: 'The schedule nightly is disabled.', remedy: 'Enable it.' };
  const results = ['runFails', 'runHangs'].flatMap((fault) => ['Orders', 'Sync'].map((pipeline) => result({ fault, pipeline, outcome: 'brokenBefore', ...broken })));
  const found = findingsOf(report({ results, years: [year({ pipeline: 'Orders', broken }), year({ pipeline: 'Report', broken })] }));
  expect(found.map(({ title, remedy, ...finding }) => [title, remedy, (finding.kind === 'fault' ? finding.results : finding.years).map(({ pipeline }) => pipeline)])).toEqual([
    ['The template as it stands', 'Enable it.', ['Report']], ['The template as it stands', 'Enable it.', ['Orders']], ['The template as it stands', 'Enable it.', ['Sync']],
  ]);
});

test('A drill fails for exactly the outcomes that have a remedy.', () => {
  expect(Object.entries(OUTCOMES).filter(([, { wrong }]) => wrong).map(([outcome]) => outcome)).toEqual(['brokenBefore', 'undetected', 'falseAlarm', 'detectedLate']);
});
