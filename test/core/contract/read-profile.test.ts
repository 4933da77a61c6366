import { ContractError } from '../../../core/contract/contract-error';
import { readProfile } from '../../../core/contract/read-profile';
import { Json, withValue } from './stored';

/** A profile with everything in it, as it is stored. */
const FULL: Json = {
  version: 1,
  pipeline: 'NightlyOrders',
  severity: 'critical',
  owner: 'data-platform',
  runbookUrl: 'https://wiki.example.com/nightly',
  upstreamPipelines: ['Landing'],
  muteWindows: [{ expression: 'cron(0 4 * * SUN)', duration: 'PT2H', timeZone: 'Europe/Berlin' }, { expression: 'at(2026-12-24T18:00)', duration: 'P2D' }],
  topics: [{ severity: 'critical', topicArn: 'arn:aws:sns:eu-west-1:111122223333:chat' }],
  stages: [
    { name: 'Load', source: { kind: 'stateMachine', stateMachineArn: 'arn:aws:states:eu-west-1:1:stateMachine:load', type: 'STANDARD' } },
    { name: 'Publish', source: { kind: 'lambdaFunction', functionName: 'publish' } },
  ],
  trigger: { kind: 'schedule', name: 'nightly', group: 'orders', deadLetterQueueArn: 'arn:aws:sqs:eu-west-1:111122223333:dead' },
  dashboardName: 'orders',
  includeExecutionData: false,
};

/** The least that a profile says. */
const LEAST: Json = { version: 1, pipeline: 'Repair', severity: 'warning', nothingExpected: 'by hand', upstreamPipelines: [], muteWindows: [], topics: [], stages: [], includeExecutionData: true };

describe('a profile', () => {
  test.each([['with everything', FULL], ['with the least', LEAST]])('%s is read as it was written', (_, stored) => {
    expect(readProfile(JSON.stringify(stored))).toEqual(stored);
  });

  test('may have more fields than this reader knows', () => {
    expect(readProfile(JSON.stringify({ ...FULL, colour: 'blue' }))).toEqual(FULL);
  });

  test.each(['eventBus', undefined])('may be started by a rule, on bus %s', (bus) => {
    const trigger = { kind: 'rule', name: 'nightly', ...(bus === undefined ? {} : { bus }) };

    expect(readProfile(JSON.stringify({ ...FULL, trigger })).trigger).toEqual(trigger);
  });
});

describe('a profile that cannot be used is refused with the place and the problem', () => {
  const refused = (stored: Json): ContractError => {
    try {
      readProfile(JSON.stringify(stored));
    } catch (error) {
      if (error instanceof ContractError) return error;
      throw error;
    }
    throw new Error('it was read');
  };

  test.each<[string, unknown, string]>([
    ['version', 2, 'profile: version is 2, this notifier reads 1: deploy observatory and pipeline with the same library version'],
    ['version', undefined, 'profile: version is missing'],
    ['pipeline', '', 'profile: pipeline must be a non-empty string, got ""'],
    ['severity', 'deafening', 'profile: severity must be \'critical\' or \'warning\', got "deafening"'],
    ['owner', 7, 'profile: owner must be a non-empty string, got 7'],
    ['upstreamPipelines', undefined, 'profile: upstreamPipelines is missing'],
    ['upstreamPipelines[0]', null, 'profile: upstreamPipelines[0] must be a pipeline\'s name, 1 to 64 letters, digits, dots, hyphens or underscores, got null'],
    ['upstreamPipelines[0]', 'NightlyOrders', 'profile: upstreamPipelines[0] must be another pipeline, not itself'],
    ['muteWindows[0].expression', 'cron(0 4 * *)', 'profile: muteWindows[0] cannot be used: The schedule of a mute rule must be cron(minute hour day-of-month month day-of-week) '
      + 'or at(yyyy-MM-ddThh:mm), got "cron(0 4 * *)".'],
    ['muteWindows[1].duration', 'P16D', 'profile: muteWindows[1] cannot be used: The duration of a mute rule must be an ISO 8601 duration from PT1M to P15D, such as PT4H, got "P16D".'],
    ['topics[0].severity', 'mild', 'profile: topics[0].severity must be \'critical\' or \'warning\', got "mild"'],
    ['topics[0].topicArn', undefined, 'profile: topics[0].topicArn is missing'],
    ['stages[1].source.kind', 'queue', 'profile: stages[1].source.kind must be \'lambdaFunction\' or \'stateMachine\', got "queue"'],
    ['stages[1].name', undefined, 'profile: stages[1].name is missing'],
    ['trigger.kind', 'hand', 'profile: trigger.kind must be \'schedule\' or \'rule\', got "hand"'],
    ['trigger.group', undefined, 'profile: trigger.group is missing'],
    ['trigger.deadLetterQueueArn', '', 'profile: trigger.deadLetterQueueArn must be a non-empty string, got ""'],
    ['includeExecutionData', 'yes', 'profile: includeExecutionData must be true or false, got "yes"'],
  ])('%s %p', (path, value, message) => {
    expect(refused(withValue(FULL, path, value)).message).toBe(message);
  });

  test('is refused if it is not a JSON object', () => {
    expect(() => readProfile('{')).toThrow(new ContractError('$', 'is not JSON: "{"', 'profile'));
    expect(() => readProfile('[]')).toThrow(new ContractError('$', 'must be an object, got []', 'profile'));
  });
});
