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
  test.each(['prod-load', 'Data/Load', 'Load', LOAD.arn])('is played when you name it %s, with an added trigger.', (name) => {
    const { pipeline, account } = placesOf(PLAIN).named(name) as PipelinePlace;
    expect(pipeline).toMatchObject({ name, externalTrigger: true, stages: [{ resource: LOAD }], schedules: [{ targetArns: [LOAD.arn] }] });
    expect(account.schedules.map(({ targetArns: [target] }) => target)).toEqual([WORK.arn, LOAD.arn]);
  });

  test('is played with its own alarms.', () => {
    const { parts, pipeline } = placesOf(PLAIN).named('Load') as PipelinePlace;
    expect(parts.of(pipeline).account.alarms.map(({ name }) => name)).toEqual(['LoadErrors']);
  });

  test('is not found as a pipeline unless you name it.', () => {
    expect(placesOf(PLAIN).names).toEqual(['Work']);
  });
});

test('A function that a schedule starts may be named too, and means the pipeline that was found.', () => {
  expect(placesOf(PLAIN).named('prod-work').name).toBe('Work');
});

test('Pipelines with the same name in two Regions get the name of the Region.', () => {
  expect(placesOf(inRegion('eu-west-1'), inRegion('us-east-1')).names).toEqual(['Work (eu-west-1)', 'Work (us-east-1)']);
});

describe('A name that cannot be played', () => {
  test('is refused with a list of the pipelines.', () => {
    expect(() => placesOf(PLAIN).named('constructor')).toThrow(new RangeError('There is no pipeline "constructor", nor a function or state machine of that name, id or construct path. Use one of: Work.'));
  });

  test('is refused with the construct paths when several functions have it.', () => {
    const two = accountOf({ functions: [LOAD, functionOf('test-load', { path: 'Test/Load/Resource' })] });
    expect(() => placesOf(two).named('Load')).toThrow('Several functions or state machines match "Load". Use one of: Data/Load, Test/Load.');
  });

  test('is refused with the distinct names when several pipelines have it.', () => {
    expect(() => placesOf(inRegion('eu-west-1'), inRegion('us-east-1')).named('Work')).toThrow('Several pipelines are called "Work". Use one of: Work (eu-west-1), Work (us-east-1).');
  });

  test('is refused with the name of its pipeline when it is a stage.', () => {
    const { name } = findPipelines(exampleAccount()).pipelines[0]!.stages[0].resource;
    expect(() => placesOf(exampleAccount()).named(name)).toThrow(`"${name}" is a stage of NightlyOrders. Use that name.`);
  });

  test('is required when there are several pipelines.', () => {
    expect(() => placesOf(exampleAccount()).named()).toThrow('Name the pipeline. Use one of: NightlyOrders, CustomerSync, WeekdayReport.');
  });
});
