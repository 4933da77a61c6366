import type { FunctionView, MachineView, TriggerFindings, UpstreamFinding } from '../findings';
import { littleConcurrency, noConcurrency } from './concurrency';
import { functionChanged, machineChanged, updateFailed } from './deployment';
import { lastError, noLog, upstreamOpen } from './fallback';
import {
  functionDeleted, functionTimedOut, functionUnusable, initFailed, nearMemory, outOfMemory, processExited,
} from './function';
import { executionAborted, executionFailed, executionTimedOut, machineDeleted, stillRunning } from './machine';
import type { Rule } from './rule';
import { targetDenied, targetRefused, triggerChanged, triggerDeleted, triggerDisabled, triggerEnded } from './trigger';

/**
 * The registry: which rules examine what. Within one family, an earlier rule says more than a later one. A new rule needs a
 * line here.
 */
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
