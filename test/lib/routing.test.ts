import { AlarmRouting, Observatory, ObservedPipeline, PipelineStage } from '../../lib';
import {
  alarmProperties, directly, Json, markOf, newFunction, newMachine, newObservatory, newPipeline, newStack, propertiesOf,
} from './fixtures';

/** `alarm: topics on ALARM / topics on OK` of all alarms of a pipeline and its observatory. */
function actionsOf({ alarms, observatory }: ObservedPipeline): string[] {
  const topics = (actions: Json[] = []): string => actions.map(({ Ref }) => Ref.replace(/^Observatory|[0-9A-F]{8}$/g, '')).join(' + ');
  return [...alarms, ...observatory.healthAlarms].map((alarm) => {
    const { AlarmActions: alarmActions, OKActions: okActions } = propertiesOf(alarm);
    return `${alarm.node.id}: ${topics(alarmActions)} / ${topics(okActions)}`;
  });
}

describe('alarms that a notifier receives', () => {
  test('go to it on ALARM and on OK for every signal, while alarms about the notifier and the topics go to people directly', () => {
    const stack = newStack();

    expect(actionsOf(newPipeline(stack, { observatory: newObservatory(stack) }))).toEqual([
      'ProofOfLife: NotifierIntake / NotifierIntake',
      'LoadFailed: NotifierIntake / NotifierIntake',
      'LoadNearTimeout: NotifierIntake / NotifierIntake',
      'LoadSlowerThanUsual: NotifierIntake / NotifierIntake',
      'CheckerSilent: NotifierIntake / NotifierIntake',
      'PipelinesUnverifiable: NotifierIntake / NotifierIntake',
      'TopicUnreachable: CriticalTopic + WarningTopic / CriticalTopic + WarningTopic',
      'LedgerUnavailable: NotifierIntake / NotifierIntake',
      'CheckerFailing: NotifierIntake / NotifierIntake',
      'ScheduleUndeliverable: NotifierIntake / NotifierIntake',
      'NotificationsFailed: CriticalTopic / ',
      'NotifierSilent: CriticalTopic / CriticalTopic',
      'NotifierFailing: CriticalTopic / ',
      'AlarmsUndelivered: CriticalTopic / ',
    ]);
  });

  test('are the default of every observatory', () => {
    const stack = newStack();

    expect(new Observatory(stack, 'One').intakeTopic).toBeDefined();
    expect(new Observatory(stack, 'Two', { alarmRouting: AlarmRouting.NOTIFIER }).intakeTopic).toBeDefined();
  });
});

describe('alarms that go to people directly', () => {
  test('go to the topic of their severity, and on OK only if that is a recovery', () => {
    const stack = newStack();

    expect(actionsOf(newPipeline(stack, { observatory: directly(stack) }))).toEqual([
      'ProofOfLife: CriticalTopic / CriticalTopic',
      'LoadFailed: CriticalTopic / ',
      'LoadNearTimeout: WarningTopic / ',
      'LoadSlowerThanUsual: WarningTopic / ',
      'CheckerSilent: CriticalTopic / CriticalTopic',
      'PipelinesUnverifiable: CriticalTopic / CriticalTopic',
      'TopicUnreachable: CriticalTopic + WarningTopic / CriticalTopic + WarningTopic',
      'LedgerUnavailable: CriticalTopic / CriticalTopic',
      'CheckerFailing: CriticalTopic / ',
      'ScheduleUndeliverable: CriticalTopic / ',
      'NotificationsFailed: CriticalTopic / ',
    ]);
  });

  test('have the same descriptions as alarms that a notifier receives', () => {
    const describe = (direct: boolean): string[] => {
      const stack = newStack();
      const observatory = direct ? directly(stack) : newObservatory(stack);
      const pipeline = newPipeline(stack, { observatory, stages: [PipelineStage.stateMachine(newMachine(stack)), PipelineStage.lambdaFunction(newFunction(stack))] });
      return pipeline.alarms.map((alarm) => propertiesOf(alarm).AlarmDescription);
    };

    expect(describe(true)).toEqual(describe(false));
  });

  test('have no notifier and nothing that belongs to it', () => {
    const { intakeTopic, notifierFunction, notifierTickFunction } = directly(newStack());

    expect([intakeTopic, notifierFunction, notifierTickFunction]).toEqual([undefined, undefined, undefined]);
  });
});

test('every alarm about the observatory itself has that in its mark', () => {
  const { healthAlarms } = newObservatory(newStack());

  for (const alarm of healthAlarms) {
    expect(markOf(propertiesOf(alarm))).toMatchObject({ signal: alarm.node.id, severity: 'critical' });
    expect(markOf(propertiesOf(alarm))).not.toHaveProperty('pipeline');
  }
});

test('what applies to every state of a signal is said once, however the alarm is read', () => {
  const stack = newStack();
  const { AlarmActions: alarm, OKActions: ok, InsufficientDataActions: unknown } = alarmProperties(newPipeline(stack, { observatory: newObservatory(stack) }), 'ProofOfLife');

  expect([alarm.length, ok.length, unknown]).toEqual([1, 1, undefined]);
});
