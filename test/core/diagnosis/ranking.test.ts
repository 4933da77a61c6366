import { RANKING } from '../../../core/diagnosis/diagnose';
import { DiagnosisContext, situationOf } from '../../../core/diagnosis/diagnosis';
import { Findings } from '../../../core/diagnosis/findings';
import {
  at, diagnosed, execution, FAILED, found, ids, lambda, logged, machine, MISSING, NOT_SEEN, ran, schedule, scheduled, SLOW,
  STUCK, UNDELIVERED,
} from './scene';

const YESTERDAY = at('17:05', '2026-03-09');

/** A finding of every family, so that only the ranking decides which comes first. */
const EVERYTHING: Partial<Findings> = {
  trigger: scheduled({ enabled: false, changedAt: YESTERDAY }),
  upstream: [{ pipeline: 'Landing', since: at('01:00') }],
  machines: [
    ran(execution('a', 'RUNNING', at('02:00'))),
    { ...machine({ machine: MISSING }), stage: 'Gone', order: 2 },
  ],
  functions: [{ ...logged('[ERROR] ValueError: x', 'REPORT RequestId: x\tMemory Size: 128 MB\tMax Memory Used: 125 MB'), lambdaFunction: found({ changedAt: YESTERDAY }) }],
};

/** The first five of the reasons. */
function order(context: DiagnosisContext): string[] {
  return ids({ ...context, stage: undefined }, EVERYTHING);
}

test.each([
  ['a run that was not seen', NOT_SEEN, ['triggerDisabled', 'machineDeleted', 'upstreamOpen', 'stillRunning', 'lastError']],
  ['an invocation that was lost', UNDELIVERED, ['triggerDisabled', 'machineDeleted', 'nearMemory', 'upstreamOpen', 'lastError']],
  ['a run that hangs', STUCK, ['stillRunning', 'lastError', 'upstreamOpen', 'machineDeleted', 'nearMemory']],
  ['a slot whose runs failed', { ...NOT_SEEN, verdict: 'failed' }, ['machineDeleted', 'lastError', 'nearMemory', 'upstreamOpen', 'functionChanged']],
  ['a run that was slow', SLOW, ['stillRunning', 'nearMemory', 'lastError', 'functionChanged', 'upstreamOpen']],
] as const)('Of %s the likeliest reason comes first.', (_what, context, expected) => {
  expect(order(context)).toEqual(expected);
});

test('For a failure alarm the failure comes first.', () => {
  expect(ids(FAILED, EVERYTHING)).toEqual(['machineDeleted', 'lastError', 'nearMemory', 'upstreamOpen', 'functionChanged']);
});

test.each(Object.entries(RANKING))('In the situation "%s" every family of causes has a rank.', (_situation, families) => {
  expect(new Set(families)).toEqual(new Set(['capacity', 'change', 'existence', 'failure', 'running', 'trigger', 'upstream']));
});

test.each([
  ['ALIVE', undefined, 'Load', 'missing'], ['ALIVE', 'missed', undefined, 'missing'], ['ALIVE', 'unknown', undefined, 'missing'], ['ALIVE', 'stuck', undefined, 'stuck'],
  ['ALIVE', 'running', undefined, 'stuck'], ['ALIVE', 'failed', undefined, 'failed'], ['FAILED', 'ok', 'Load', 'failed'], ['FAILED', undefined, undefined, 'undelivered'],
  ['FAILED', 'missed', 'Load', 'undelivered'],
  ['SLOW', 'failed', 'Load', 'slow'],
] as const)('The question %s with the verdict %s and the stage %s means that it is %s.', (question, verdict, stage, situation) => {
  expect(situationOf({ question, verdict, stage })).toBe(situation);
});

test('Within one family, the stage that the alarm names comes first, then the order of the stages, then the order of the registry.', () => {
  const failed = (stage: string, order_: number): ReturnType<typeof logged> => ({ ...logged(`[ERROR] ValueError: ${stage}`), stage, order: order_ });
  const functions = [failed('C', 2), failed('A', 0), failed('B', 1)];
  const texts = (stage: string): string[] => diagnosed({ ...FAILED, stage }, { functions }).reasons.map(({ text }) => text.slice(-2, -1));
  expect(texts('none')).toEqual(['A', 'B', 'C']);
  expect(texts('C')).toEqual(['C', 'A', 'B']);
  expect(ids(FAILED, { functions: [lambda({ lambdaFunction: MISSING, concurrency: found({ reserved: 0 }) })] })).toEqual(['functionDeleted', 'noConcurrency']);
});

test('A disabled schedule explains a missing run better than a denial of last night.', () => {
  const trigger = { ...schedule({ deadLetters: found([{ errorCode: 'AccessDenied', at: at('02:01') }]) }), trigger: found({ enabled: false }) };
  expect(ids(NOT_SEEN, { trigger })).toEqual(['triggerDisabled', 'targetDenied']);
});
