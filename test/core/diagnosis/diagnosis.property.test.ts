import fc from 'fast-check';
import { diagnose } from '../../../core/diagnosis/diagnose';
import { Diagnosis, DiagnosisContext } from '../../../core/diagnosis/diagnosis';
import { DeadLetter, ExecutionFacts } from '../../../core/diagnosis/facts';
import { Finding, Findings } from '../../../core/diagnosis/findings';
import { QUESTIONS } from '../../../core/signals';
import { septets } from '../../../core/text/plain-text';
import { at, FAILED, found, MISSING, OPEN } from './scene';

/** Texts that nobody would write, and pieces of those that the rules look for. */
const PIECES = [
  'REPORT RequestId: ', 'INIT_REPORT ', 'Task timed out after 3.00 seconds', 'Runtime exited with error: signal: killed', '[ERROR] ', '\tERROR\t', 'Memory Size: 128 MB', 'Max Memory Used: 128 MB',
  'Status: error', 'Status: timeout', '{"errorType":"', '"errorMessage":"', '","stack":[', '{"type":"platform.report","record":{"metrics":{', 'Invoke Error', 'Traceback', 'password=', '://a:b@', '{', '}', '[', '"', '\\',
  '\ud800', '\u202e', '\u0000', '\r\n', 'input \'', 'Error: ', 'AKIAIOSFODNN7EXAMPLE', 'Runtime.ImportModuleError', 'x'.repeat(500),
];
const garbage = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }), fc.json(), fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.record({ errorType: fc.string(), errorMessage: fc.string(), Cause: fc.json() }).map((value) => JSON.stringify(value)),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const instant = fc.oneof(fc.integer({ min: at('00:00', '2026-03-01'), max: at('00:00', '2026-03-12') }), fc.constantFrom(0, NaN, Infinity, -1e18, 8.7e15));
const finding = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Finding<T>> => fc.oneof({ weight: 4, arbitrary: value.map(found) }, fc.constantFrom<Finding<T>>(MISSING, OPEN, { kind: 'unread', problem: 'access denied' }));

const execution: fc.Arbitrary<ExecutionFacts> = fc.record({
  arn: garbage, name: garbage, status: fc.constantFrom('RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'), start: instant, stop: maybe(instant),
});
const rawError = fc.record({ error: maybe(garbage), cause: maybe(garbage), state: maybe(garbage) });
const machine = fc.record({
  stage: garbage, order: fc.nat(), source: fc.record({ kind: fc.constant('stateMachine' as const), stateMachineArn: garbage, type: fc.constantFrom('STANDARD' as const, 'EXPRESS' as const) }),
  machine: finding(fc.record({ status: garbage, changedAt: maybe(instant), revision: maybe(garbage) })), executions: finding(fc.array(execution, { maxLength: 4 })), execution: maybe(execution),
  failure: finding(fc.record({ error: maybe(garbage), cause: maybe(garbage), input: maybe(garbage) })),
  history: finding(fc.record({ error: maybe(garbage), cause: maybe(garbage), state: maybe(garbage), stateSince: maybe(instant), caught: maybe(rawError) })),
  executedMachine: finding(fc.record({ changedAt: maybe(instant), revision: maybe(garbage) })),
});
const lambda = fc.record({
  stage: garbage, order: fc.nat(), source: fc.record({ kind: fc.constant('lambdaFunction' as const), functionName: garbage }), logGroupName: garbage,
  lambdaFunction: finding(fc.record({ changedAt: maybe(instant), state: maybe(fc.constantFrom('Failed', 'Active')), stateReason: maybe(garbage), lastUpdateStatus: maybe(fc.constantFrom('Failed', 'x')), lastUpdateReason: maybe(garbage) })),
  concurrency: finding(fc.record({ reserved: maybe(fc.integer({ min: -1, max: 10 })) })),
  log: finding(fc.array(fc.record({ at: instant, text: garbage, stream: maybe(garbage) }), { maxLength: 6 })),
});
const letter: fc.Arbitrary<DeadLetter> = fc.record({ at: maybe(instant), errorCode: maybe(garbage), errorMessage: maybe(garbage), source: maybe(garbage), scheduledAt: maybe(instant) });
const trigger = fc.record({
  profile: fc.oneof(fc.record({ kind: fc.constant('schedule' as const), name: garbage, group: garbage }), fc.record({ kind: fc.constant('rule' as const), name: garbage, bus: maybe(garbage) })),
  trigger: finding(fc.record({ enabled: fc.boolean(), changedAt: maybe(instant), startsAt: maybe(instant), endsAt: maybe(instant) })),
  deadLetters: finding(fc.array(letter, { maxLength: 3 })),
});
const anything: fc.Arbitrary<Findings> = fc.record({
  machines: fc.array(machine, { maxLength: 2 }), functions: fc.array(lambda, { maxLength: 2 }), trigger: maybe(trigger),
  upstream: fc.array(fc.record({ pipeline: garbage, since: instant }), { maxLength: 2 }), unread: fc.array(garbage, { maxLength: 12 }), complete: fc.boolean(),
});
const anyContext: fc.Arbitrary<DiagnosisContext> = fc.record({
  question: fc.constantFrom(...QUESTIONS), verdict: maybe(fc.constantFrom('missed' as const, 'stuck' as const, 'failed' as const, 'unknown' as const)), stage: maybe(garbage), pipeline: garbage,
  about: instant, lastSuccess: maybe(instant), includeExecutionData: fc.boolean(),
}).map((some) => ({ ...FAILED, ...some }));

/** Every text of a diagnosis that goes into a message, with its greatest length. */
function textsOf({ reasons, unread }: Diagnosis): [text: string, most: number][] {
  return [...reasons.flatMap(({ text, next, short }): [string, number][] => [[text, 600], [next, 200], [short, 40]]), ...unread.map((clause): [string, number] => [clause, 200])];
}

test('Whatever is found, its diagnosis stays within its bounds, in single lines without control characters.', () => {
  fc.assert(fc.property(anything, anyContext, (findings, context) => {
    const diagnosis = diagnose(findings, context);
    expect(diagnosis.reasons.length).toBeLessThanOrEqual(5);
    expect(diagnosis.links.length).toBeLessThanOrEqual(5);
    expect(diagnosis.unread.length).toBeLessThanOrEqual(8);
    for (const [text, most] of textsOf(diagnosis)) {
      expect(Array.from(text).length).toBeLessThanOrEqual(most);
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }
  }), { numRuns: 600 });
});

test('A complete diagnosis has a reason, even if it is only that none was found.', () => {
  fc.assert(fc.property(anything, anyContext, (findings, context) => {
    const { reasons, complete } = diagnose({ ...findings, complete: true }, context);
    expect(complete).toBe(true);
    expect(reasons.length).toBeGreaterThan(0);
    for (const { text, next, short } of reasons) {
      expect(text).toMatch(/[.!?]$/);
      expect(next).toMatch(/^[A-Z].*[.?!]$/);
      expect(septets(short)).toBeGreaterThan(0);
    }
  }), { numRuns: 300 });
});

test('No text, however long and nested, takes long to read.', () => {
  const long = ['{"a":'.repeat(50_000), '[{'.repeat(50_000), '"errorMessage":"'.repeat(20_000), 'password='.repeat(30_000), `[ERROR] ${'a.'.repeat(100_000)}`, `{"Cause":${JSON.stringify('{"Cause":'.repeat(3000))}}`, 'KMS'.repeat(80_000)];
  for (const text of long) {
    const history: Finding<object> = found({ error: text, cause: text });
    const log = found([{ at: at('02:01'), text }, { at: at('02:02'), text: `x\tx\tERROR\t${text}` }]);
    const run: ExecutionFacts = { arn: 'a', name: 'a', status: 'FAILED', start: at('02:00'), stop: at('02:01') };
    const { reasons } = diagnose({
      machines: [{ stage: 'Load', order: 0, source: { kind: 'stateMachine', stateMachineArn: 'a', type: 'STANDARD' }, machine: OPEN, executions: found([run]), execution: run, failure: history, history, executedMachine: OPEN }],
      functions: [{ stage: 'Publish', order: 1, source: { kind: 'lambdaFunction', functionName: 'p' }, logGroupName: '/aws/lambda/p', lambdaFunction: OPEN, concurrency: OPEN, log }],
      upstream: [], unread: [], complete: true,
    }, FAILED);
    expect(reasons.some(({ id }) => id === 'executionFailed')).toBe(true);
  }
});
