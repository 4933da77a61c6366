import { getEventListeners } from 'node:events';
import { Profile } from '../../../../core/contract/profile';
import { Diagnosis } from '../../../../core/diagnosis/diagnosis';
import { ExecutionFacts } from '../../../../core/diagnosis/facts';
import { OwnerClock } from '../../../../core/text/owner-clock';
import { diagnosePipeline, DiagnosisRequest, startDiagnosis } from '../../../../lambda/notifier/diagnosis/diagnose-pipeline';
import type { DiagnosisPorts } from '../../../../lambda/notifier/diagnosis/ports';
import { endless, FAILURES, hanging, named, OVER, soonOver } from '../../shared/failing-calls';
import { FakeDiagnosisPorts } from './fake-diagnosis-ports';

const DUE = Date.parse('2026-03-10T02:00:00Z');
const NOW = Date.parse('2026-03-10T04:30:00Z');
const MACHINE = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Load-1';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:Lost-1';

const PROFILE: Profile = {
  version: 1, pipeline: 'Nightly', severity: 'critical', upstreamPipelines: [], muteWindows: [], topics: [], includeExecutionData: false,
  stages: [
    { name: 'Load', source: { kind: 'stateMachine', stateMachineArn: MACHINE, type: 'STANDARD' } },
    { name: 'Publish', source: { kind: 'lambdaFunction', functionName: 'Publish-1' } },
  ],
  trigger: { kind: 'schedule', name: 'nightly', group: 'jobs', deadLetterQueueArn: QUEUE },
};

function request(more: Partial<DiagnosisRequest> = {}): DiagnosisRequest {
  const clock = new OwnerClock('UTC', NOW);
  return { profile: PROFILE, upstream: [], question: 'ALIVE', verdict: more.question === undefined ? 'missed' : undefined, about: DUE, now: NOW, region: 'eu-west-1', time: (instant) => clock.moment(instant), ...more };
}

const FAILED_RUN: ExecutionFacts = { arn: `${MACHINE}:b`, name: 'nightly-3', status: 'FAILED', start: DUE, stop: DUE + 60_000 };

function diagnosed(answers: Partial<DiagnosisPorts>, more: Partial<DiagnosisRequest> = {}, signal = endless()): { fake: FakeDiagnosisPorts; diagnosis: Promise<Diagnosis> } {
  const fake = new FakeDiagnosisPorts(answers);
  return { fake, diagnosis: diagnosePipeline(fake.ports, request(more), signal) };
}

async function calls(more: Partial<DiagnosisRequest>, answers: Partial<DiagnosisPorts> = {}): Promise<string[]> {
  const { fake, diagnosis } = diagnosed(answers, more);
  await diagnosis;
  return fake.calls.sort();
}

describe('what is asked', () => {
  const OF_THE_STAGES = [
    'concurrency Publish-1', `executions ${MACHINE} 25`, 'lambdaFunction Publish-1', `logLines /aws/lambda/Publish-1 ${DUE - 3_600_000} 200`, `machine ${MACHINE}`,
  ];

  test('For a missing run, the trigger, its dead-letter queue and the stages are read.', async () => {
    expect(await calls({})).toEqual([...OF_THE_STAGES, `deadLetters ${QUEUE} 10`, 'schedule nightly jobs'].sort());
  });

  test.each([
    ['a lost invocation', {}], ['a failure without a run', { stage: 'Publish', verdict: 'missed' }],
  ] as const)('For %s, the trigger, its dead-letter queue and the stages are read.', async (_what, more) => {
    expect(await calls({ question: 'FAILED', ...more })).toEqual([...OF_THE_STAGES, `deadLetters ${QUEUE} 10`, 'schedule nightly jobs'].sort());
  });

  test.each([
    ['a failed run', { question: 'FAILED', stage: 'Load' }],
    ['a run that hangs', { question: 'ALIVE', verdict: 'stuck' }],
    ['a run that was slow', { question: 'SLOW', stage: 'Load' }],
  ] as const)('For %s, only the stages are read, because the trigger started it.', async (_what, more) => {
    expect(await calls(more)).toEqual(OF_THE_STAGES);
  });

  test('For a rule without a queue, only the rule is read.', async () => {
    expect(await calls({ profile: { ...PROFILE, stages: [], trigger: { kind: 'rule', name: 'hourly', bus: 'orders' } } })).toEqual(['rule hourly orders']);
  });

  test('For a pipeline without a trigger, no trigger is read.', async () => {
    expect(await calls({ profile: { ...PROFILE, trigger: undefined } })).toEqual(OF_THE_STAGES);
  });

  test('The newest failed execution of the run in question is read in detail.', async () => {
    const old = { ...FAILED_RUN, arn: `${MACHINE}:a`, name: 'nightly-1', start: DUE - 86_400_000, stop: DUE - 86_000_000 };
    const asked = await calls({ question: 'FAILED', stage: 'Load' }, { executions: async () => [FAILED_RUN, old] });
    expect(asked.filter((call) => call.includes(`${MACHINE}:`))).toEqual([`executedMachine ${MACHINE}:b`, `executionFailure ${MACHINE}:b`, `executionHistory ${MACHINE}:b`]);
  });

  test('An execution that failed long before the run in question is not read in detail.', async () => {
    const old = { ...FAILED_RUN, start: DUE - 86_400_000, stop: DUE - 86_000_000 };
    expect((await calls({}, { executions: async () => [old] })).filter((call) => call.includes(`${MACHINE}:`))).toEqual([`executedMachine ${MACHINE}:b`]);
  });

  test('For a run that hangs, the longest-running execution is read in detail.', async () => {
    const running = (arn: string, start: number): ExecutionFacts => ({ arn, name: arn, status: 'RUNNING', start });
    const asked = await calls({ verdict: 'stuck' }, { executions: async () => [running('new', DUE + 60_000), running('old', DUE), FAILED_RUN] });
    expect(asked.filter((call) => call.startsWith('execut'))).toEqual(['executedMachine new', 'executionFailure old', 'executionHistory old', `executions ${MACHINE} 25`]);
  });

  test('The log is read from the log group that the function names.', async () => {
    expect(await calls({ question: 'FAILED', stage: 'Publish' }, { lambdaFunction: async () => ({ logGroupName: '/shared' }) })).toContain(`logLines /shared ${DUE - 3_600_000} 200`);
  });

  test('For an express machine, only its existence is read, and a remark says that it keeps no executions.', async () => {
    const profile: Profile = { ...PROFILE, stages: [{ name: 'Load', source: { kind: 'stateMachine', stateMachineArn: MACHINE, type: 'EXPRESS' } }] };
    const { fake, diagnosis } = diagnosed({}, { question: 'FAILED', stage: 'Load', profile });
    expect((await diagnosis).unread).toEqual(['executions of Load not listed: an express machine keeps none']);
    expect(fake.calls).toEqual([`machine ${MACHINE}`]);
  });

  test('At most ten stages are read, including the one that the alarm names, and a remark counts the rest.', async () => {
    const stages = Array.from({ length: 14 }, (_, index): Profile['stages'][number] => ({ name: `F${index}`, source: { kind: 'lambdaFunction', functionName: `f${index}` } }));
    const { fake, diagnosis } = diagnosed({}, { question: 'FAILED', stage: 'F13', profile: { ...PROFILE, stages } });
    expect((await diagnosis).unread).toEqual(['4 further stages not examined']);
    expect(fake.calls.filter((call) => call.startsWith('lambdaFunction'))).toEqual(['f13', 'f0', 'f1', 'f2', 'f3', 'f4', 'f5', 'f6', 'f7', 'f8'].map((name) => `lambdaFunction ${name}`));
  });
});

describe('the result', () => {
  test('The answers become reasons, and the diagnosis is complete.', async () => {
    const { diagnosis } = diagnosed({ schedule: async () => ({ enabled: false, changedAt: Date.parse('2026-03-09T17:05:00Z') }), executions: async () => [FAILED_RUN], executionHistory: async () => ({ state: 'LoadOrders', error: 'E' }) });
    const { reasons, unread, complete } = await diagnosis;
    expect(reasons.map(({ text }) => text)).toEqual(['The schedule nightly has been DISABLED since yesterday 17:05.', 'State LoadOrders of Load failed today 02:01: E.']);
    expect({ unread, complete }).toEqual({ unread: [], complete: true });
  });

  test('Upstream pipelines become reasons too.', async () => {
    const { diagnosis } = diagnosed({}, { upstream: [{ pipeline: 'Landing', since: DUE }] });
    expect((await diagnosis).reasons.map(({ id }) => id)).toEqual(['upstreamOpen']);
  });

  test.each([[false, ' failed today 02:01: E.'], [true, ' failed today 02:01: E. Its input: {"order":17}.']])('With includeExecutionData %s, the text ends with%s', async (includeExecutionData, end) => {
    const { diagnosis } = diagnosed({ executions: async () => [FAILED_RUN], executionFailure: async () => ({ error: 'E', input: '{"order":17}' }) }, { question: 'FAILED', stage: 'Load', profile: { ...PROFILE, includeExecutionData } });
    expect((await diagnosis).reasons[0]?.text).toBe(`Execution nightly-3 of Load${end}`);
  });

  test('A resource that does not exist becomes a reason.', async () => {
    const gone = async (): Promise<undefined> => undefined;
    const { diagnosis } = diagnosed({ schedule: gone, machine: gone, executions: gone, lambdaFunction: gone, concurrency: gone, logLines: gone, deadLetters: gone });
    const { reasons, unread } = await diagnosis;
    expect(reasons.map(({ id }) => id)).toEqual(['triggerDeleted', 'machineDeleted', 'functionDeleted']);
    expect(unread).toEqual([]);
  });
});

describe('what cannot be read', () => {
  const WHAT: Readonly<Record<keyof DiagnosisPorts, string>> = {
    executions: 'executions of Load', executionFailure: 'error of execution nightly-3', executionHistory: 'history of execution nightly-3', machine: 'state machine Load',
    executedMachine: 'revision of Load', lambdaFunction: 'function Publish', concurrency: 'concurrency of Publish', logLines: 'logs of Publish', schedule: 'schedule nightly',
    rule: 'rule nightly', deadLetters: 'dead-letter queue of schedule nightly',
  };
  const PROBLEMS = ['access denied', 'throttled', 'no answer in time', 'Error: getaddrinfo ENOTFOUND', 'InternalServerError: please try again'];
  const CASES = (Object.keys(WHAT) as (keyof DiagnosisPorts)[]).flatMap((call) => FAILURES.map(([what, error], index) => [call, what, error, PROBLEMS[index]!] as const));

  test.each(CASES)('When %s %s, the rest is returned, and the missing part is named.', async (call, _what, error, problem) => {
    const profile: Profile = call === 'rule' ? { ...PROFILE, trigger: { kind: 'rule', name: 'nightly' } } : PROFILE;
    const fail = async (): Promise<never> => {
      throw error;
    };
    const { diagnosis } = diagnosed({ executions: async () => [FAILED_RUN], [call]: fail }, { profile, upstream: [{ pipeline: 'Landing', since: DUE }] });
    const { reasons, unread, complete } = await diagnosis;
    expect(unread).toEqual([`${WHAT[call]} not readable: ${problem}`]);
    expect(reasons.map(({ id }) => id)).toContain('upstreamOpen');
    expect(complete).toBe(true);
  });

  test.each([
    ['KmsInvalidStateException', 'access to its key denied'], ['KmsAccessDeniedException', 'access denied'], ['QueryTooManyRequests', 'throttled'], ['AbortError', 'no answer in time'],
  ])('The error %s is described as: %s', async (name, problem) => {
    const { diagnosis } = diagnosed({ schedule: async () => Promise.reject(named(name, 'x')) });
    expect((await diagnosis).unread).toEqual([`schedule nightly not readable: ${problem}`]);
  });

  test('A thrown value that is not an error is described by its own text, made safe.', async () => {
    const { diagnosis } = diagnosed({ schedule: async () => Promise.reject('no\nway {"a":1}') });
    expect((await diagnosis).unread).toEqual(['schedule nightly not readable: no way {...}']);
  });

  test('A port that throws at once counts as one that fails.', async () => {
    const { diagnosis } = diagnosed({
      schedule: () => {
        throw named('AccessDeniedException', 'x');
      },
    });
    expect((await diagnosis).unread).toEqual(['schedule nightly not readable: access denied']);
  });

  test('A profile that causes an unexpected error loses the reasons, but never the message.', async () => {
    const broken = { ...PROFILE, stages: undefined as never };
    expect(await diagnosePipeline(new FakeDiagnosisPorts({}).ports, request({ profile: broken }), endless())).toMatchObject({
      reasons: [], complete: false, unread: [expect.stringMatching(/^reasons not looked for: TypeError: /)],
    });
  });
});

describe('when the time is over', () => {
  test('Known facts are returned, and questions without an answer are named.', async () => {
    const { diagnosis } = diagnosed({ schedule: async () => ({ enabled: false }), logLines: hanging, executions: hanging }, {}, soonOver());
    const { reasons, unread, complete } = await diagnosis;
    expect(reasons.map(({ id }) => id)).toEqual(['triggerDisabled']);
    expect(unread).toEqual(['executions of Load not read in time', 'logs of Publish not read in time']);
    expect(complete).toBe(false);
  });

  test('Stages that were not reached are named too.', async () => {
    const stages = Array.from({ length: 6 }, (_, index): Profile['stages'][number] => ({ name: `F${index}`, source: { kind: 'lambdaFunction', functionName: `f${index}` } }));
    const { diagnosis } = diagnosed({ lambdaFunction: hanging }, { question: 'FAILED', stage: 'F0', profile: { ...PROFILE, stages } }, soonOver());
    expect((await diagnosis).unread).toEqual([...['F0', 'F1', 'F2', 'F3'].map((name) => `function ${name} not read in time`), 'F4 not read in time', 'F5 not read in time']);
  });

  test('A call that fails because the time is over counts as not read in time, not as unreadable.', async () => {
    const signal = soonOver();
    const obedient = async (): Promise<never> => new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
    const { diagnosis } = diagnosed({ schedule: obedient }, {}, signal);
    expect((await diagnosis).unread).toEqual(['schedule nightly not read in time']);
  });

  test('When the time is over before the start, nothing is read.', async () => {
    const { fake, diagnosis } = diagnosed({}, {}, AbortSignal.abort(OVER));
    expect(await diagnosis).toMatchObject({ reasons: [], complete: false });
    expect(fake.calls).toEqual([]);
  });

  test('No listener stays on the signal.', async () => {
    const signal = endless();
    await diagnosePipeline(new FakeDiagnosisPorts({}).ports, request(), signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('the rest that follows', () => {
  test('Answers after the first part are in the rest.', async () => {
    let answer: (lines: { at: number; text: string }[]) => void = () => {};
    const fake = new FakeDiagnosisPorts({ logLines: async () => new Promise((resolve) => {
      answer = resolve;
    }) });
    const { first, rest } = startDiagnosis(fake.ports, request({ question: 'FAILED', stage: 'Publish' }), { first: soonOver(), last: endless() });
    expect(await first).toMatchObject({ reasons: [], unread: ['logs of Publish not read in time'], complete: false });
    answer([{ at: DUE, text: '[ERROR] ValueError: row 17' }]);
    const { reasons, unread, complete } = await rest;
    expect(reasons.map(({ text }) => text)).toEqual(['Function Publish failed today 02:00: ValueError: row 17.']);
    expect({ unread, complete }).toEqual({ unread: [], complete: true });
  });

  test('When everything is known in time, the rest equals the first part.', async () => {
    const { first, rest } = startDiagnosis(new FakeDiagnosisPorts({}).ports, request(), { first: endless(), last: endless() });
    expect(await rest).toEqual(await first);
    expect((await first).complete).toBe(true);
  });

  test('When the last time limit is over too, the rest has what is known by then.', async () => {
    const { first, rest } = startDiagnosis(new FakeDiagnosisPorts({ logLines: hanging }).ports, request(), { first: soonOver(), last: soonOver() });
    await first;
    expect(await rest).toMatchObject({ complete: false, unread: ['logs of Publish not read in time'] });
  });
});
