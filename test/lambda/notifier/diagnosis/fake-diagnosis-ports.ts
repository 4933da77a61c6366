import type { DiagnosisPorts } from '../../../../lambda/notifier/diagnosis/ports';

/** A call without its signal, for example `executions arn 25`. */
type Call = string;

/**
 * An account that answers a diagnosis with what a test says, and records the calls. Everything else does not exist, or is
 * empty.
 */
export class FakeDiagnosisPorts {
  public readonly calls: Call[] = [];
  public readonly ports: DiagnosisPorts;

  public constructor(answers: Partial<DiagnosisPorts>) {
    const all: DiagnosisPorts = {
      executions: async () => [],
      executionFailure: async () => ({}),
      executionHistory: async () => ({}),
      machine: async () => ({ status: 'ACTIVE' }),
      executedMachine: async () => ({}),
      lambdaFunction: async () => ({}),
      concurrency: async () => ({}),
      logLines: async () => [],
      schedule: async () => ({ enabled: true }),
      rule: async () => ({ enabled: true }),
      deadLetters: async () => [],
      ...answers,
    };
    const noting = Object.entries(all).map(([name, call]) => [name, (...given: unknown[]) => {
      this.calls.push([name, ...given.slice(0, -1)].join(' '));
      return (call as (...args: unknown[]) => unknown)(...given);
    }]);
    this.ports = Object.fromEntries(noting) as DiagnosisPorts;
  }
}
