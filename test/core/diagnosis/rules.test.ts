import { NOTHING_FOUND } from '../../../core/diagnosis/diagnose';
import { RULES } from '../../../core/diagnosis/rules/rules';
import {
  at, deployed, execution, FAILED, findings, found, ids, lambda, logged, machine, NOT_SEEN, ran, reasons, REQUEST, rule,
  schedule, scheduled, SLOW, STUCK, texts, UNDELIVERED,
} from './scene';
import { SPECIMENS } from './specimens';

const REGISTERED = Object.values(RULES).flatMap((rules) => rules.map(({ id }) => id));

test('Every reason has a specimen, and no id is given twice.', () => {
  expect(Object.keys(SPECIMENS).sort()).toEqual([...REGISTERED, NOTHING_FOUND].sort());
  expect(new Set(REGISTERED).size).toBe(REGISTERED.length);
});

test.each(Object.entries(SPECIMENS))('The reason %s says what was seen, and one next step.', (id, { context, findings: seen, reason }) => {
  expect(reasons(context, seen)).toEqual([{ id, ...reason }]);
});

describe('state machines', () => {
  const nightly = execution('nightly-3', 'FAILED', at('02:00'), at('02:41'));

  test('A machine that is being deleted takes no executions.', () => {
    expect(texts(NOT_SEEN, { machines: [machine({ machine: found({ status: 'DELETING' }) })] })).toEqual(['State machine Load is being deleted and takes no new executions.']);
  });

  test('An execution that failed before any state is named itself.', () => {
    expect(reasons(FAILED, { machines: [ran(nightly, { error: 'States.Runtime' })] })).toEqual([{
      id: 'executionFailed', text: 'Execution nightly-3 of Load failed today 02:41: States.Runtime.', short: 'Runtime', next: 'Open the execution.', at: at('02:41'),
    }]);
  });

  test('An execution is named even if only its status is known.', () => {
    const seen = machine({ executions: found([nightly]), execution: nightly });
    expect(reasons(FAILED, { machines: [seen] })).toEqual([{
      id: 'executionFailed', text: 'Execution nightly-3 of Load failed today 02:41.', short: 'execution failed', next: 'Open the execution.', at: at('02:41'),
    }]);
  });

  test('An error that only the history contains is shown.', () => {
    expect(texts(FAILED, { machines: [machine({ executions: found([nightly]), execution: nightly, history: found({ state: 'Load', error: 'E', cause: 'because' }) })] }))
      .toEqual(['State Load of Load failed today 02:41: E: because.']);
  });

  test('If a machine caught its error and ended in a Fail state, both are shown, the caught error first.', () => {
    const history = { state: 'Alert', error: 'NightlyFailed', cause: 'see above', caught: { state: 'LoadOrders', error: 'ValueError', cause: 'row 17' } };
    expect(texts(FAILED, { machines: [ran(nightly, { error: 'NightlyFailed', cause: 'see above' }, history)] }))
      .toEqual(['State LoadOrders of Load failed today 02:41: ValueError: row 17. Load caught the error and ended in state Alert.']);
  });

  test('Failures are counted back to the last success, and running executions do not interrupt them.', () => {
    const before = [
      execution('again', 'RUNNING', at('04:00')),
      execution('b', 'ABORTED', at('02:00', '2026-03-09'), at('02:10', '2026-03-09')), execution('c', 'TIMED_OUT', at('02:00', '2026-03-08'), at('04:00', '2026-03-08')),
      execution('d', 'SUCCEEDED', at('02:00', '2026-03-07'), at('02:40', '2026-03-07')), execution('e', 'FAILED', at('02:00', '2026-03-06'), at('02:40', '2026-03-06')),
    ];
    expect(texts(FAILED, { machines: [ran(nightly, { error: 'E' }, {}, before)] }))
      .toEqual(['Execution nightly-3 of Load failed today 02:41, the 3rd unsuccessful execution in a row since Sun 8 Mar 04:00: E.']);
  });

  test('An input is quoted only if the owner allows it.', () => {
    const seen = { machines: [ran(nightly, { error: 'E', input: '{"order":17}' })] };
    expect(texts(FAILED, seen)).toEqual(['Execution nightly-3 of Load failed today 02:41: E.']);
    expect(texts({ ...FAILED, includeExecutionData: true }, seen)).toEqual(['Execution nightly-3 of Load failed today 02:41: E. Its input: {"order":17}.']);
  });

  test('A long cause is cut at 300 characters.', () => {
    const [text] = texts(FAILED, { machines: [ran(nightly, { cause: 'x'.repeat(32_768) })] });
    expect(text).toBe(`Execution nightly-3 of Load failed today 02:41: ${'x'.repeat(297)}...`);
  });

  test.each([
    ['States.Timeout', 'State LoadOrders of Load timed out today 02:41 (States.Timeout).'],
    ['States.HeartbeatTimeout', 'State LoadOrders of Load timed out today 02:41 (States.HeartbeatTimeout).'],
  ])('A state that failed with %s timed out.', (error, text) => {
    expect(texts(FAILED, { machines: [ran(nightly, { error }, { state: 'LoadOrders' })] })).toEqual([text]);
  });

  test('An execution that timed out in an unknown state is shown without a state.', () => {
    expect(reasons(FAILED, { machines: [ran(execution('a', 'TIMED_OUT', at('02:00')))] })).toEqual([
      { id: 'executionTimedOut', text: 'Execution a of Load timed out today 02:00.', short: 'timed out', next: 'Find what the execution was waiting for.', at: at('02:00') },
    ]);
  });

  test('An execution that is waiting for a redrive does not count as running.', () => {
    expect(reasons(STUCK, { machines: [ran(execution('a', 'PENDING_REDRIVE', at('02:00')))] })).toEqual([
      { id: 'stillRunning', text: 'Execution a of Load, started today 02:00, is waiting for a redrive.', short: 'waiting for a redrive', next: 'Redrive the execution, or stop it.', at: at('02:00') },
    ]);
  });

  test('After a failure, a running execution is the next attempt and not a reason.', () => {
    expect(ids(FAILED, { machines: [ran(execution('a', 'RUNNING', at('04:00')))] })).toEqual(['nothingFound']);
  });

  test.each([
    ['AccessDeniedException', 'no', 'Give the role of state machine Load the permission that the error names.'],
    ['Lambda.TooManyRequestsException', 'Rate Exceeded', 'Find what else uses the limit that state machine Load reached, or raise the limit.'],
    ['Error', 'connect ETIMEDOUT 10.0.0.1:5432', 'Check the network path from state machine Load to what the error names.'],
    ['S3.NoSuchKeyException', 'The specified key', 'Check that what the error names exists.'],
    ['States.DataLimitExceeded', 'too large', 'Pass large data between states through S3.'],
    ['ValueError', 'row 17', 'Open the execution at state LoadOrders.'],
  ])('The next step after %s (%s) is: %s', (error, cause, next) => {
    expect(reasons(FAILED, { machines: [ran(nightly, { error, cause }, { state: 'LoadOrders' })] }).map((reason) => reason.next)).toEqual([next]);
  });

  describe('that changed', () => {
    const changed = (changedAt: number, context = NOT_SEEN): string[] => ids(context, { machines: [machine({ executedMachine: found({ changedAt }) })] });

    test('A change before the last success is not suspicious.', () => {
      expect(changed(at('02:39', '2026-03-09'))).toEqual(['nothingFound']);
    });

    test('If no success is known, a change in the last week is suspicious.', () => {
      const never = { ...NOT_SEEN, lastSuccess: undefined };
      expect(changed(at('02:00', '2026-03-03') + 1, never)).toEqual(['machineChanged']);
      expect(changed(at('02:00', '2026-03-03'), never)).toEqual(['nothingFound']);
      expect(texts(never, { machines: [machine({ executedMachine: found({ changedAt: at('17:05', '2026-03-09') }) })] })).toEqual(['State machine Load was changed yesterday 17:05.']);
    });

    test('A change after the bad execution started is not suspicious, because it may be the fix.', () => {
      const seen = { ...ran(nightly, { error: 'E' }), executedMachine: found({ changedAt: at('02:30') }) };
      expect(ids(FAILED, { machines: [seen] })).toEqual(['executionFailed']);
    });

    test('A machine that was created anew counts as changed.', () => {
      expect(ids(NOT_SEEN, { machines: [machine({ machine: found({ status: 'ACTIVE', changedAt: at('17:05', '2026-03-09') }) })] })).toEqual(['machineChanged']);
    });

    test('A machine with another revision than its last execution was changed after it.', () => {
      const last = execution('nightly-2', 'SUCCEEDED', at('02:00', '2026-03-09'), at('02:40', '2026-03-09'));
      const seen = machine({ machine: found({ status: 'ACTIVE', revision: 'b' }), executedMachine: found({ revision: 'a' }), executions: found([last]) });
      expect(texts(NOT_SEEN, { machines: [seen] })).toEqual(['State machine Load was changed after its last execution started yesterday 02:00.']);
      expect(ids(NOT_SEEN, { machines: [{ ...seen, executedMachine: found({ revision: 'b' }) }] })).toEqual(['nothingFound']);
      expect(ids(NOT_SEEN, { machines: [{ ...seen, executedMachine: { kind: 'unread', problem: 'access denied' } }] })).toEqual(['nothingFound']);
      expect(ids(NOT_SEEN, { machines: [{ ...seen, executedMachine: found({}) }] })).toEqual(['nothingFound']);
    });
  });
});

describe('functions', () => {
  test('A function that cannot be started is shown without a reason if Lambda gives none.', () => {
    expect(texts(FAILED, { functions: [deployed({ state: 'Failed' })] })).toEqual(['Function Publish cannot be started.']);
  });

  test.each([['Active', 'Successful'], ['Inactive', 'InProgress'], [undefined, undefined]])('A function with state %s and last update %s has no problem.', (state, lastUpdateStatus) => {
    expect(ids(FAILED, { functions: [deployed({ state, lastUpdateStatus })] })).toEqual(['nothingFound']);
  });

  describe('that did not start', () => {
    test.each([
      ['[ERROR] Runtime.ImportModuleError: Unable to import module \'app\': No module named \'requests\'\rTraceback (most recent call last):', 'Runtime.ImportModuleError: Unable to import module \'app\': No module named \'requests\'', 'Deploy function Publish with the module that the error names.'],
      ['[ERROR] Runtime.HandlerNotFound: Handler \'handle\' missing on module \'app\'', 'Runtime.HandlerNotFound: Handler \'handle\' missing on module \'app\'', 'Correct the handler in the configuration of function Publish.'],
      ['{"timestamp":"2026-03-10T02:01:00Z","level":"ERROR","message":{"errorType":"Runtime.UserCodeSyntaxError","errorMessage":"SyntaxError: Unexpected end of input","stackTrace":[]}}', 'Runtime.UserCodeSyntaxError: SyntaxError: Unexpected end of input', 'Correct the syntax of function Publish and deploy it again.'],
      ['INIT_REPORT Init Duration: 150.79 ms\tPhase: init\tStatus: error\tError Type: Extension.Crash', 'Extension.Crash', 'Run the image or the layers of function Publish locally to see why they do not start.'],
    ])('%s', (line, said, next) => {
      expect(reasons(FAILED, { functions: [logged(line)] })).toMatchObject([{ id: 'initFailed', text: `Function Publish did not reach its handler today 02:01: ${said}.`, next }]);
    });

    test('A start that took too long is shown with its duration.', () => {
      expect(reasons(FAILED, { functions: [logged('INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout')] })).toEqual([{
        id: 'initFailed', text: 'Function Publish did not reach its handler within 10 s today 02:01.', short: 'start of the function failed',
        next: 'Check the log of function Publish for what it does before its handler.', at: at('02:01'),
      }]);
    });

    test('The JSON report of a start is read too.', () => {
      const line = '{"time":"2026-03-10T02:01:00Z","type":"platform.initReport","record":{"initializationType":"on-demand","phase":"init","status":"error","errorType":"Runtime.Unknown","metrics":{"durationMs":12}}}';
      expect(texts(FAILED, { functions: [logged(line)] })).toEqual(['Function Publish did not reach its handler today 02:01: Runtime.Unknown.']);
    });

    test('A successful start is not a reason.', () => {
      expect(ids(FAILED, { functions: [logged('INIT_REPORT Init Duration: 412.55 ms\tPhase: init\tStatus: success')] })).toEqual(['nothingFound']);
    });
  });

  describe('that ran out of memory', () => {
    const report = (used: number, more = ''): string => `REPORT RequestId: ${REQUEST}\tDuration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: ${used} MB${more}`;

    test('A killed process ran out of memory, and the report of the same request says how much it had.', () => {
      expect(texts(FAILED, { functions: [logged(report(128), `RequestId: ${REQUEST} Error: Runtime exited with error: signal: killed\nRuntime.ExitError`)] }))
        .toEqual(['Function Publish ran out of memory today 02:02: 128 of 128 MB were used.']);
    });

    test('If no report contains the memory size, the configured size is shown.', () => {
      const seen = { ...logged('[ERROR] MemoryError'), lambdaFunction: found({ memoryMb: 256 }) };
      expect(reasons(FAILED, { functions: [seen] })).toMatchObject([{ text: 'Function Publish ran out of memory today 02:01: it has 256 MB.', short: 'out of memory (256 MB)' }]);
    });

    test('The JSON report of a failed run that used all its memory counts too.', () => {
      const line = `{"time":"x","type":"platform.report","record":{"requestId":"${REQUEST}","status":"error","errorType":"Runtime.ExitError","metrics":{"durationMs":1,"memorySizeMB":128,"maxMemoryUsedMB":128}}}`;
      expect(texts(FAILED, { functions: [logged(line)] })).toEqual(['Function Publish ran out of memory today 02:01: 128 of 128 MB were used.']);
    });

    test('A heap error of Node.js counts too.', () => {
      expect(ids(FAILED, { functions: [logged('[ERROR] FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory')] })).toEqual(['outOfMemory']);
    });

    test('A successful run that used all its memory is only near the limit.', () => {
      expect(texts(FAILED, { functions: [logged(report(128))] })).toEqual(['Function Publish used 128 of its 128 MB of memory today 02:01.']);
    });

    test('Nine tenths of the memory are near the limit, and less is not.', () => {
      expect(ids(FAILED, { functions: [logged(report(116))] })).toEqual(['nearMemory']);
      expect(ids(FAILED, { functions: [logged(report(115))] })).toEqual(['nothingFound']);
    });
  });

  describe('that timed out', () => {
    const line = `2026-03-10T02:01:00.000Z ${REQUEST} Task timed out after 3.00 seconds`;

    test('Several timeouts are counted, although each has two lines.', () => {
      const report = `REPORT RequestId: ${REQUEST}\tDuration: 3000.00 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\tStatus: timeout`;
      expect(texts(FAILED, { functions: [logged(line, report, line, report)] })).toEqual(['Function Publish timed out after 3 s today 02:04, 2 times since today 02:01.']);
    });

    test('If only the report shows the timeout, its length is the configured one.', () => {
      const record = '{"type":"platform.report","record":{"requestId":"x","status":"timeout","metrics":{"durationMs":900000,"memorySizeMB":128,"maxMemoryUsedMB":60}}}';
      expect(texts(FAILED, { functions: [{ ...logged(record), lambdaFunction: found({ timeoutSeconds: 900 }) }] })).toEqual(['Function Publish timed out after 15 min today 02:01.']);
      expect(texts(FAILED, { functions: [logged(record)] })).toEqual(['Function Publish timed out today 02:01.']);
    });

    test('In the JSON format the sentence is in the message.', () => {
      expect(ids(FAILED, { functions: [logged(`{"timestamp":"x","level":"ERROR","message":"${line}"}`)] })).toEqual(['functionTimedOut']);
    });
  });

  test('A process that ended for an unknown cause is shown without one.', () => {
    expect(reasons(FAILED, { functions: [logged(`RequestId: ${REQUEST} Error: Runtime exited without providing a reason\nRuntime.ExitError`)] })).toMatchObject([
      { id: 'processExited', text: 'The process of function Publish ended before its run was complete, today 02:01.', short: 'process ended' },
    ]);
  });

  describe('errors in the log', () => {
    test('What ended a run says more than what was only logged later.', () => {
      const lines = [
        `2026-03-10T02:01:00.000Z\t${REQUEST}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x is undefined","stack":[]}`,
        `2026-03-10T02:02:00.000Z\t${REQUEST}\tERROR\tcould not send metrics`,
      ];
      expect(texts(FAILED, { functions: [logged(...lines)] })).toEqual(['Function Publish failed today 02:01: TypeError: x is undefined.']);
    });

    test('An error that was only logged is shown as logged, with its count.', () => {
      const line = `2026-03-10T02:01:00.000Z\t${REQUEST}\tERROR\tcould not reach the warehouse`;
      expect(reasons(FAILED, { functions: [logged(line, `2026-03-10T02:02:00.000Z\t${REQUEST}\tERROR\tother`, line, line)] })).toEqual([{
        id: 'lastError', text: 'Function Publish logged an error today 02:04 (3 times since today 02:01): could not reach the warehouse.', short: 'could not reach the warehouse',
        next: 'Look at the log of function Publish around that error.', at: at('02:04'),
      }]);
    });

    test('Payloads in a logged line are left out.', () => {
      expect(texts(FAILED, { functions: [logged(`2026-03-10T02:01:00.000Z\t${REQUEST}\tERROR\tcannot handle {"card":"4111 1111 1111 1111"} now`)] }))
        .toEqual(['Function Publish logged an error today 02:01: cannot handle {...} now.']);
    });

    test('Lines below the error level are not errors, whatever they say.', () => {
      const lines = ['[INFO]\t2026-03-10T02:01:00.000Z\tx\t0 errors', `2026-03-10T02:01:00.000Z\t${REQUEST}\tWARN\tError budget is low`, 'finished with 0 errors', '{"level":"info","message":"no error"}', '{"level":30,"msg":"fine","err":{"message":"no"}}'];
      expect(ids(FAILED, { functions: [logged(...lines)] })).toEqual(['nothingFound']);
    });

    test("In a shared log group only the function's own streams are read.", () => {
      const line = (stream: string, text: string): { at: number; text: string; stream: string } => ({ at: at('02:01'), text: `[ERROR] ${text}`, stream });
      const log = found([line('2026/03/10/Publish-1[$LATEST]a', 'ValueError: mine'), line('2026/03/10/Other-1[$LATEST]b', 'ValueError: theirs')]);
      expect(texts(FAILED, { functions: [lambda({ log, logGroupName: '/shared' })] })).toEqual(['Function Publish failed today 02:01: ValueError: mine.']);
    });
  });

  describe('with little concurrency', () => {
    test('A concurrency of five is little, and six is not.', () => {
      expect(ids(FAILED, { functions: [lambda({ concurrency: found({ reserved: 5 }), log: found([]) })] })).toEqual(['littleConcurrency']);
      expect(ids(FAILED, { functions: [lambda({ concurrency: found({ reserved: 6 }), log: found([]) })] })).toEqual(['nothingFound']);
    });

    test('No reserved concurrency is not a shortage.', () => {
      expect(ids(FAILED, { functions: [lambda({ concurrency: found({}), log: found([]) })] })).toEqual(['nothingFound']);
    });

    test('Little concurrency is not a reason if the log has an error or was not read.', () => {
      expect(ids(FAILED, { functions: [{ ...logged('[ERROR] ValueError: x'), concurrency: found({ reserved: 1 }) }] })).toEqual(['lastError']);
      expect(ids(FAILED, { functions: [lambda({ concurrency: found({ reserved: 1 }) })] })).toEqual(['nothingFound']);
    });

    test('Slowness is not throttling.', () => {
      expect(ids(SLOW, { functions: [lambda({ concurrency: found({ reserved: 1 }), log: found([]) })] })).toEqual(['nothingFound']);
    });
  });

  test('A function that was changed after its error is not suspicious, because that may be the fix.', () => {
    const seen = { ...logged('[ERROR] ValueError: x'), lambdaFunction: found({ changedAt: at('02:30') }) };
    expect(ids(FAILED, { functions: [seen] })).toEqual(['lastError']);
    expect(ids(FAILED, { functions: [{ ...seen, lambdaFunction: found({ changedAt: at('01:30') }) }] })).toEqual(['lastError', 'functionChanged']);
  });
});

describe('triggers', () => {
  test('A disabled rule is shown without a date.', () => {
    expect(texts(NOT_SEEN, { trigger: rule({ trigger: found({ enabled: false }) }) })).toEqual(['The rule nightly is DISABLED.']);
  });

  test('A schedule before its start date does not fire.', () => {
    expect(reasons(NOT_SEEN, { trigger: scheduled({ enabled: true, startsAt: at('00:00', '2026-04-01') }) })).toEqual([{
      id: 'triggerEnded', text: 'The schedule nightly does not fire before its start date, Wed 1 Apr 00:00.', short: 'schedule not started',
      next: 'Move the start date of the schedule nightly.', at: at('00:00', '2026-04-01'),
    }]);
    expect(ids(NOT_SEEN, { trigger: scheduled({ enabled: true, startsAt: at('02:00'), endsAt: at('04:31') }) })).toEqual(['nothingFound']);
  });

  test('Older dead letters, and those of another trigger, are not a reason.', () => {
    const letters = [
      { errorCode: 'Old', at: at('00:59') }, { errorCode: 'OldSlot', at: at('02:10'), scheduledAt: at('02:00', '2026-03-09') },
      { errorCode: 'Theirs', at: at('02:10'), source: 'arn:aws:scheduler:eu-west-1:111122223333:schedule/jobs/other-nightly' },
    ];
    expect(ids(NOT_SEEN, { trigger: schedule({ deadLetters: found(letters) }) })).toEqual(['nothingFound']);
  });

  test('Several refusals are counted, and the newest is shown.', () => {
    const letters = [{ errorCode: 'B', at: at('02:10') }, { errorCode: 'A', at: at('02:05') }];
    expect(texts(UNDELIVERED, { trigger: rule({ deadLetters: found(letters) }) })).toEqual(['The target of the rule nightly did not accept the invocation of today 02:10 (2 invocations in the dead-letter queue): B.']);
  });

  test('A dead letter without attributes is shown too.', () => {
    expect(reasons(NOT_SEEN, { trigger: schedule({ deadLetters: found([{}]) }) })).toEqual([{
      id: 'targetRefused', text: 'The target of the schedule nightly did not accept the invocation.', short: 'target refused', next: 'Check that the target of the schedule nightly can be started.',
    }]);
  });

  test.each(['AccessDenied', 'NO_PERMISSIONS', 'KMSAccessDeniedException'])('The code %s is a denial.', (errorCode) => {
    expect(ids(NOT_SEEN, { trigger: schedule({ deadLetters: found([{ errorCode }]) }) })).toEqual(['targetDenied']);
  });

  test('A schedule that was changed before the last success is not suspicious.', () => {
    expect(ids(NOT_SEEN, { trigger: scheduled({ enabled: true, changedAt: at('02:39', '2026-03-09') }) })).toEqual(['nothingFound']);
  });
});

describe('nothing found', () => {
  test.each([
    ['a run that was not seen', NOT_SEEN, 'why no run was seen'],
    ['a run that hangs', STUCK, 'why the run does not end'],
    ['a run that failed', FAILED, 'why the run failed'],
    ['a run that was slow', SLOW, 'why the run was slow'],
    ['a trigger', UNDELIVERED, 'why it could not be started'],
  ])('It says so for %s.', (_what, context, words) => {
    expect(texts(context, { trigger: scheduled({ enabled: true }) })).toEqual([`The evidence does not show ${words}.`]);
  });

  test('If something could not be read, it mentions only the evidence that could be.', () => {
    expect(texts(FAILED, { unread: ['logs of Publish not readable: access denied'] })).toEqual(['The evidence that could be read does not show why the run failed.']);
  });

  test('If the observatory does not know what starts the pipeline, the next step is to check that.', () => {
    expect(reasons(NOT_SEEN, {})).toEqual([{
      id: 'nothingFound', text: 'The evidence does not show why no run was seen. The observatory does not know what starts Nightly.', short: 'reason unknown',
      next: 'Check what starts Nightly.',
    }]);
  });

  test('It is not used while a question is open, because the reason may follow.', () => {
    expect(reasons(FAILED, findings({ complete: false }))).toEqual([]);
  });
});
