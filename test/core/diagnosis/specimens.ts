import { DiagnosisContext, Reason } from '../../../core/diagnosis/diagnosis';
import { Findings } from '../../../core/diagnosis/findings';
import {
  at, deployed, execution, FAILED, found, lambda, logged, machine, MISSING, NOT_SEEN, ran, REQUEST, schedule, scheduled, SLOW,
  STUCK,
} from './scene';

/** The findings, and the exact reason that follows. */
export interface Specimen {
  readonly context: DiagnosisContext;
  readonly findings: Partial<Findings>;
  readonly reason: Omit<Reason, 'id' | 'link'>;
}

const FAILED_AT = at('02:41');

/** One specimen of each reason. The tests of the rules begin with them, and the documentation shows them. */
export const SPECIMENS: Readonly<Record<string, Specimen>> = {
  triggerDeleted: {
    context: NOT_SEEN,
    findings: { trigger: schedule({ trigger: MISSING }) },
    reason: { text: 'The schedule nightly does not exist, so nothing starts the pipeline.', short: 'schedule deleted', next: 'Deploy the stack of the schedule nightly again.' },
  },
  triggerDisabled: {
    context: NOT_SEEN,
    findings: { trigger: scheduled({ enabled: false, changedAt: at('17:05', '2026-03-09') }) },
    reason: { text: 'The schedule nightly has been DISABLED since yesterday 17:05.', short: 'schedule DISABLED', next: 'Enable the schedule nightly.', at: at('17:05', '2026-03-09') },
  },
  triggerEnded: {
    context: NOT_SEEN,
    findings: { trigger: scheduled({ enabled: true, endsAt: at('00:00') }) },
    reason: { text: 'The schedule nightly stopped at its end date, today 00:00.', short: 'schedule ended', next: 'Move the end date of the schedule nightly.', at: at('00:00') },
  },
  targetDenied: {
    context: NOT_SEEN,
    findings: {
      trigger: schedule({
        deadLetters: found([{
          errorCode: 'AccessDeniedException', scheduledAt: at('02:00'), source: 'arn:aws:scheduler:eu-west-1:111122223333:schedule/jobs/nightly',
          errorMessage: 'User: arn:aws:sts::111122223333:assumed-role/nightly is not authorized to perform: states:StartExecution',
        }]),
      }),
    },
    reason: {
      text: 'The schedule nightly was not allowed to start its target today 02:00: AccessDeniedException: '
        + 'User: arn:aws:sts::111122223333:assumed-role/nightly is not authorized to perform: states:StartExecution.',
      short: 'schedule: permission denied', next: 'Give the role of the schedule nightly the permission that the error names.', at: at('02:00'),
    },
  },
  targetRefused: {
    context: NOT_SEEN,
    findings: { trigger: schedule({ deadLetters: found([{ at: at('02:10'), errorCode: 'StateMachineDoesNotExist', errorMessage: 'State Machine Does Not Exist', scheduledAt: at('02:00') }]) }) },
    reason: {
      text: 'The target of the schedule nightly did not accept the invocation of today 02:00: StateMachineDoesNotExist: State Machine Does Not Exist.',
      short: 'StateMachineDoesNotExist', next: 'Check that what the error names exists.', at: at('02:00'),
    },
  },
  triggerChanged: {
    context: NOT_SEEN,
    findings: { trigger: scheduled({ enabled: true, changedAt: at('17:05', '2026-03-09') }) },
    reason: {
      text: 'The schedule nightly was changed yesterday 17:05, after the last success.', short: 'schedule changed',
      next: 'Compare the schedule nightly with what it was before.', at: at('17:05', '2026-03-09'),
    },
  },
  upstreamOpen: {
    context: NOT_SEEN,
    findings: { upstream: [{ pipeline: 'Landing', since: at('01:00') }] },
    reason: { text: 'Nightly depends on Landing, which has had an open incident since today 01:00.', short: 'upstream Landing has an incident', next: 'Look at Landing first.', at: at('01:00') },
  },
  machineDeleted: {
    context: NOT_SEEN,
    findings: { machines: [machine({ machine: MISSING })] },
    reason: { text: 'State machine Load does not exist.', short: 'state machine deleted', next: 'Deploy the stack of state machine Load again.' },
  },
  executionFailed: {
    context: FAILED,
    findings: {
      machines: [ran(
        execution('nightly-3', 'FAILED', at('02:00'), FAILED_AT),
        { error: 'ValueError', cause: '{"errorMessage":"row 17 has no date","errorType":"ValueError","requestId":"x","stackTrace":["  File \\"/var/task/app.py\\""]}' },
        { state: 'LoadOrders' },
        [execution('nightly-2', 'FAILED', at('02:00', '2026-03-09'), at('02:39', '2026-03-09')), execution('nightly-1', 'SUCCEEDED', at('02:00', '2026-03-08'), at('02:40', '2026-03-08'))],
      )],
    },
    reason: {
      text: 'State LoadOrders of Load failed today 02:41, the 2nd unsuccessful execution in a row since yesterday 02:39: ValueError: row 17 has no date.',
      short: 'LoadOrders: ValueError', next: 'Open the execution at state LoadOrders.', at: FAILED_AT,
    },
  },
  executionTimedOut: {
    context: FAILED,
    findings: { machines: [ran(execution('nightly-3', 'TIMED_OUT', at('02:00'), at('04:00')), {}, { state: 'LoadOrders' })] },
    reason: {
      text: 'Execution nightly-3 of Load timed out today 04:00, 2 h after it started, in state LoadOrders.', short: 'timed out in LoadOrders',
      next: 'Find what state LoadOrders was waiting for.', at: at('04:00'),
    },
  },
  executionAborted: {
    context: FAILED,
    findings: { machines: [ran(execution('nightly-3', 'ABORTED', at('02:00'), at('02:20')), { cause: 'deploying' }, { state: 'LoadOrders' })] },
    reason: {
      text: 'Execution nightly-3 of Load was aborted today 02:20 in state LoadOrders: deploying.', short: 'execution aborted',
      next: 'Find who stopped it: CloudTrail has the call StopExecution.', at: at('02:20'),
    },
  },
  stillRunning: {
    context: STUCK,
    findings: { machines: [ran(execution('nightly-3', 'RUNNING', at('02:00')), {}, { state: 'LoadOrders', stateSince: at('02:05') })] },
    reason: {
      text: 'Execution nightly-3 of Load has been running since today 02:00 (2 h 30 min), in state LoadOrders since today 02:05.', short: 'running for 2 h 30 min',
      next: 'Find what state LoadOrders is waiting for.', at: at('02:00'),
    },
  },
  machineChanged: {
    context: NOT_SEEN,
    findings: { machines: [machine({ executedMachine: found({ changedAt: at('17:05', '2026-03-09') }) })] },
    reason: {
      text: 'State machine Load was changed yesterday 17:05, after the last success.', short: 'state machine changed',
      next: 'Compare state machine Load with the version that last worked.', at: at('17:05', '2026-03-09'),
    },
  },
  functionDeleted: {
    context: FAILED,
    findings: { functions: [lambda({ lambdaFunction: MISSING })] },
    reason: { text: 'Function Publish does not exist.', short: 'function deleted', next: 'Deploy the stack of function Publish again.' },
  },
  functionUnusable: {
    context: FAILED,
    findings: { functions: [deployed({ state: 'Failed', stateReason: 'The image of the function was deleted.' })] },
    reason: { text: 'Function Publish cannot be started: The image of the function was deleted.', short: 'function cannot be started', next: 'Restore what function Publish needs, then deploy it again.' },
  },
  noConcurrency: {
    context: FAILED,
    findings: { functions: [lambda({ concurrency: found({ reserved: 0 }) })] },
    reason: {
      text: 'Function Publish cannot run: its reserved concurrency is 0, so every invocation is throttled.', short: 'reserved concurrency 0',
      next: 'Raise or remove the reserved concurrency of function Publish.',
    },
  },
  initFailed: {
    context: FAILED,
    findings: {
      functions: [logged(`2026-03-10T02:01:00.000Z\tundefined\tERROR\tUncaught Exception \t{"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module 'pg'","stack":["Runtime.ImportModuleError: …"]}`)],
    },
    reason: {
      text: 'Function Publish did not reach its handler today 02:01: Runtime.ImportModuleError: Cannot find module \'pg\'.', short: 'ImportModuleError',
      next: 'Deploy function Publish with the module that the error names.', at: at('02:01'),
    },
  },
  outOfMemory: {
    context: FAILED,
    findings: {
      functions: [logged(
        `REPORT RequestId: ${REQUEST}\tDuration: 41000.00 ms\tBilled Duration: 41000 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\tStatus: error\tError Type: Runtime.OutOfMemory`,
      )],
    },
    reason: {
      text: 'Function Publish ran out of memory today 02:01: 128 of 128 MB were used.', short: 'out of memory (128 MB)',
      next: 'Give function Publish more memory, or smaller batches.', at: at('02:01'),
    },
  },
  functionTimedOut: {
    context: FAILED,
    findings: { functions: [logged(`2026-03-10T02:01:00.000Z ${REQUEST} Task timed out after 900.10 seconds`)] },
    reason: { text: 'Function Publish timed out after 15 min today 02:01.', short: 'timed out after 15 min', next: 'Check the log of function Publish for what it was waiting for.', at: at('02:01') },
  },
  processExited: {
    context: FAILED,
    findings: { functions: [logged(`RequestId: ${REQUEST} Error: Runtime exited with error: exit status 1\nRuntime.ExitError`)] },
    reason: { text: 'The process of function Publish ended before its run was complete, today 02:01 (exit status 1).', short: 'process ended (exit status 1)', next: 'Check the log of function Publish for what it did last.', at: at('02:01') },
  },
  lastError: {
    context: FAILED,
    findings: { functions: [logged('[ERROR] ValueError: row 17 has no date\rTraceback (most recent call last):\r  File "/var/task/app.py", line 3')] },
    reason: {
      text: 'Function Publish failed today 02:01: ValueError: row 17 has no date.', short: 'ValueError',
      next: 'Look at the log of function Publish around that error.', at: at('02:01'),
    },
  },
  littleConcurrency: {
    context: NOT_SEEN,
    findings: { functions: [lambda({ concurrency: found({ reserved: 1 }), log: found([]) })] },
    reason: {
      text: 'Function Publish can run only 1 at a time (reserved concurrency). It logged no error, so it may have been throttled.', short: 'reserved concurrency 1',
      next: 'Check the Throttles metric of function Publish.',
    },
  },
  nearMemory: {
    context: SLOW,
    findings: { functions: [logged(`REPORT RequestId: ${REQUEST}\tDuration: 41000.00 ms\tBilled Duration: 41000 ms\tMemory Size: 128 MB\tMax Memory Used: 121 MB`)] },
    reason: { text: 'Function Publish used 121 of its 128 MB of memory today 02:01.', short: 'memory 121 of 128 MB', next: 'Give function Publish more memory.', at: at('02:01') },
  },
  updateFailed: {
    context: FAILED,
    findings: { functions: [deployed({ lastUpdateStatus: 'Failed', lastUpdateReason: 'The subnet has no free addresses.' })] },
    reason: {
      text: 'The last update of function Publish failed (The subnet has no free addresses), so the previous version still runs.', short: 'update of the function failed',
      next: 'Deploy function Publish again.',
    },
  },
  functionChanged: {
    context: FAILED,
    findings: { functions: [deployed({ changedAt: at('17:05', '2026-03-09') })] },
    reason: {
      text: 'Function Publish was changed yesterday 17:05, after the last success.', short: 'function changed',
      next: 'Compare function Publish with the version that last worked.', at: at('17:05', '2026-03-09'),
    },
  },
  noLog: {
    context: NOT_SEEN,
    findings: { functions: [deployed({}, { log: MISSING })] },
    reason: {
      text: 'Function Publish has no log group /aws/lambda/Publish-1: it never ran, or it has no permission to write its log.', short: 'function has no log',
      next: 'Check that the role of function Publish can write logs.',
    },
  },
  nothingFound: {
    context: NOT_SEEN,
    findings: { trigger: scheduled({ enabled: true }) },
    reason: { text: 'The evidence does not show why no run was seen.', short: 'reason unknown', next: 'Check what has changed since the last good run of Nightly.' },
  },
};
