import { Instant, MINUTE, SECOND } from '../../../core/time';
import type { FunctionModel, ScheduleModel } from '../../../template/model';
import type { NewPoint } from '../metric-store';
import type { Series } from '../series';
import type { SimContext } from '../sim-context';
import type { Behaviour, RunPlan, RunRecord } from './run-plan';

/** How long Lambda keeps an asynchronous event by default (developer guide, "Asynchronous invocation"). */
const MAX_EVENT_AGE_SECONDS = 6 * 60 * 60;
/** Pauses before the first and the second retry of a failed invocation (same source). */
const RETRY_PAUSES = [MINUTE, 2 * MINUTE];
/** Lambda retries throttled events after 1 second, and then less and less often, up to every 5 minutes (same source). */
const FIRST_THROTTLE_PAUSE = SECOND;
const LONGEST_THROTTLE_PAUSE = 5 * MINUTE;

/** An asynchronous event that waits for its function. */
interface AsyncEvent {
  readonly accepted: Instant;
  readonly slot?: Instant;
  /** The schedule that started it. */
  readonly trigger?: ScheduleModel;
  /** Its payload as JSON. */
  readonly payload: string;
  failures: number;
  throttles: number;
  /** The error of the newest attempt. */
  error?: InvocationError;
}

/** An invocation that failed for good, as its function's destination receives it. */
export interface FailedInvocation {
  readonly functionArn: string;
  readonly payload: string;
  readonly condition: 'RetriesExhausted' | 'EventAgeExceeded';
  readonly attempts: number;
  readonly error?: InvocationError;
}

/** What Lambda reports about an error that a function did not catch. */
export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** Called when a run has succeeded, with its slot and the schedule that started it. */
export type OnSuccess = (now: Instant, slot: Instant | undefined, trigger: ScheduleModel | undefined) => void;

/** An attempt as a step of a run that waits for it. */
export interface StepAttempt {
  readonly attempt: number;
  readonly fails: boolean;
  /** The schedule that started the run of which it is a step. */
  readonly trigger?: ScheduleModel;
}

/** How one attempt ended. */
interface Ending {
  readonly outcome: 'succeeded' | 'failed' | 'timedOut';
  readonly end: Instant;
}

type FunctionMetric = 'Invocations' | 'Errors' | 'Duration' | 'Throttles' | 'AsyncEventsReceived' | 'AsyncEventsDropped' | 'DestinationDeliveryFailures';

/**
 * A Lambda function: attempts, retries, and metrics as Lambda publishes them. The points of a run have the time of its start
 * and are published after its end; an idle function has none; a throttled attempt is not an invocation. (Lambda developer
 * guide, "View metrics for Lambda functions")
 */
export class FunctionHost {
  /** Called when a run that was started asynchronously has succeeded, to start the next stage. */
  public onSuccess: OnSuccess | undefined;
  /** The function's code, where it is code of the library. If it fails, so does the invocation. */
  public body: ((now: Instant, payload: string) => Promise<void>) | undefined;
  /** Receives the record of an asynchronous invocation that failed for good. Returns why the destination refused it. */
  public onFailure: ((failed: FailedInvocation, now: Instant) => string | undefined) | undefined;
  readonly #series = new Map<FunctionMetric, Series | undefined>();
  /** Whether its runs are part of the report. */
  readonly #logsRuns: boolean;

  public constructor(
    private readonly sim: SimContext,
    public readonly model: FunctionModel,
    private readonly behaviour: Behaviour,
    { logsRuns = false }: { readonly logsRuns?: boolean } = {},
  ) {
    this.#logsRuns = logsRuns;
  }

  /** Accepts an asynchronous invocation. */
  public invoke(now: Instant, slot?: Instant, payload = '{}', trigger?: ScheduleModel): void | Promise<void> {
    this.#count('AsyncEventsReceived', now);
    return this.#attempt({ accepted: now, slot, trigger, payload, failures: 0, throttles: 0 }, now);
  }

  /** Runs it as a step of a caller that waits for the answer. */
  public call(now: Instant, { attempt, fails, trigger }: StepAttempt, done: (ending: Ending) => void): void {
    const plan = this.#plan({ start: now, trigger, attempt });
    if (plan.throttled === true || this.model.reservedConcurrency === 0) {
      // A caller that waits for the answer gets an error at once, and decides whether to retry.
      this.#count('Throttles', now);
      done({ outcome: 'failed', end: now });
      return;
    }
    const ending = this.#endingOf(fails ? { ...plan, outcome: 'failed' } : plan);
    this.sim.queue.at(ending.end, () => {
      this.#account(now, ending);
      done(ending);
    });
  }

  #plan(of: Pick<RunPlan, 'start' | 'slot' | 'trigger' | 'attempt'>): RunPlan {
    return this.sim.conditions.plan({
      ...of, resourceArn: this.model.arn, kind: 'function', durationMillis: this.behaviour.nextDuration(), outcome: 'succeeded',
    });
  }

  #attempt(event: AsyncEvent, now: Instant): void | Promise<void> {
    const { slot, trigger } = event;
    const plan = this.#plan({ start: now, slot, trigger, attempt: event.failures + 1 });
    if (plan.vanishes === true) return undefined;
    if (plan.throttled === true || this.model.reservedConcurrency === 0) return this.#throttle(event, now);
    const ending = this.#endingOf(plan);
    const record: RunRecord = { resourceArn: this.model.arn, start: now, slot, trigger, attempt: plan.attempt, outcome: 'running' };
    if (this.#logsRuns) this.sim.runs.push(record);
    const finish = (ended: Ending): void => {
      record.end = ended.end;
      record.outcome = ended.outcome;
      if (ended.outcome === 'succeeded') this.onSuccess?.(ended.end, slot, trigger);
      else this.#retry(event, ended, plan);
    };
    if (this.body === undefined) {
      this.sim.queue.at(ending.end, () => {
        this.#account(now, ending);
        finish(ending);
      });
      return undefined;
    }
    return this.#run(event, ending).then((ended) => {
      // The points of a tick are published at once, so that its host can tell which points belong to it; they do not become
      // visible sooner.
      this.#account(now, ended);
      this.sim.queue.at(ended.end, () => finish(ended));
    });
  }

  /** Runs the function's code, unless the attempt fails before it. */
  async #run(event: AsyncEvent, ending: Ending): Promise<Ending> {
    if (ending.outcome !== 'succeeded') return ending;
    try {
      await this.body?.(this.sim.queue.now, event.payload);
      return ending;
    } catch (error) {
      const { name, message } = error as Error;
      event.error = { errorType: name, errorMessage: message };
      return { ...ending, outcome: 'failed' };
    }
  }

  #endingOf({ start, durationMillis, outcome }: RunPlan): Ending {
    const timeout = this.model.timeoutSeconds * SECOND;
    if (durationMillis > timeout) return { outcome: 'timedOut', end: start + timeout };
    return { outcome: outcome === 'succeeded' ? 'succeeded' : 'failed', end: start + durationMillis };
  }

  /** Publishes Lambda's metrics of a run. */
  #account(start: Instant, { outcome, end }: Ending): void {
    const delayMillis = this.#delay();
    const points: Partial<Record<FunctionMetric, number>> = { Invocations: 1, Errors: outcome === 'succeeded' ? 0 : 1, Duration: end - start };
    for (const [metricName, value] of Object.entries(points)) this.#publish(metricName as FunctionMetric, { at: start, value, known: end, delayMillis });
  }

  #retry(event: AsyncEvent, { outcome, end }: Ending, { start }: RunPlan): void {
    event.failures += 1;
    if (outcome === 'timedOut') event.error = { errorType: 'Sandbox.Timedout', errorMessage: `Error: Task timed out after ${((end - start) / SECOND).toFixed(2)} seconds` };
    const pause = RETRY_PAUSES[event.failures - 1];
    if (event.failures > this.model.asyncRetries || pause === undefined) this.#drop(event, 'RetriesExhausted', end);
    else this.#again(event, end, pause);
  }

  #throttle(event: AsyncEvent, now: Instant): void {
    this.#count('Throttles', now);
    if (this.#logsRuns && event.throttles === 0) {
      this.sim.runs.push({ resourceArn: this.model.arn, start: now, end: now, slot: event.slot, trigger: event.trigger, attempt: 1, outcome: 'throttled' });
    }
    const pause = Math.min(FIRST_THROTTLE_PAUSE * 2 ** event.throttles, LONGEST_THROTTLE_PAUSE);
    event.throttles += 1;
    this.#again(event, now, pause);
  }

  #again(event: AsyncEvent, now: Instant, pause: number): void {
    const maxAge = (this.model.asyncMaxEventAgeSeconds ?? MAX_EVENT_AGE_SECONDS) * SECOND;
    if (now + pause - event.accepted > maxAge) this.#drop(event, 'EventAgeExceeded', now);
    else this.sim.queue.at(now + pause, () => this.#attempt(event, now + pause));
  }

  /** Gives up an event. Its destination receives it before it is dropped, and it counts as dropped all the same. */
  #drop({ payload, failures, throttles, error }: AsyncEvent, condition: FailedInvocation['condition'], now: Instant): void {
    this.#count('AsyncEventsDropped', now);
    const refusal = this.onFailure?.({ functionArn: this.model.arn, payload, condition, attempts: failures + throttles, error }, now);
    if (refusal !== undefined) this.#count('DestinationDeliveryFailures', now);
  }

  #delay(): number {
    return this.behaviour.nextMillis(this.sim.settings.publicationSeconds);
  }

  /** Publishes one more of something that is counted. */
  #count(metricName: FunctionMetric, at: Instant): void {
    this.#publish(metricName, { at, value: 1, delayMillis: this.#delay() });
  }

  #publish(metricName: FunctionMetric, point: NewPoint): void {
    if (!this.#series.has(metricName)) {
      this.#series.set(metricName, this.sim.store.find({ namespace: 'AWS/Lambda', metricName, dimensions: { FunctionName: this.model.name } }));
    }
    this.sim.publication.publish(this.#series.get(metricName), point);
  }
}
