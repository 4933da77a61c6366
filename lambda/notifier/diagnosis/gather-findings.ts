import { Profile, TriggerProfile } from '../../../core/contract/profile';
import { DiagnosisContext, situationOf } from '../../../core/diagnosis/diagnosis';
import {
  executionToExplain, Findings, FunctionFindings, lookFrom, MachineFindings, newestExecution, TriggerFindings, UpstreamFinding,
} from '../../../core/diagnosis/findings';
import { LambdaFunctionSource, StateMachineSource } from '../../../core/evidence/kinds';
import { mapBounded } from '../../shared/async';
import { Inquiry } from './inquiry';
import type { DiagnosisPorts } from './ports';

/** A message is worth some calls, not hundreds. */
const MOST_STAGES = 10;
const STAGES_AT_ONCE = 4;
/** Enough to see a row of failures, and the executions that still run. */
const MOST_EXECUTIONS = 25;
/** A failed run writes a handful of lines. Each other run adds a REPORT. */
const MOST_LINES = 200;
const MOST_DEAD_LETTERS = 10;

const OPEN = { kind: 'open' } as const;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What is asked about: one pipeline and its incident. */
export interface GatheringScope {
  readonly context: DiagnosisContext;
  readonly profile: Profile;
  /** Upstream pipelines whose incident is open. */
  readonly upstream: readonly UpstreamFinding[];
}

/** Gathers what a diagnosis of one pipeline needs. `findings` gives what is known at any moment. */
export class Gathering {
  readonly #inquiry: Inquiry;
  readonly #machines: Mutable<MachineFindings>[] = [];
  readonly #functions: Mutable<FunctionFindings>[] = [];
  #trigger: Mutable<TriggerFindings> | undefined;
  /** Stages that have not been asked about yet. */
  #waiting: readonly string[] = [];
  #done = false;

  public constructor(private readonly ports: DiagnosisPorts, private readonly scope: GatheringScope, private readonly signal: AbortSignal) {
    this.#inquiry = new Inquiry(signal);
  }

  /** What is known by now. */
  public findings(): Findings {
    return {
      machines: this.#machines.map((one) => ({ ...one })),
      functions: this.#functions.map((one) => ({ ...one })),
      ...(this.#trigger === undefined ? {} : { trigger: { ...this.#trigger } }),
      upstream: this.scope.upstream,
      unread: [...this.#inquiry.unread(), ...this.#waiting.map((stage) => `${stage} not read in time`)],
      complete: this.#done && this.#inquiry.answered,
    };
  }

  /** Asks everything at once, except for questions that depend on an answer. Never rejects. */
  public async run(): Promise<void> {
    const { context, profile: { trigger } } = this.scope;
    const situation = situationOf(context);
    const stages = this.stagesInOrder();
    this.#waiting = stages.map(({ name }) => name);
    await Promise.all([
      // When a run started and then failed, its trigger is not the cause.
      ...(trigger !== undefined && (situation === 'missing' || situation === 'undelivered') ? [this.askTrigger(trigger)] : []),
      mapBounded(stages, STAGES_AT_ONCE, async ({ name, order, source }) => {
        this.#waiting = this.#waiting.filter((one) => one !== name);
        await (source.kind === 'stateMachine' ? this.askMachine(name, order, source) : this.askFunction(name, order, source));
      }),
    ]);
    this.#done = true;
  }

  /** The stage that the alarm or verdict names comes first. A remark counts the stages that are not asked about. */
  private stagesInOrder(): { readonly name: string; readonly order: number; readonly source: Profile['stages'][number]['source'] }[] {
    const stages = this.scope.profile.stages.map((stage, order) => ({ ...stage, order }));
    const named = stages.filter(({ name }) => name === this.scope.context.stage);
    const all = [...named, ...stages.filter((stage) => !named.includes(stage))];
    const left = all.length - MOST_STAGES;
    if (left > 0) this.#inquiry.remark(`${left} further stages not examined`);
    return all.slice(0, MOST_STAGES);
  }

  private async askTrigger(profile: TriggerProfile): Promise<void> {
    const { ports, signal } = this;
    const found: Mutable<TriggerFindings> = { profile, trigger: OPEN, deadLetters: OPEN };
    this.#trigger = found;
    const name = `${profile.kind} ${profile.name}`;
    const queue = profile.deadLetterQueueArn;
    await Promise.all([
      this.#inquiry.ask(name, () => profile.kind === 'schedule' ? ports.schedule(profile.name, profile.group, signal) : ports.rule(profile.name, profile.bus, signal), (answer) => {
        found.trigger = answer;
      }),
      ...(queue === undefined ? [] : [this.#inquiry.ask(`dead-letter queue of ${name}`, () => ports.deadLetters(queue, MOST_DEAD_LETTERS, signal), (answer) => {
        found.deadLetters = answer;
      })]),
    ]);
  }

  private async askMachine(stage: string, order: number, source: StateMachineSource): Promise<void> {
    const { ports, signal, scope: { context } } = this;
    const { stateMachineArn } = source;
    const found: Mutable<MachineFindings> = { stage, order, source, machine: OPEN, executions: OPEN, failure: OPEN, history: OPEN, executedMachine: OPEN };
    this.#machines.push(found);
    const machine = this.#inquiry.ask(`state machine ${stage}`, () => ports.machine(stateMachineArn, signal), (answer) => {
      found.machine = answer;
    });
    if (source.type === 'EXPRESS') {
      this.#inquiry.remark(`executions of ${stage} not listed: an express machine keeps none`);
      await machine;
      return;
    }
    const executions = await this.#inquiry.ask(`executions of ${stage}`, () => ports.executions(stateMachineArn, MOST_EXECUTIONS, signal), (answer) => {
      found.executions = answer;
      if (answer.kind === 'found') found.execution = executionToExplain(answer.value, context);
    }) ?? [];
    const execution = executionToExplain(executions, context);
    const newest = newestExecution(executions);
    await Promise.all([
      machine,
      ...(execution === undefined ? [] : [
        this.#inquiry.ask(`error of execution ${execution.name}`, () => ports.executionFailure(execution.arn, signal), (answer) => {
          // Do not keep what must not be quoted.
          found.failure = answer.kind === 'found' && !context.includeExecutionData ? { kind: 'found', value: { ...answer.value, input: undefined } } : answer;
        }),
        this.#inquiry.ask(`history of execution ${execution.name}`, () => ports.executionHistory(execution.arn, signal), (answer) => {
          found.history = answer;
        }),
      ]),
      ...(newest === undefined ? [] : [this.#inquiry.ask(`revision of ${stage}`, () => ports.executedMachine(newest.arn, signal), (answer) => {
        found.executedMachine = answer;
      })]),
    ]);
  }

  private async askFunction(stage: string, order: number, source: LambdaFunctionSource): Promise<void> {
    const { ports, signal, scope: { context } } = this;
    const { functionName } = source;
    const found: Mutable<FunctionFindings> = {
      stage, order, source, logGroupName: `/aws/lambda/${functionName}`, lambdaFunction: OPEN, concurrency: OPEN, log: OPEN,
    };
    this.#functions.push(found);
    await Promise.all([
      this.#inquiry.ask(`concurrency of ${stage}`, () => ports.concurrency(functionName, signal), (answer) => {
        found.concurrency = answer;
      }),
      this.askLog(found, () => ports.lambdaFunction(functionName, signal), lookFrom(context)),
    ]);
  }

  /** The function says where its log is. Otherwise, it is where Lambda puts logs by default. */
  private async askLog(found: Mutable<FunctionFindings>, describe: () => ReturnType<DiagnosisPorts['lambdaFunction']>, since: number): Promise<void> {
    const facts = await this.#inquiry.ask(`function ${found.stage}`, describe, (answer) => {
      found.lambdaFunction = answer;
    });
    found.logGroupName = facts?.logGroupName ?? found.logGroupName;
    await this.#inquiry.ask(`logs of ${found.stage}`, () => this.ports.logLines(found.logGroupName, since, MOST_LINES, this.signal), (answer) => {
      found.log = answer;
    });
  }
}
