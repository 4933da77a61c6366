import type { TriggerFindings, UpstreamFinding } from '../findings';
import type { FunctionView, MachineView } from '../views';
import { executionAborted } from './execution-aborted';
import { executionFailed } from './execution-failed';
import { executionTimedOut } from './execution-timed-out';
import { functionChanged } from './function-changed';
import { functionDeleted } from './function-deleted';
import { functionTimedOut } from './function-timed-out';
import { functionUnusable } from './function-unusable';
import { initFailed } from './init-failed';
import { lastError } from './last-error';
import { littleConcurrency } from './little-concurrency';
import { machineChanged } from './machine-changed';
import { machineDeleted } from './machine-deleted';
import { nearMemory } from './near-memory';
import { noConcurrency } from './no-concurrency';
import { noLog } from './no-log';
import { outOfMemory } from './out-of-memory';
import { processExited } from './process-exited';
import type { Rule } from './rule';
import { stillRunning } from './still-running';
import { targetDenied } from './target-denied';
import { targetRefused } from './target-refused';
import { triggerChanged } from './trigger-changed';
import { triggerDeleted } from './trigger-deleted';
import { triggerDisabled } from './trigger-disabled';
import { triggerEnded } from './trigger-ended';
import { updateFailed } from './update-failed';
import { upstreamOpen } from './upstream-open';

/** The registry: which rules look at what. Of one family the first says more than the next. A new rule is a file and a line here. */
export const RULES: {
  readonly trigger: readonly Rule<TriggerFindings>[];
  readonly upstream: readonly Rule<UpstreamFinding>[];
  readonly machine: readonly Rule<MachineView>[];
  readonly function: readonly Rule<FunctionView>[];
} = {
  trigger: [triggerDeleted, triggerDisabled, triggerEnded, targetDenied, targetRefused, triggerChanged],
  upstream: [upstreamOpen],
  machine: [machineDeleted, executionFailed, executionTimedOut, executionAborted, stillRunning, machineChanged],
  function: [
    functionDeleted, functionUnusable, noConcurrency, initFailed, outOfMemory, functionTimedOut, processExited, lastError, littleConcurrency, nearMemory,
    updateFailed, functionChanged, noLog,
  ],
};
