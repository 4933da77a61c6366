import { PipelinePlace, Places } from '../../drill/places';
import { findPipelines } from '../../template/find-pipelines';
import type { Account } from '../../template/model';
import { accountOf, alarmOf, functionOf, lambdaMetric, scheduleOf } from './accounts';
import { exampleAccount } from './example';

const LOAD = functionOf('prod-load', { path: 'Data/Load/Resource' });
const WORK = functionOf('prod-work', { path: 'Data/Work/Resource' });
const PLAIN = accountOf({ functions: [LOAD, WORK], schedules: [scheduleOf('rate(1 hour)', WORK.arn)], alarms: [alarmOf('LoadErrors', lambdaMetric('prod-load', 'Errors'))] });
const inRegion = (region: string): Account => ({ ...PLAIN, region });
const placesOf = (...accounts: Account[]): Places => new Places(accounts, Date.UTC(2026, 5, 1));

describe('a function that no schedule starts', () => {
  test.each(['prod-load', 'Data/Load', 'Load', LOAD.arn])('is played when somebody names it %s, with a trigger that is made up.', (name) => {
    const { pipeline, account } = placesOf(PLAIN).named(name) as PipelinePlace;
    expect(pipeline).toMatchObject({ name, externalTrigger: true, stages: [{ resource: LOAD }], schedules: [{ targetArns: [LOAD.arn] }] });
    expect(account.schedules.map(({ targetArns: [target] }) => target)).toEqual([WORK.arn, LOAD.arn]);
  });

  test('is played with its own alarms.', () => {
    const { parts, pipeline } = placesOf(PLAIN).named('Load') as PipelinePlace;
    expect(parts.of(pipeline).account.alarms.map(({ name }) => name)).toEqual(['LoadErrors']);
  });

  test('is no pipeline that is found without being named.', () => {
    expect(placesOf(PLAIN).names).toEqual(['Work']);
  });
});

test('A function that a schedule starts may be named too, and is the pipeline that was found.', () => {
  expect(placesOf(PLAIN).named('prod-work').name).toBe('Work');
});

test('Pipelines of one name in two Regions are told apart by the Region.', () => {
  expect(placesOf(inRegion('eu-west-1'), inRegion('us-east-1')).names).toEqual(['Work (eu-west-1)', 'Work (us-east-1)']);
});

describe('a name that cannot be played', () => {
  test('is refused with the pipelines that there are.', () => {
    expect(() => placesOf(PLAIN).named('constructor')).toThrow(new RangeError('There is no pipeline "constructor", nor a function or state machine of that name, id or construct path. Use one of: Work.'));
  });

  test('that several functions have is refused with their construct paths.', () => {
    const two = accountOf({ functions: [LOAD, functionOf('test-load', { path: 'Test/Load/Resource' })] });
    expect(() => placesOf(two).named('Load')).toThrow('Several functions or state machines match "Load". Use one of: Data/Load, Test/Load.');
  });

  test('that several pipelines have is refused with the names that tell them apart.', () => {
    expect(() => placesOf(inRegion('eu-west-1'), inRegion('us-east-1')).named('Work')).toThrow('Several pipelines are called "Work". Use one of: Work (eu-west-1), Work (us-east-1).');
  });

  test('of a stage leads to its pipeline.', () => {
    const { name } = findPipelines(exampleAccount()).pipelines[0]!.stages[0].resource;
    expect(() => placesOf(exampleAccount()).named(name)).toThrow(`"${name}" is a stage of NightlyOrders. Use that name.`);
  });

  test('has to be said where there are several pipelines.', () => {
    expect(() => placesOf(exampleAccount()).named()).toThrow('Name the pipeline. Use one of: NightlyOrders, CustomerSync, WeekdayReport.');
  });
});
