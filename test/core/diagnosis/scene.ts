import { diagnose } from '../../../core/diagnosis/diagnose';
import { Diagnosis, DiagnosisContext, Reason } from '../../../core/diagnosis/diagnosis';
import {
  ExecutionFacts, ExecutionFailure, ExecutionHistory, FunctionFacts, LogLine, TriggerFacts,
} from '../../../core/diagnosis/facts';
import { Finding, Findings, FunctionFindings, MachineFindings, TriggerFindings } from '../../../core/diagnosis/findings';
import { OwnerClock } from '../../../core/text/owner-clock';

/** The night of the tests: a run was due at 02:00 on 10 March 2026, and it is 04:30 UTC. */
export const DUE = at('02:00');
export const NOW = at('04:30');

export function at(time: string, day = '2026-03-10'): number {
  return Date.parse(`${day}T${time}:00Z`);
}

export function found<T>(value: T): Finding<T> {
  return { kind: 'found', value };
}

export const MISSING = { kind: 'missing' } as const;
export const OPEN = { kind: 'open' } as const;

const clock = new OwnerClock('UTC', NOW);

/** A failed run of Nightly. */
export const FAILED: DiagnosisContext = {
  pipeline: 'Nightly', question: 'FAILED', stage: 'Load', about: DUE, now: NOW, lastSuccess: at('02:40', '2026-03-09'), region: 'eu-west-1', includeExecutionData: false,
  time: (instant) => clock.moment(instant),
};
/** A run that was not seen. */
export const NOT_SEEN: DiagnosisContext = { ...FAILED, question: 'ALIVE', verdict: 'missed' };
export const STUCK: DiagnosisContext = { ...FAILED, question: 'ALIVE', verdict: 'stuck' };
export const SLOW: DiagnosisContext = { ...FAILED, question: 'SLOW' };
/** Something was lost between the trigger and the first stage. */
export const UNDELIVERED: DiagnosisContext = { ...FAILED, stage: undefined };

const MACHINE_ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Load-1';

export function execution(name: string, status: ExecutionFacts['status'], start: number, stop?: number): ExecutionFacts {
  return { arn: `arn:aws:states:eu-west-1:111122223333:execution:Load-1:${name}`, name, status, start, ...(stop === undefined ? {} : { stop }) };
}

/** The state machine Load, with only the given findings. */
export function machine(more: Partial<MachineFindings> = {}): MachineFindings {
  return {
    stage: 'Load', order: 0, source: { kind: 'stateMachine', stateMachineArn: MACHINE_ARN, type: 'STANDARD' },
    machine: OPEN, executions: OPEN, failure: OPEN, history: OPEN, executedMachine: OPEN, ...more,
  };
}

/** An execution of Load, examined more closely. */
export function ran(one: ExecutionFacts, failure: ExecutionFailure = {}, history: ExecutionHistory = {}, before: readonly ExecutionFacts[] = []): MachineFindings {
  return machine({ executions: found([one, ...before]), execution: one, failure: found(failure), history: found(history) });
}

/** The function Publish, with only the given findings. */
export function lambda(more: Partial<FunctionFindings> = {}): FunctionFindings {
  return {
    stage: 'Publish', order: 1, source: { kind: 'lambdaFunction', functionName: 'Publish-1' }, logGroupName: '/aws/lambda/Publish-1',
    lambdaFunction: OPEN, concurrency: OPEN, log: OPEN, ...more,
  };
}

/** Publish with a configuration. */
export function deployed(facts: FunctionFacts, more: Partial<FunctionFindings> = {}): FunctionFindings {
  return lambda({ lambdaFunction: found(facts), ...more });
}

export const REQUEST = '8f507cfc-xmpl-4697-b07a-ac58fc914c95'.replace('xmpl', '4d1a');

/** Publish with lines in its log, a minute apart from 02:01 on. */
export function logged(...lines: readonly string[]): FunctionFindings {
  return lambda({ log: found(lines.map((text, index): LogLine => ({ at: at('02:01') + index * 60_000, text }))) });
}

/** The schedule nightly, with only the given findings. */
export function schedule(more: Partial<TriggerFindings> = {}): TriggerFindings {
  return { profile: { kind: 'schedule', name: 'nightly', group: 'jobs' }, trigger: OPEN, deadLetters: OPEN, ...more };
}

export function scheduled(facts: TriggerFacts): TriggerFindings {
  return schedule({ trigger: found(facts) });
}

export function rule(more: Partial<TriggerFindings> = {}): TriggerFindings {
  return { ...schedule(more), profile: { kind: 'rule', name: 'nightly' } };
}

/** Every question has its answer. */
export function findings(more: Partial<Findings>): Findings {
  return { machines: [], functions: [], upstream: [], unread: [], complete: true, ...more };
}

export function diagnosed(context: DiagnosisContext, more: Partial<Findings>): Diagnosis {
  return diagnose(findings(more), context);
}

/** The reasons without their links, which other tests cover. */
export function reasons(context: DiagnosisContext, more: Partial<Findings>): Omit<Reason, 'link'>[] {
  return diagnosed(context, more).reasons.map(({ id, text, next, short, at: when }) => ({ id, text, next, short, ...(when === undefined ? {} : { at: when }) }));
}

export function ids(context: DiagnosisContext, more: Partial<Findings>): string[] {
  return reasons(context, more).map(({ id }) => id);
}

export function texts(context: DiagnosisContext, more: Partial<Findings>): string[] {
  return reasons(context, more).map(({ text }) => text);
}
