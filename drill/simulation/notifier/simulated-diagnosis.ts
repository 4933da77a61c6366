import {
  ConcurrencyFacts, DeadLetter, ExecutedMachineFacts, ExecutionFacts, ExecutionFailure, ExecutionHistory, FunctionFacts,
  LogLine, MachineFacts, TriggerFacts,
} from '../../../core/diagnosis/facts';
import { DIAGNOSIS_PERMISSIONS, DiagnosisCall } from '../../../core/diagnosis/permissions';
import { Instant, MINUTE, SECOND } from '../../../core/time';
import type { DiagnosisPorts } from '../../../lambda/notifier/diagnosis/ports';
import { arnOf, environmentOf } from '../../../template/intrinsics/environment';
import type { FunctionModel, ScheduleModel } from '../../../template/model';
import type { DeadLetterQueue } from '../delivery/dead-letter-queue';
import type { Execution, MachineHost } from '../runs/machine-host';
import type { RunRecord } from '../runs/run-plan';
import { ServiceCalls } from '../service-calls';
import type { SimContext } from '../sim-context';

const STATUS: Readonly<Record<Execution['outcome'], ExecutionFacts['status']>> = {
  running: 'RUNNING', succeeded: 'SUCCEEDED', failed: 'FAILED', timedOut: 'TIMED_OUT', aborted: 'ABORTED',
};

/** The error of a failed execution in the simulation: a drill knows only that it failed. */
const SIMULATED = { error: 'SimulatedFailure', cause: 'The drill made this run fail.' };

/** Time until Lambda's log lines can be read. */
const LOG_DELAY = 10 * SECOND;

/** Answers a diagnosis from the simulated account, with the permissions of the notifier's role in the template. */
export class SimulatedDiagnosis implements DiagnosisPorts {
  public constructor(
    private readonly sim: SimContext,
    private readonly calls: ServiceCalls,
    private readonly machines: ReadonlyMap<string, MachineHost>,
    private readonly queues: ReadonlyMap<string, DeadLetterQueue>,
  ) {}

  public async executions(stateMachineArn: string, most: number): Promise<readonly ExecutionFacts[] | undefined> {
    this.#ask('executions', stateMachineArn);
    const machine = this.machines.get(stateMachineArn);
    return machine?.executions.map((execution, index) => this.#factsOf(stateMachineArn, execution, index)).filter(({ start }) => start <= this.calls.now).reverse().slice(0, most);
  }

  public async executionFailure(executionArn: string): Promise<ExecutionFailure | undefined> {
    this.#ask('executionFailure', executionArn);
    const execution = this.#execution(executionArn);
    return execution === undefined ? undefined : execution.outcome === 'failed' ? SIMULATED : {};
  }

  public async executionHistory(executionArn: string): Promise<ExecutionHistory | undefined> {
    this.#ask('executionHistory', executionArn);
    const execution = this.#execution(executionArn);
    return execution === undefined ? undefined : execution.outcome === 'failed' ? SIMULATED : {};
  }

  public async machine(stateMachineArn: string): Promise<MachineFacts | undefined> {
    this.#ask('machine', stateMachineArn);
    return this.machines.has(stateMachineArn) ? { status: 'ACTIVE', changedAt: this.sim.createdAt } : undefined;
  }

  public async executedMachine(executionArn: string): Promise<ExecutedMachineFacts | undefined> {
    this.#ask('executedMachine', executionArn);
    return this.#execution(executionArn) === undefined ? undefined : { changedAt: this.sim.createdAt };
  }

  public async lambdaFunction(functionName: string): Promise<FunctionFacts | undefined> {
    this.#ask('lambdaFunction', this.#functionArn(functionName));
    const model = this.#function(functionName);
    return model === undefined ? undefined : {
      changedAt: this.sim.createdAt, state: 'Active', lastUpdateStatus: 'Successful', timeoutSeconds: model.timeoutSeconds, logGroupName: logGroupOf(model),
    };
  }

  public async concurrency(functionName: string): Promise<ConcurrencyFacts | undefined> {
    this.#ask('concurrency', this.#functionArn(functionName));
    const model = this.#function(functionName);
    return model === undefined ? undefined : model.reservedConcurrency === undefined ? {} : { reserved: model.reservedConcurrency };
  }

  /** The log lines that Lambda itself writes for failed runs; a drill does not know the lines of the function's code. */
  public async logLines(logGroupName: string, since: Instant, most: number): Promise<readonly LogLine[] | undefined> {
    this.#ask('logLines', arnOf(environmentOf(this.sim.account), 'logs', `log-group:${logGroupName}:*`));
    const model = this.sim.account.functions.find((one) => logGroupOf(one) === logGroupName);
    if (model === undefined) return undefined;
    const runs = this.sim.runs.filter(({ resourceArn, end }) => resourceArn === model.arn && end !== undefined && end >= since && end + LOG_DELAY <= this.calls.now);
    return runs.flatMap((run) => linesOf(run, model)).slice(-most);
  }

  public async schedule(name: string, group: string): Promise<TriggerFacts | undefined> {
    this.#ask('schedule', arnOf(environmentOf(this.sim.account), 'scheduler', `schedule/${group}/${name}`));
    return this.#trigger(({ kind, name: own, group: ownGroup }) => kind === 'scheduler' && own === name && ownGroup === group);
  }

  public async rule(name: string, bus: string | undefined): Promise<TriggerFacts | undefined> {
    this.#ask('rule', arnOf(environmentOf(this.sim.account), 'events', `rule/${bus === undefined ? '' : `${bus}/`}${name}`));
    return this.#trigger(({ kind, name: own }) => kind === 'rule' && own === name);
  }

  public async deadLetters(queueArn: string, most: number): Promise<readonly DeadLetter[] | undefined> {
    this.#ask('deadLetters', queueArn);
    return this.queues.get(queueArn)?.messages.slice(-most).map(({ at, attributes }): DeadLetter => ({ at, errorCode: attributes.ERROR_CODE, errorMessage: attributes.ERROR_MESSAGE }));
  }

  #ask(call: DiagnosisCall, resource: string): void {
    for (const { action } of DIAGNOSIS_PERMISSIONS[call]) this.calls.make(call, action, resource);
  }

  #factsOf(stateMachineArn: string, { start, end, outcome }: Execution, index: number): ExecutionFacts {
    const name = `run-${index + 1}`;
    const closed = end !== undefined && end <= this.calls.now;
    return { arn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`, name, start, status: closed ? STATUS[outcome] : 'RUNNING', ...(closed ? { stop: end } : {}) };
  }

  #execution(executionArn: string): Execution | undefined {
    const [, machine, index] = /^(.*):run-(\d+)$/.exec(executionArn) ?? [];
    return machine === undefined ? undefined : this.machines.get(machine.replace(':execution:', ':stateMachine:'))?.executions[Number(index) - 1];
  }

  #functionArn(name: string): string {
    return arnOf(environmentOf(this.sim.account), 'lambda', `function:${name}`);
  }

  #function(functionName: string): FunctionModel | undefined {
    return this.sim.account.functions.find(({ name }) => name === functionName);
  }

  /** A schedule in the state in which a person would find it: disabled or deleted while the fault lasts. */
  #trigger(is: (schedule: ScheduleModel) => boolean): TriggerFacts | undefined {
    const schedule = this.sim.account.schedules.find(is);
    if (schedule === undefined) return undefined;
    const change = this.sim.conditions.first(this.calls.now, ({ trigger, from }) => {
      const state = trigger?.(schedule);
      return state === undefined ? undefined : { state, from };
    });
    if (change?.state === 'deleted') return undefined;
    return { enabled: schedule.enabled && change === undefined, changedAt: change?.from ?? this.sim.createdAt, startsAt: schedule.start, endsAt: schedule.end };
  }
}

function logGroupOf({ name, logGroupName }: FunctionModel): string {
  return logGroupName ?? `/aws/lambda/${name}`;
}

function linesOf({ start, end, outcome }: RunRecord, { timeoutSeconds }: FunctionModel): LogLine[] {
  const at = end ?? start + MINUTE;
  const report: LogLine = { at, text: `REPORT RequestId: simulated\tDuration: ${(at - start).toFixed(2)} ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB` };
  if (outcome === 'timedOut') return [{ at, text: `${new Date(at).toISOString()} simulated Task timed out after ${timeoutSeconds.toFixed(2)} seconds` }, report];
  return outcome === 'failed' ? [{ at, text: 'ERROR Invoke Error {"errorType":"SimulatedFailure","errorMessage":"The drill made this run fail."}' }, report] : [report];
}
