import fc from 'fast-check';
import { parseSchedule } from '../../../core/schedule/parse';
import { undocumentedParts } from '../../../core/schedule/rate';
import { cronModel } from './cron-model';

const asRule = (expression: string): void => { parseSchedule(expression, { dialect: 'rule' }); };
const asScheduler = (expression: string): void => { parseSchedule(expression); };

describe('the grammar of rules', () => {
  test.each([
    ['rate(5 minute)', 'rate: "minute" does not agree with 5. Write rate(5 minutes).'],
    ['rate(1 minutes)', 'rate: "minutes" does not agree with 1. Write rate(1 minute).'],
    ['rate(1 hours)', 'rate: "hours" does not agree with 1. Write rate(1 hour).'],
    ['rate(2 day)', 'rate: "day" does not agree with 2. Write rate(2 days).'],
    ['cron(0 2 * * ?)', 'expression: cron has five fields, and a rule needs six. Write the year too: cron(0 2 * * ? *).'],
    ['at(2027-01-31T02:00:00)', 'expression: rules have no at(…). Use an EventBridge Scheduler schedule for a single time.'],
  ])('refuses %s, which Scheduler takes', (expression, problem) => {
    expect(() => { asRule(expression); }).toThrow(`Schedule "${expression}", ${problem}`);
    expect(() => { asScheduler(expression); }).not.toThrow();
  });

  test.each(['rate(1 minute)', 'rate(5 minutes)', 'rate(1 hour)', 'rate(2 days)', 'cron(0 2 * * ? *)'])('takes %s', (expression) => {
    expect(() => { asRule(expression); }).not.toThrow();
  });

  test('refuses five fields, even if they were just read as a schedule of Scheduler', () => {
    asScheduler('cron(7 3 * * ?)');

    expect(() => { asRule('cron(7 3 * * ?)'); }).toThrow('a rule needs six');
  });

  test('means the same as the grammar of Scheduler if both accept an expression', () => {
    fc.assert(fc.property(cronModel({ dense: false }), ({ expression }) => {
      fc.pre(expression.trim().split(/\s+/).length === 6);
      const from = Date.UTC(2026, 0, 1);
      expect(parseSchedule(expression, { dialect: 'rule' }).next(from)).toEqual(parseSchedule(expression).next(from));
    }), { numRuns: 100 });
  });
});

describe('what EventBridge may accept but does not document', () => {
  test.each([
    ['cron(0 2 L-3 * ? *)', ['L-3']],
    ['cron(0 2 1,l-3,L-30 * ? *)', ['l-3', 'L-30']],
    ['cron(0 2 L * ? *)', []],
    ['cron(0 2 LW * ? *)', []],
    ['cron(0 2 ? * 6L *)', []],
    ['rate(5 minutes)', []],
    ['at(2027-01-31T02:00:00)', []],
  ])('is in %s: %j', (expression, parts) => {
    expect(undocumentedParts(expression)).toEqual(parts);
  });
});
