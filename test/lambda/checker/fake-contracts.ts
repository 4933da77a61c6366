import type { StoredContract } from '../../../lambda/shared/ports';

/** When all contracts of these tests were last changed, by default. */
export const SINCE = Date.parse('2026-03-01T00:00:00Z');

/** A day in the middle of the contracts' life. */
export function at(time: string, day = '2026-03-10'): number {
  return Date.parse(`${day}T${time}Z`);
}

export type Json = Record<string, unknown>;

/** A nightly pipeline of one function: due at 02:00 UTC, and missed after 02:00 + 15 min + 1 h + 5 min. */
export function nightly(pipeline: string, stages: readonly Json[] = [functionStage(pipeline)], expectation: Json = {}): Json {
  return {
    version: 1,
    pipeline,
    expectation: {
      schedule: 'cron(0 2 * * ? *)', timeZone: 'UTC', startEarlyBySeconds: 60, flexibleWindowSeconds: 0, failuresToAlarm: 1, successesToRecover: 1, ...expectation,
    },
    stages,
  };
}

/** A stage with the Lambda function of that name. */
export function functionStage(name: string, more: Json = {}): Json {
  return { ...TOLERANCES, name, source: { kind: 'lambdaFunction', functionName: name }, ...more };
}

/** A stage with the standard state machine of that name. */
export function machineStage(name: string, source: Json = {}): Json {
  return { ...TOLERANCES, name, source: { kind: 'stateMachine', stateMachineArn: arnOf(name), type: 'STANDARD', ...source } };
}

export function arnOf(machine: string): string {
  return `arn:aws:states:eu-west-1:111122223333:stateMachine:${machine}`;
}

export function stored(contract: Json | string, lastChanged = SINCE): StoredContract {
  const name = typeof contract === 'string' ? 'text' : String(contract.pipeline);
  return { name: `/observatory/${name}`, text: typeof contract === 'string' ? contract : JSON.stringify(contract), lastChanged };
}

const TOLERANCES = {
  startWithinSeconds: 15 * 60, maxDurationSeconds: 60 * 60, publicationDelaySeconds: 5 * 60, minSuccessfulRuns: 1, optional: false, retryWithinSeconds: 0,
};
