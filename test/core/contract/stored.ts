/** A stored contract that tests can damage. */
export type Json = Record<string, unknown>;

const STAGE: Json = {
  name: 'load',
  source: { kind: 'stateMachine', stateMachineArn: 'arn:aws:states:eu-west-1:1:stateMachine:load', type: 'STANDARD' },
  startWithinSeconds: 900,
  maxDurationSeconds: 7200,
  publicationDelaySeconds: 120,
  minSuccessfulRuns: 1,
  optional: false,
  retryWithinSeconds: 0,
};

/** A valid contract with a schedule. */
export const SCHEDULED: Json = {
  version: 1,
  pipeline: 'NightlyOrders',
  expectation: {
    failuresToAlarm: 1,
    successesToRecover: 1,
    schedule: 'cron(0 2 * * ? *)',
    timeZone: 'America/New_York',
    startEarlyBySeconds: 60,
    flexibleWindowSeconds: 0,
  },
  stages: [STAGE, { ...STAGE, name: 'publish', source: { kind: 'lambdaFunction', functionName: 'publish' } }],
};

/** A valid contract with a maximum silence. */
export const SILENT: Json = {
  ...SCHEDULED,
  expectation: { failuresToAlarm: 1, successesToRecover: 1, maxSilenceSeconds: 86400 },
};

/** A copy with another value at a path such as `stages[0].source.kind`; undefined removes the field. */
export function withValue(contract: Json, path: string, value: unknown): Json {
  const copy = structuredClone(contract);
  const steps = path.replaceAll('[', '.').replaceAll(']', '').split('.');
  const last = steps.pop()!;
  const parent = steps.reduce<Json>((at, step) => at[step] as Json, copy);
  parent[last] = value;
  return copy;
}
