import type { DiagnosisPorts } from './ports';

const NAMES = Object.keys({
  executions: 0, executionFailure: 0, executionHistory: 0, machine: 0, executedMachine: 0, lambdaFunction: 0, concurrency: 0, logLines: 0, schedule: 0, rule: 0,
  deadLetters: 0,
} satisfies Record<keyof DiagnosisPorts, 0>) as (keyof DiagnosisPorts)[];

/**
 * The ports of a diagnosis, whose AWS clients are loaded at the first call. Most invocations diagnose nothing, and the clients
 * are a fifth of the code that a cold start would load.
 *
 * If the clients cannot be loaded, every call fails, and the message lists what was not read. No message is lost.
 */
export function diagnosisWhenAsked(load: () => Promise<DiagnosisPorts>): DiagnosisPorts {
  let loaded: Promise<DiagnosisPorts> | undefined;
  const ask = (name: keyof DiagnosisPorts) => async (...args: unknown[]): Promise<unknown> => {
    loaded ??= load();
    const port = (await loaded)[name] as (...given: unknown[]) => Promise<unknown>;
    return port(...args);
  };
  return Object.fromEntries(NAMES.map((name) => [name, ask(name)])) as unknown as DiagnosisPorts;
}
