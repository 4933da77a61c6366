import fc from 'fast-check';
import { Contract } from '../../../core/contract/contract';
import { ContractError } from '../../../core/contract/contract-error';
import { readContract, requireBounded } from '../../../core/contract/read-contract';
import { damaged, pathsOf } from '../damaged';
import { SCHEDULED, SILENT } from './stored';

/** Reads a text. Whatever is wrong with it must be a ContractError. */
function readOrRefuse(text: string): Contract | undefined {
  try {
    return readContract(text, 0);
  } catch (error) {
    expect(error).toBeInstanceOf(ContractError);
    return undefined;
  }
}

const seconds = (min = 0): fc.Arbitrary<number> => fc.integer({ min, max: 39_312_000 });
const count = fc.integer({ min: 1, max: 1000 });
/** Names that a plain lookup would find in every object too. */
const pipelineName = fc.oneof(fc.stringMatching(/^[A-Za-z0-9_.-]{1,64}$/), fc.constantFrom('constructor', 'toString', '__proto__', 'hasOwnProperty'));
const name = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');

const source = fc.oneof(
  fc.record({ kind: fc.constant('lambdaFunction'), functionName: name }),
  fc.record({ kind: fc.constant('stateMachine'), stateMachineArn: name, type: fc.constant('EXPRESS') }),
  fc.record({ kind: fc.constant('stateMachine'), stateMachineArn: name, type: fc.constant('STANDARD'), scheduledTimeField: name }, { requiredKeys: ['kind', 'stateMachineArn', 'type'] }),
);
const stages = fc.uniqueArray(fc.record({
  name, source, startWithinSeconds: seconds(), maxDurationSeconds: seconds(1), publicationDelaySeconds: fc.integer({ min: 0, max: 86_400 }), minSuccessfulRuns: count, optional: fc.boolean(), retryWithinSeconds: seconds(),
}), { selector: (stage) => stage.name, minLength: 1, maxLength: 4 }).filter((all) => all.some(({ optional }) => !optional));

const scheduled = fc.record({
  failuresToAlarm: count,
  successesToRecover: count,
  schedule: fc.constantFrom('cron(0 2 * * ? *)', 'cron(0/5 * ? * MON-FRI *)', 'rate(7 minutes)', 'at(2026-03-10T02:00:00)'),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
  anchor: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
  startEarlyBySeconds: seconds(),
  flexibleWindowSeconds: seconds(),
  finishWithinSeconds: seconds(1),
  excludeDates: fc.array(fc.constantFrom('2026-01-01', '2026-12-31')),
}, { requiredKeys: ['failuresToAlarm', 'successesToRecover', 'schedule', 'timeZone', 'startEarlyBySeconds', 'flexibleWindowSeconds'] });
const silent = fc.record({ failuresToAlarm: count, successesToRecover: count, maxSilenceSeconds: seconds(60) });
const valid = fc.record({ version: fc.constant(1), pipeline: pipelineName, expectation: fc.oneof(scheduled, silent), stages }).filter(isBounded);

/** A contract that asks for too much at once is refused; other tests cover that. */
function isBounded(contract: unknown): boolean {
  try {
    requireBounded(contract as Contract);
    return true;
  } catch {
    return false;
  }
}

test('A valid contract is read as it was written.', () => {
  fc.assert(fc.property(valid, fc.nat(), (contract, since) => {
    expect(readContract(JSON.stringify(contract), since)).toEqual({ ...contract, since });
  }), { numRuns: 200 });
});

test('A contract that was read can be written and read again.', () => {
  fc.assert(fc.property(valid, (contract) => {
    const once = readContract(JSON.stringify(contract), 5);
    expect(readContract(JSON.stringify(once), 5)).toEqual(once);
  }), { numRuns: 50 });
});

test('Any text is read or refused with a ContractError.', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    readOrRefuse(text);
  }), { numRuns: 300 });
});

test('A contract damaged in any one place is read or refused with a ContractError.', () => {
  const place = fc.constantFrom(SCHEDULED, SILENT).chain((contract) => fc.tuple(fc.constant(contract), fc.constantFrom(...pathsOf(contract))));
  fc.assert(fc.property(place, fc.oneof(fc.jsonValue(), fc.constantFrom('cron(', 'rate(0 minutes)', 'Etc/GMT+99', -0, 1e21)), ([contract, path], put) => {
    readOrRefuse(JSON.stringify(damaged(contract, path, put)));
  }), { numRuns: 500 });
});

test('A text nested as deeply as a parameter is long is refused with a ContractError.', () => {
  for (const text of ['['.repeat(8192), `${'['.repeat(4096)}${']'.repeat(4096)}`, `${'{"version":'.repeat(700)}1${'}'.repeat(700)}`]) {
    expect(readOrRefuse(text)).toBeUndefined();
  }
});
