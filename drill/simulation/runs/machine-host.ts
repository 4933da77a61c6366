import type { Run } from '../../../core/evidence/run';
import { Instant, MINUTE, SECOND } from '../../../core/time';
import type { ScheduleModel, StateMachineModel } from '../../../template/model';
import type { Series } from '../series';
import type { SimContext } from '../sim-context';
import type { FunctionHost, OnSuccess } from './function-host';
import type { Behaviour, RunPlan, RunRecord } from './run-plan';

/** An execution, with the times at which ListExecutions shows its start and end (it is eventually consistent). */
export interface Execution {
  readonly start: Instant;
  readonly slot?: Instant;
  readonly startVisibleAt: Instant;
  end?: Instant;
  endVisibleAt?: Instant;
  outcome: 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted';
}

/** Days for which Step Functions keeps closed executions. */
export const EXECUTIONS_KEPT_DAYS = 90;

/** Which executions are listed, and how. */
export interface Listing {
  readonly from: Instant;
  readonly now: Instant;
  /** Whether each run carries its slot, as where the state machine's input names the scheduled time. @default false */
  readonly withSlot?: boolean;
}

/** The executions of one machine that started at or after `from`, as ListExecutions shows them at `now`. */
export function listed(executions: readonly Execution[], { from, now, withSlot = false }: Listing): Run[] {
  const runs: Run[] = [];
  for (let index = executions.length - 1; index >= 0; index -= 1) {
    const { start, startVisibleAt, end, endVisibleAt, outcome, slot } = executions[index]!;
    if (start < from) break;
    if (startVisibleAt > now) continue;
    const closed = endVisibleAt !== undefined && endVisibleAt <= now;
    runs.push({ start, end: closed ? end : undefined, outcome: closed ? outcome : 'running', ...(withSlot ? { slot } : {}) });
  }
  return runs;
}

/** A throttled execution continues when there is capacity again. */
const THROTTLED_FOR = 3 * MINUTE;
/** Pause and number of retries of a failed step (the defaults of `Retry` in the Amazon States Language). */
const RETRY_PAUSE = SECOND;
const MAX_TRIES = 3;
/** Time until ListExecutions shows a change; it is eventually consistent, and AWS documents no time. */
const LIST_SECONDS = { from: 5, to: 30 };

type MachineMetric = 'ExecutionsStarted' | 'ExecutionsSucceeded' | 'ExecutionsFailed' | 'ExecutionsTimedOut' | 'ExecutionsAborted'
  | 'ExecutionThrottled' | 'ExecutionTime';

const ENDINGS = {
  succeeded: 'ExecutionsSucceeded', failed: 'ExecutionsFailed', timedOut: 'ExecutionsTimedOut', aborted: 'ExecutionsAborted',
} as const;

/** An execution that is running. */
interface Open {
  readonly execution: Execution;
  readonly record: RunRecord;
  readonly plan: RunPlan;
}

/**
 * A state machine: executions with their steps, and metrics as Step Functions publishes them: with the time of the end, with a
 * second ExecutionsStarted point at the end, and all of them best effort. (Step Functions developer guide, "Monitoring Step
 * Functions metrics")
 */
export class MachineHost {
  public onSuccess: OnSuccess | undefined;
  /** Called when the list of executions will show a change. */
  public readonly listWatchers: ((visibleAt: Instant) => void)[] = [];
  public readonly executions: Execution[] = [];
  readonly #series = new Map<MachineMetric, Series | undefined>();

  public constructor(
    private readonly sim: SimContext,
    public readonly model: StateMachineModel,
    private readonly behaviour: Behaviour,
    private readonly functions: readonly FunctionHost[],
  ) {}

  /** Starts an execution. */
  public start(now: Instant, slot?: Instant, trigger?: ScheduleModel): void {
    const plan = this.sim.conditions.plan({
      resourceArn: this.model.arn, kind: 'stateMachine', start: now, slot, trigger, attempt: 1, durationMillis: this.behaviour.nextDuration(), outcome: 'succeeded',
    });
    if (plan.vanishes === true) return;
    const execution: Execution = { start: now, slot, startVisibleAt: now + this.behaviour.nextMillis(LIST_SECONDS), outcome: 'running' };
    const record: RunRecord = { resourceArn: this.model.arn, start: now, slot, trigger, attempt: 1, outcome: 'running' };
    this.executions.push(execution);
    this.sim.runs.push(record);
    this.listWatchers.forEach((notify) => notify(execution.startVisibleAt));
    this.#publish('ExecutionsStarted', now, 1);
    const open = { execution, record, plan };
    if (this.model.timeoutSeconds !== undefined) {
      this.sim.queue.at(now + this.model.timeoutSeconds * SECOND, () => this.#close(open, 'timedOut', now + this.model.timeoutSeconds! * SECOND));
    }
    if (plan.throttled === true) {
      this.#publish('ExecutionThrottled', now, 1);
      const goesOn = now + (plan.throttledMillis ?? THROTTLED_FOR);
      this.sim.queue.at(goesOn, () => this.#step(open, 0, 1, goesOn));
    } else {
      this.#step(open, 0, 1, now);
    }
  }

  /** Runs one function after the other, and then waits until the execution's time is over. */
  #step(open: Open, index: number, attempt: number, now: Instant): void {
    if (open.execution.outcome !== 'running') return;
    const { plan } = open;
    const host = this.functions[index];
    if (host === undefined) {
      this.#finish(open, now);
      return;
    }
    const isLast = index === this.functions.length - 1;
    const fails = isLast && (plan.outcome === 'failed' || attempt <= (plan.failedTries ?? 0));
    host.call(now, { attempt, fails, trigger: plan.trigger }, ({ outcome, end }) => {
      if (outcome === 'succeeded') this.#step(open, index + 1, 1, end);
      else if (attempt < MAX_TRIES && plan.outcome !== 'failed') this.sim.queue.at(end + RETRY_PAUSE, () => this.#step(open, index, attempt + 1, end + RETRY_PAUSE));
      else this.#close(open, 'failed', end);
    });
  }

  #finish(open: Open, now: Instant): void {
    const { start, durationMillis, outcome } = open.plan;
    // An aborted execution ends before its usual time.
    const end = Math.max(now, start + (outcome === 'aborted' ? 0.5 : 1) * durationMillis);
    if (end !== Infinity) this.sim.queue.at(end, () => this.#close(open, outcome, end));
  }

  #close({ execution, record, plan }: Open, outcome: keyof typeof ENDINGS, now: Instant): void {
    if (execution.outcome !== 'running') return;
    record.outcome = execution.outcome = outcome;
    record.end = execution.end = now;
    execution.endVisibleAt = now + this.behaviour.nextMillis(LIST_SECONDS);
    this.listWatchers.forEach((notify) => notify(execution.endVisibleAt!));
    this.#publish(ENDINGS[outcome], now, 1);
    this.#publish('ExecutionTime', now, now - execution.start);
    // The second of the two points of each execution: only their sum counts executions.
    this.#publish('ExecutionsStarted', now, 0);
    if (outcome === 'succeeded') this.onSuccess?.(now, plan.slot, plan.trigger);
  }

  #publish(metricName: MachineMetric, at: Instant, value: number): void {
    if (!this.#series.has(metricName)) {
      this.#series.set(metricName, this.sim.store.find({ namespace: 'AWS/States', metricName, dimensions: { StateMachineArn: this.model.arn } }));
    }
    const lost = this.behaviour.chance(this.sim.settings.bestEffortLoss);
    const delay = this.behaviour.nextMillis(this.sim.settings.publicationSeconds);
    if (!lost) this.sim.publication.publish(this.#series.get(metricName), { at, value, delayMillis: delay });
  }
}
