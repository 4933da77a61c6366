import { hasDeadline, isSilence } from '../../../core/contract/contract';
import { ContractError } from '../../../core/contract/contract-error';
import { readContract } from '../../../core/contract/read-contract';
import { Json, SCHEDULED, SILENT, withValue } from './stored';

const SINCE = Date.UTC(2026, 2, 9, 12);
const read = (contract: unknown): ReturnType<typeof readContract> => readContract(JSON.stringify(contract), SINCE);

function problemOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof ContractError) return error.message.replace(/^contract: /, '');
    throw error;
  }
  return 'no problem';
}

describe('a valid contract', () => {
  test.each([['with a schedule', SCHEDULED], ['with a maximum silence', SILENT]])('%s is read as it was written, with the date of its last change', (_, stored) => {
    expect(read(stored)).toEqual({ ...stored, since: SINCE });
  });

  test('keeps optional fields', () => {
    const stored = {
      ...SCHEDULED,
      expectation: {
        ...SCHEDULED.expectation as Json, schedule: 'rate(1 hour)', anchor: '2026-03-09T12:20:00+01:00', finishWithinSeconds: 3600, excludeDates: ['2026-12-25', '2027-01-01'],
      },
      stages: [withValue((SCHEDULED.stages as Json[])[0], 'source.scheduledTimeField', 'time')],
    };
    expect(read(stored)).toEqual({ ...stored, since: SINCE });
  });

  test('accepts unknown fields at every level and leaves them out', () => {
    let stored = withValue(SCHEDULED, 'future', { some: 'thing' });
    for (const place of ['expectation', 'stages[0]', 'stages[0].source']) stored = withValue(stored, `${place}.future`, 1);
    expect(read(stored)).toEqual({ ...SCHEDULED, since: SINCE });
  });

  test('needs no start bound if there is a deadline or a maximum silence', () => {
    expect(read(withValue(SILENT, 'stages[0].startWithinSeconds', undefined)).stages[0].startWithinSeconds).toBeUndefined();
    for (const deadline of [['finishBy', '07:30'], ['finishWithinSeconds', 3600]] as const) {
      const stored = withValue(withValue(SCHEDULED, `expectation.${deadline[0]}`, deadline[1]), 'stages[0].startWithinSeconds', undefined);
      expect(read(stored).stages[0].startWithinSeconds).toBeUndefined();
    }
  });

  test('knows its kind of expectation, and whether it has a deadline', () => {
    expect(isSilence(read(SILENT).expectation)).toBe(true);
    expect(isSilence(read(SCHEDULED).expectation)).toBe(false);
    expect(hasDeadline(read(SILENT).expectation)).toBe(false);
    expect(hasDeadline(read(SCHEDULED).expectation)).toBe(false);
    expect(hasDeadline(read(withValue(SCHEDULED, 'expectation.finishBy', '07:30')).expectation)).toBe(true);
    expect(hasDeadline(read(withValue(SCHEDULED, 'expectation.finishWithinSeconds', 60)).expectation)).toBe(true);
  });
});

describe('a text that is not a contract', () => {
  test.each([
    ['', '$ is not JSON: ""'],
    ['{"version": 1', '$ is not JSON: "{\\"version\\": 1"'],
    ['x'.repeat(100), `$ is not JSON: "${'x'.repeat(56)}...`],
    ['null', '$ must be an object, got null'],
    ['[]', '$ must be an object, got []'],
    ['"cron"', '$ must be an object, got "cron"'],
    ['{}', 'version is missing'],
  ])('%p: %s', (text, problem) => {
    expect(problemOf(() => readContract(text, SINCE))).toBe(problem);
  });

  test('of another version asks for the same library version on both sides', () => {
    expect(problemOf(() => read(withValue(SCHEDULED, 'version', 2))))
      .toBe('version is 2, this checker reads 1: deploy checker and pipeline with the same library version');
  });

  test('is an error with its name, its path and its message', () => {
    const error = new ContractError('stages[0].name', 'is missing');
    expect(error).toMatchObject({ name: 'ContractError', path: 'stages[0].name', message: 'contract: stages[0].name is missing' });
    expect(error).toBeInstanceOf(Error);
  });
});

describe('a missing field is named by its path', () => {
  const needed = [
    'version', 'pipeline', 'expectation', 'stages',
    ...['failuresToAlarm', 'successesToRecover', 'schedule', 'timeZone', 'startEarlyBySeconds', 'flexibleWindowSeconds'].map((name) => `expectation.${name}`),
    ...['name', 'source', 'maxDurationSeconds', 'publicationDelaySeconds', 'minSuccessfulRuns', 'optional', 'retryWithinSeconds'].map((name) => `stages[1].${name}`),
    'stages[0].source.kind', 'stages[0].source.stateMachineArn', 'stages[0].source.type', 'stages[1].source.functionName',
  ];

  test.each(needed)('%s', (path) => {
    expect(problemOf(() => read(withValue(SCHEDULED, path, undefined)))).toBe(`${path} is missing`);
  });

  test('stages[0].startWithinSeconds, when there is no deadline either', () => {
    expect(problemOf(() => read(withValue(SCHEDULED, 'stages[0].startWithinSeconds', undefined))))
      .toBe('stages[0].startWithinSeconds is missing, and there is no deadline in its place');
  });
});

describe('a malformed field is named by its path, with what it must be and what it is', () => {
  const YEAR_OF_SECONDS = 39_312_000;
  const seconds = (minimum: number): string => `must be a whole number from ${minimum} to ${YEAR_OF_SECONDS}`;
  const count = 'must be a whole number from 1 to 1000';

  test.each([
    ['version', 'one', 'must be a whole number from 1 to 9007199254740991, got "one"'],
    ['pipeline', '', 'must be a non-empty string, got ""'],
    ['pipeline', '  ', 'must be a non-empty string, got "  "'],
    ['pipeline', 7, 'must be a non-empty string, got 7'],
    ['pipeline', null, 'must be a non-empty string, got null'],
    ['expectation', [], 'must be an object, got []'],
    ['expectation', 'nightly', 'must be an object, got "nightly"'],
    ['expectation.failuresToAlarm', 0, `${count}, got 0`],
    ['expectation.failuresToAlarm', 1001, `${count}, got 1001`],
    ['expectation.successesToRecover', 1.5, `${count}, got 1.5`],
    ['expectation.schedule', 5, 'must be a non-empty string, got 5'],
    ['expectation.schedule', 'cron(0 2 * * *)', 'cannot be used: Schedule "cron(0 2 * * *)", '],
    ['expectation.timeZone', 'Mars/Olympus', 'cannot be used: Schedule "cron(0 2 * * ? *)", time zone: "Mars/Olympus" is not an IANA time zone.'],
    ['expectation.anchor', 'tomorrow', 'must be an ISO 8601 instant with its zone, got "tomorrow"'],
    ['expectation.anchor', '2026-03-09T12:20:00', 'must be an ISO 8601 instant with its zone, got "2026-03-09T12:20:00"'],
    ['expectation.anchor', '2026-13-09T12:20:00Z', 'must be an ISO 8601 instant with its zone, got "2026-13-09T12:20:00Z"'],
    ['expectation.anchor', '2026-02-30T12:20:00Z', 'must be an ISO 8601 instant with its zone, got "2026-02-30T12:20:00Z"'],
    ['expectation.anchor', '2026-03-09T24:20:00+01:00', 'must be an ISO 8601 instant with its zone, got "2026-03-09T24:20:00+01:00"'],
    ['expectation.anchor', 0, 'must be a non-empty string, got 0'],
    ['expectation.startEarlyBySeconds', -1, `${seconds(0)}, got -1`],
    ['expectation.startEarlyBySeconds', '60', `${seconds(0)}, got "60"`],
    ['expectation.flexibleWindowSeconds', 1e300, `${seconds(0)}, got 1e+300`],
    ['expectation.finishWithinSeconds', 0, `${seconds(1)}, got 0`],
    ['expectation.finishBy', '24:00', 'must be a local time HH:MM, got "24:00"'],
    ['expectation.finishBy', '7:30', 'must be a local time HH:MM, got "7:30"'],
    ['expectation.excludeDates', '2026-12-25', 'must be a list, got "2026-12-25"'],
    ['expectation.excludeDates[0]', '25.12.2026', 'must be a date YYYY-MM-DD, got "25.12.2026"'],
    ['expectation.excludeDates[0]', '2026-13-01', 'must be a date YYYY-MM-DD, got "2026-13-01"'],
    ['expectation.excludeDates[0]', '2026-02-30', 'must be a date YYYY-MM-DD, got "2026-02-30"'],
    ['expectation.excludeDates[0]', '2027-02-29', 'must be a date YYYY-MM-DD, got "2027-02-29"'],
    ['expectation.excludeDates[0]', 20261225, 'must be a date YYYY-MM-DD, got 20261225'],
    ['stages', {}, 'must be a list, got {}'],
    ['stages', [], 'must name at least one stage'],
    ['stages[0]', 'load', 'must be an object, got "load"'],
    ['stages[1].name', 'load', 'must be unique, and "load" is the name of stages[0] already'],
    ['stages[1].name', true, 'must be a non-empty string, got true'],
    ['stages[1].startWithinSeconds', -1, `${seconds(0)}, got -1`],
    ['stages[1].startWithinSeconds', null, `${seconds(0)}, got null`],
    ['stages[1].maxDurationSeconds', 0, `${seconds(1)}, got 0`],
    ['stages[1].maxDurationSeconds', YEAR_OF_SECONDS + 1, `${seconds(1)}, got 39312001`],
    ['stages[1].publicationDelaySeconds', -60, 'must be a whole number from 0 to 86400, got -60'],
    ['stages[1].minSuccessfulRuns', 0, 'must be a whole number from 1 to 1000000000, got 0'],
    ['stages[1].optional', 'no', 'must be true or false, got "no"'],
    ['stages[1].retryWithinSeconds', 0.5, `${seconds(0)}, got 0.5`],
    ['stages[1].source', 'fn', 'must be an object, got "fn"'],
    ['stages[1].source.kind', 'glueJob', 'must be \'lambdaFunction\' or \'stateMachine\', got "glueJob"'],
    ['stages[1].source.kind', 'toString', 'must be \'lambdaFunction\' or \'stateMachine\', got "toString"'],
    ['stages[1].source.functionName', [], 'must be a non-empty string, got []'],
    ['stages[0].source.stateMachineArn', 1, 'must be a non-empty string, got 1'],
    ['stages[0].source.type', 'standard', 'must be \'STANDARD\' or \'EXPRESS\', got "standard"'],
    ['stages[0].source.scheduledTimeField', '', 'must be a non-empty string, got ""'],
  ])('%s = %j', (path, value, problem) => {
    const withDates = withValue(SCHEDULED, 'expectation.excludeDates', ['2026-12-25']);
    const refused = problemOf(() => read(withValue(path.includes('excludeDates[') ? withDates : SCHEDULED, path, value)));
    // The schedule's own message follows; it is specified with the schedule.
    if (problem.startsWith('cannot be used')) expect(refused).toMatch(`${path} ${problem}`);
    else expect(refused).toBe(`${path} ${problem}`);
  });

  test.each([
    ['maxSilenceSeconds', 59, `${seconds(60)}, got 59`],
    ['maxSilenceSeconds', null, `${seconds(60)}, got null`],
    ['failuresToAlarm', undefined, 'is missing'],
  ])('of a maximum silence: %s = %j', (name, value, problem) => {
    expect(problemOf(() => read(withValue(SILENT, `expectation.${name}`, value)))).toBe(`expectation.${name} ${problem}`);
  });

  test('a long value is cut, because a contract may be damaged in any way', () => {
    expect(problemOf(() => read(withValue(SCHEDULED, 'stages[0].optional', 'y'.repeat(200)))))
      .toBe(`stages[0].optional must be true or false, got "${'y'.repeat(56)}...`);
  });
});

describe('a contract that contradicts itself', () => {
  test('with two deadlines', () => {
    const stored = withValue(withValue(SCHEDULED, 'expectation.finishWithinSeconds', 3600), 'expectation.finishBy', '07:30');
    expect(problemOf(() => read(stored))).toBe('expectation.finishBy and finishWithinSeconds exclude each other');
  });

  test('with optional stages only', () => {
    const stored = withValue(withValue(SCHEDULED, 'stages[0].optional', true), 'stages[1].optional', true);
    expect(problemOf(() => read(stored))).toBe('stages must name at least one stage that is not optional');
  });

  test('with an express machine whose runs carry their slots', () => {
    const express = withValue(withValue(SCHEDULED, 'stages[0].source.type', 'EXPRESS'), 'stages[0].source.scheduledTimeField', 'time');
    expect(problemOf(() => read(express)))
      .toBe('stages[0].source.scheduledTimeField needs a STANDARD machine: an EXPRESS one keeps no record of its inputs');
  });
});
