import fc from 'fast-check';
import { ContractError } from '../../../core/contract/contract-error';
import { Profile } from '../../../core/contract/profile';
import { readProfile } from '../../../core/contract/read-profile';

/** Reads a text. Whatever is wrong with it must be a ContractError. */
function readOrRefuse(text: string): Profile | undefined {
  try {
    return readProfile(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ContractError);
    expect((error as Error).message).toMatch(/^profile: /);
    return undefined;
  }
}

/** Names that a plain lookup would find in every object too. */
const pipelineName = fc.oneof(fc.stringMatching(/^[A-Za-z0-9_.-]{1,64}$/), fc.constantFrom('constructor', 'toString', '__proto__', 'hasOwnProperty'));
const name = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
const source = fc.oneof(
  fc.record({ kind: fc.constant('lambdaFunction'), functionName: name }),
  fc.record({ kind: fc.constant('stateMachine'), stateMachineArn: name, type: fc.constantFrom('EXPRESS', 'STANDARD') }),
);
const window = fc.record({
  expression: fc.constantFrom('cron(0 4 * * SUN)', 'cron(0/5 * L * ?)', 'at(2026-12-24T18:00)'),
  duration: fc.constantFrom('PT1M', 'PT2H30M', 'P15D'),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
}, { requiredKeys: ['expression', 'duration'] });
const trigger = fc.oneof(
  fc.record({ kind: fc.constant('schedule'), name, group: name, deadLetterQueueArn: name }, { requiredKeys: ['kind', 'name', 'group'] }),
  fc.record({ kind: fc.constant('rule'), name, bus: name, deadLetterQueueArn: name }, { requiredKeys: ['kind', 'name'] }),
);
const valid = fc.record({
  version: fc.constant(1),
  pipeline: pipelineName,
  severity: fc.constantFrom('critical', 'warning'),
  owner: name,
  runbookUrl: name,
  nothingExpected: name,
  upstreamPipelines: fc.array(pipelineName, { maxLength: 3 }),
  muteWindows: fc.array(window, { maxLength: 2 }),
  topics: fc.array(fc.record({ severity: fc.constantFrom('critical', 'warning'), topicArn: name }), { maxLength: 2 }),
  stages: fc.array(fc.record({ name, source }), { maxLength: 3 }),
  trigger,
  dashboardName: name,
  includeExecutionData: fc.boolean(),
}, { requiredKeys: ['version', 'pipeline', 'severity', 'upstreamPipelines', 'muteWindows', 'topics', 'stages', 'includeExecutionData'] })
  .filter(({ pipeline, upstreamPipelines }) => !upstreamPipelines.includes(pipeline));

/** All paths to values inside a JSON value. */
function pathsOf(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, child]) => pathsOf(child).map((path) => [key, ...path]))];
}

function damaged(value: unknown, path: readonly (string | number)[], put: unknown): unknown {
  if (path.length === 0) return put;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[path[0]] = damaged(copy[path[0]], path.slice(1), put);
  return copy;
}

test('A valid profile is read as it was written.', () => {
  fc.assert(fc.property(valid, (profile) => {
    expect(readProfile(JSON.stringify(profile))).toEqual(profile);
  }), { numRuns: 200 });
});

test('Any text is read or refused with a ContractError about a profile.', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    readOrRefuse(text);
  }), { numRuns: 500 });
});

test('A profile with any one value replaced is read or refused with a ContractError.', () => {
  const anywhere = valid.chain((profile) => fc.tuple(fc.constant(profile), fc.constantFrom(...pathsOf(profile))));
  const odd = fc.oneof(fc.anything(), fc.constantFrom('', ' ', 'cron(* * * * *)', 'cron(61 * * * *)', 'at(2026-02-30T00:00)', 'PT0S', 'Etc/GMT+99', -0, 1e21));
  fc.assert(fc.property(anywhere, odd, ([profile, path], put) => {
    const text = safeText(damaged(profile, path, put));
    if (text !== undefined) readOrRefuse(text);
  }), { numRuns: 500 });
});

test('A text nested as deeply as a parameter is long is refused with a ContractError.', () => {
  for (const text of ['['.repeat(8192), `${'['.repeat(4096)}${']'.repeat(4096)}`, `${'{"version":'.repeat(700)}1${'}'.repeat(700)}`]) {
    expect(readOrRefuse(text)).toBeUndefined();
  }
});

/** A value that JSON cannot write is in no parameter. */
function safeText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
