import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Annotations, CfnParameter, Duration, Stack, TimeZone } from 'aws-cdk-lib/core';
import {
  Contact, Digest, MuteWindow, Observatory, ObservatoryProps, ObservedPipelineProps, PipelineStage, RunExpectation,
  RunExpectationOptions, Severity, Signal, SignalOptions,
} from '../../lib';
import {
  directly, newApp, newFunction, newMachine, newObservatory, newPipeline, newStack, synthErrors, warningsOf,
} from './fixtures';

/** The errors of a stack with one pipeline. */
function errorsOf(props: (stack: Stack) => Partial<ObservedPipelineProps>): string {
  const stack = newStack();
  newPipeline(stack, props(stack));
  return synthErrors(stack);
}

/** The error of the synthesis when the validation of a construct finds something. */
function refused(path: string, ...findings: string[]): string {
  return `Validation failed with the following errors:\n${findings.map((finding) => `  [${path}] ${finding}`).join('\n')}`;
}

const nightly = (options: RunExpectationOptions): { expectation: RunExpectation } => ({ expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), options) });
const tuned = (options: SignalOptions) => (stack: Stack): Partial<ObservedPipelineProps> =>
  ({ stages: [PipelineStage.lambdaFunction(newFunction(stack), { signals: { nearTimeout: options } })] });

test('a correct pipeline is synthesized without errors and warnings', () => {
  const stack = newStack();
  newPipeline(stack);

  expect(synthErrors(stack)).toBe('');
  expect(warningsOf(stack)).toEqual([]);
});

describe('stages', () => {
  test('must not be empty', () => {
    expect(errorsOf(() => ({ stages: [] }))).toBe(refused('S/Nightly',
      'the pipeline has no stage; pass stages: [PipelineStage.lambdaFunction(…) or PipelineStage.stateMachine(…)]'));
  });

  test('may be added after the pipeline was created', () => {
    const stack = newStack();
    newPipeline(stack, { stages: [] }).addStage(PipelineStage.lambdaFunction(newFunction(stack)));

    expect(synthErrors(stack)).toBe('');
  });

  test('must not all be optional, since no run would ever be due', () => {
    expect(errorsOf((stack) => ({ stages: [PipelineStage.lambdaFunction(newFunction(stack), { optional: true })] }))).toBe(refused('S/Nightly',
      'every stage is optional, so no run is ever due; leave optional out of one stage, or pass RunExpectation.unscheduled(\'why\')'));
  });

  test('may all be optional if no runs are expected', () => {
    expect(errorsOf((stack) => ({
      stages: [PipelineStage.lambdaFunction(newFunction(stack), { optional: true })], expectation: RunExpectation.unscheduled('repairs by hand'),
    }))).toBe('');
  });
});

describe('names', () => {
  test('of pipelines must be unique in their observatory, since contracts would overwrite each other', () => {
    const stack = newStack();
    newPipeline(stack, {}, 'First');
    newPipeline(stack, { pipelineName: 'First', stages: [PipelineStage.lambdaFunction(newFunction(stack, 'Other'))] }, 'Second');

    const remedy = 'give one of them another pipelineName';
    expect(synthErrors(stack)).toContain(`[S/First] the observatory already has a pipeline called 'First' at S/Second; ${remedy}`);
    expect(synthErrors(stack)).toContain(`[S/Second] the observatory already has a pipeline called 'First' at S/First; ${remedy}`);
  });

  test('of observatories must be unique in their account and Region', () => {
    const app = newApp();
    const [a, ab] = [new Stack(app, 'A'), new Stack(app, 'A-B')];
    newObservatory(a, 'B-Tower');
    newObservatory(ab, 'Tower');

    expect(synthErrors(ab)).toContain('[A/B-Tower] the observatory A-B/Tower has the same name, \'A-B-Tower\'; give one of them another construct id');
  });

  test('of observatories may be the same in another Region', () => {
    const app = newApp();
    newObservatory(new Stack(app, 'A', { env: { account: '111122223333', region: 'eu-west-1' } }), 'B-Tower');
    const ab = new Stack(app, 'A-B', { env: { account: '111122223333', region: 'us-east-1' } });
    newObservatory(ab, 'Tower');

    expect(synthErrors(ab)).toBe('');
  });
});

describe('texts that every alarm contains', () => {
  test.each([
    ['owner', 100], ['runbookUrl', 300],
  ])('must leave room for the description: %s has at most %d characters', (name, most) => {
    expect(errorsOf(() => ({ [name]: 'x'.repeat(most) }))).toBe('');
    expect(errorsOf(() => ({ [name]: 'x'.repeat(most + 1) }))).toBe(refused('S/Nightly',
      `${name} has ${most + 1} characters, but every alarm contains it; shorten it to ${most}`));
  });

  test('must leave room for the description: the name of a stage has at most 64 characters', () => {
    const named = (stageName: string) => (stack: Stack): Partial<ObservedPipelineProps> => ({ stages: [PipelineStage.lambdaFunction(newFunction(stack), { stageName })] });

    expect(errorsOf(named('x'.repeat(64)))).toBe('');
    expect(errorsOf(named('x'.repeat(65)))).toBe(refused('S/Nightly', 'stageName has 65 characters, but every alarm contains it; shorten it to 64'));
  });

  test('may have a length that is known only at deployment', () => {
    expect(errorsOf((stack) => ({ owner: new CfnParameter(stack, 'Owner').valueAsString }))).toBe('');
  });
});

describe('a contract', () => {
  test.each<[string, RunExpectationOptions]>([
    ['expectation.failuresToAlarm must be a whole number from 1 to 1000, got 0', { failuresToAlarm: 0 }],
    ['expectation.successesToRecover must be a whole number from 1 to 1000, got 1.5', { successesToRecover: 1.5 }],
    ['stages[0].minSuccessfulRuns must be a whole number from 1 to 1000000000, got 0', { minSuccessfulRuns: 0 }],
    ['expectation.excludeDates[0] must be a date YYYY-MM-DD, got "25.12.2026"', { excludeDates: ['25.12.2026'] }],
    ['expectation.finishWithinSeconds must be a whole number from 1 to 39312000, got 39312001', { finishWithin: Duration.seconds(39_312_001) }],
  ])('that the checker could not read is an error: %s', (problem, options) => {
    expect(errorsOf(() => nightly(options))).toBe(refused('S/Nightly',
      `the checker could not read the expectation: contract: ${problem}; correct the option of that name`));
  });

  test('with an anchor that is not an instant is an error', () => {
    expect(errorsOf(() => ({ expectation: RunExpectation.atTimes(ScheduleExpression.rate(Duration.hours(1)), { anchor: 'yesterday' }) }))).toBe(refused('S/Nightly',
      'the checker could not read the expectation: contract: expectation.anchor must be an ISO 8601 instant with its zone, got "yesterday"; correct the option of that name'));
  });

  test('with a count that is known only at deployment is an error', () => {
    expect(errorsOf((stack) => nightly({ failuresToAlarm: new CfnParameter(stack, 'Count', { type: 'Number' }).valueAsNumber }))).toBe(refused('S/Nightly',
      'the checker could not read the expectation: contract: expectation.failuresToAlarm must be a whole number from 1 to 1000, got {"Ref":"Count"}; correct the option of that name'));
  });

  test('with more slots than the checker can judge together with other pipelines is an error', () => {
    const everyMinute = (stack: Stack, stages: number): Partial<ObservedPipelineProps> => ({
      expectation: RunExpectation.atTimes(ScheduleExpression.rate(Duration.minutes(1)), { startWithin: Duration.days(30) }),
      stages: Array.from({ length: stages }, (_, index) => PipelineStage.lambdaFunction(newFunction(stack, `F${index}`))),
    });
    expect(errorsOf((stack) => everyMinute(stack, 1))).toMatch(/ the checker could not read the expectation: contract: expectation asks for \d+ slots of 1 stage at once, but only 20000 together can be judged: shorten maxDuration, /);
    expect(errorsOf((stack) => ({ ...everyMinute(stack, 21), expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' })) }))).toContain('contract: stages must be at most 20, got 21: make several pipelines of them');
    expect(errorsOf((stack) => ({ stages: [PipelineStage.lambdaFunction(newFunction(stack), { publicationDelay: Duration.hours(25) })] }))).toContain('stages[0].publicationDelaySeconds must be a whole number from 0 to 86400, got 90000');
  });

  test('that needs the executions of an express machine is an error', () => {
    const stages = (stack: Stack): PipelineStage[] =>
      [PipelineStage.stateMachine(newMachine(stack), { stateMachineType: StateMachineType.EXPRESS, scheduledTimeField: 'time', maxDuration: Duration.minutes(90) })];

    expect(errorsOf((stack) => ({ stages: stages(stack) }))).toContain('[S/Nightly] the checker could not read the expectation: contract: stages[0].source.scheduledTimeField needs a STANDARD machine');
  });

  test('may have names, a schedule and a zone that are known only at deployment', () => {
    expect(errorsOf((stack) => ({
      stages: [PipelineStage.stateMachine(StateMachine.fromStateMachineArn(stack, 'Machine', new CfnParameter(stack, 'Arn').valueAsString))],
      expectation: RunExpectation.atTimes(ScheduleExpression.expression(new CfnParameter(stack, 'When').valueAsString, TimeZone.of(new CfnParameter(stack, 'Zone').valueAsString))),
    }))).toBe('');
  });

  test('that does not fit into a parameter is an error', () => {
    const many = (count: number) => (stack: Stack): Partial<ObservedPipelineProps> =>
      ({ stages: Array.from({ length: count }, (_, index) => PipelineStage.lambdaFunction(newFunction(stack, `Load${index}`))) });

    expect(errorsOf(many(10))).toBe('');
    expect(errorsOf(many(15))).toMatch(/^Validation failed with the following errors:\n {2}\[S\/Nightly\] the contract may take \d+ bytes, but an SSM parameter holds 4096; split the pipeline, which has 15 stages$/);
  });
});

describe('the time that a run may take', () => {
  test('must not be shorter than the timeout of its resource, since a healthy run would be reported as stuck', () => {
    const stages = (stack: Stack): PipelineStage[] => [PipelineStage.lambdaFunction(newFunction(stack), { maxDuration: Duration.minutes(5) })];

    expect(errorsOf((stack) => ({ stages: stages(stack) }))).toBe(refused('S/Nightly',
      'stage Load has a timeout of 10 minutes, but its runs are expected to end within 5 minutes; lower the timeout or raise maxDuration'));
  });

  test('must not be shorter for the whole pipeline than the timeout of one of its stages', () => {
    expect(errorsOf((stack) => ({ ...nightly({ maxDuration: Duration.hours(1) }), stages: [PipelineStage.stateMachine(newMachine(stack))] }))).toBe(refused('S/Nightly',
      'stage Machine has a timeout of 1 hour 30 minutes, but its runs are expected to end within 1 hour; lower the timeout or raise maxDuration'));
  });

  test('may be exactly the timeout of its resource', () => {
    expect(errorsOf(() => nightly({ maxDuration: Duration.minutes(10) }))).toBe('');
  });

  test('may be shorter if no runs are expected', () => {
    const stages = (stack: Stack): PipelineStage[] => [PipelineStage.lambdaFunction(newFunction(stack), { maxDuration: Duration.minutes(5) })];

    expect(errorsOf((stack) => ({ stages: stages(stack), expectation: RunExpectation.unscheduled('by hand') }))).toBe('');
  });
});

describe('a tolerance', () => {
  const hourly = (options: RunExpectationOptions): { expectation: RunExpectation } => ({ expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '*' }), options) });

  test.each(['startWithin', 'startEarlyBy'])('of %s must not be longer than the time between two slots', (name) => {
    expect(errorsOf(() => hourly({ [name]: Duration.minutes(60) }))).toBe('');
    expect(errorsOf(() => hourly({ [name]: Duration.minutes(61) }))).toBe(refused('S/Nightly',
      `${name} is 1 hour 1 minute, but two runs are due only 1 hour apart; make it shorter than that`));
  });

  test('of a stage must not be longer than that either', () => {
    expect(errorsOf((stack) => ({ ...hourly({}), stages: [PipelineStage.lambdaFunction(newFunction(stack), { startWithin: Duration.hours(2) })] }))).toBe(refused('S/Nightly',
      'startWithin of stage Load is 2 hours, but two runs are due only 1 hour apart; make it shorter than that'));
  });

  test('may have any length if there are no slots', () => {
    expect(errorsOf((stack) => ({
      expectation: RunExpectation.atLeastEvery(Duration.hours(1)), stages: [PipelineStage.lambdaFunction(newFunction(stack), { startWithin: Duration.hours(2) })],
    }))).toBe('');
  });
});

describe('a trigger that does not fire at each slot', () => {
  const warnings = (make: (stack: Stack) => RunExpectation): string[] => {
    const stack = newStack();
    newPipeline(stack, { expectation: make(stack) });
    return warningsOf(stack).map(({ text }) => text).filter((text) => text.endsWith(ack));
  };
  const schedule = (stack: Stack, props: Partial<ConstructorParameters<typeof Schedule>[2]>): Schedule => new Schedule(stack, 'Schedule', {
    schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }), target: new LambdaInvoke(newFunction(stack, 'Target')), scheduleGroup: new ScheduleGroup(stack, 'Group'), ...props,
  });
  const ack = ' [ack: cdk-observed-pipeline:triggerDoesNotFire]';

  test('causes a warning if it is a disabled schedule', () => {
    expect(warnings((stack) => RunExpectation.fromSchedule(schedule(stack, { enabled: false })))).toEqual([
      `S/Schedule is disabled, so every run will be reported as missed; enable it, or pass onlyWhereEnabled: true to expect nothing where it is disabled${ack}`,
    ]);
  });

  test('causes a warning if it is a disabled rule', () => {
    expect(warnings((stack) => RunExpectation.fromRule(new Rule(stack, 'Rule', { schedule: RuleSchedule.rate(Duration.days(1)), enabled: false })))).toEqual([
      `S/Rule is disabled, so every run will be reported as missed; enable it, or pass onlyWhereEnabled: true to expect nothing where it is disabled${ack}`,
    ]);
  });

  test('causes a warning if it has a start or an end', () => {
    const bounds = { start: new Date('2027-01-01T00:00:00Z'), end: new Date('2028-01-01T00:00:00Z') };

    expect(warnings((stack) => RunExpectation.fromSchedule(schedule(stack, bounds)))).toEqual([
      `S/Schedule starts at 2027-01-01T00:00:00.000Z, but runs before that are expected too and will be reported as missed; deploy the pipeline only while the schedule runs${ack}`,
      `S/Schedule ends at 2028-01-01T00:00:00.000Z, but runs after that are expected too and will be reported as missed; deploy the pipeline only while the schedule runs${ack}`,
    ]);
  });

  test('is no warning of a rate that begins later, whose slots begin with it', () => {
    expect(warnings((stack) => RunExpectation.fromSchedule(schedule(stack, { schedule: ScheduleExpression.rate(Duration.hours(6)), start: new Date('2027-01-01T00:00:00Z') })))).toEqual([]);
  });
});

describe('a topic without subscribers', () => {
  test('is a warning that names the first of its alarms', () => {
    const stack = newStack();
    newPipeline(stack, { contacts: [] });

    const remedy = 'pass contacts: [Contact.email(\'you@example.com\')] to the observatory or a pipeline, or acknowledge this if you subscribe outside this app';
    expect(warningsOf(stack)).toEqual([
      {
        at: '/S/Observatory',
        text: `nobody is subscribed to the critical topic, so nobody receives 11 alarms (the first is S/Observatory/CheckerSilent); ${remedy} [ack: cdk-observed-pipeline:topicWithoutSubscribers]`,
      },
      {
        at: '/S/Observatory',
        text: `nobody is subscribed to the warning topic, so nobody receives 2 alarms (the first is S/Nightly/LoadNearTimeout); ${remedy} [ack: cdk-observed-pipeline:topicWithoutSubscribers]`,
      },
    ]);
  });

  test('is no warning where no alarm would publish to it', () => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', { contacts: [Contact.sms('+15550100')] });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('is a warning about what a pipeline\'s own topic does not cover', () => {
    const stack = newStack();
    newPipeline(stack, { contacts: [Contact.topic(new Topic(stack, 'Chat'))] });

    expect(warningsOf(stack).map(({ text }) => text)).toEqual([expect.stringMatching(/^nobody is subscribed to the critical topic, so nobody receives 9 alarms/)]);
  });

  test('is none where somebody subscribed by hand, also in another stack', () => {
    const stack = newStack();
    const { observatory } = newPipeline(stack, { contacts: [], severity: Severity.CRITICAL });
    observatory.warningTopic.addSubscription({ bind: () => ({ subscriberId: 'Pager', protocol: SubscriptionProtocol.HTTPS, endpoint: 'https://pager.example.com' }) });
    new Subscription(new Stack(stack.node.root as never, 'Other'), 'Pager', { topic: observatory.criticalTopic, protocol: SubscriptionProtocol.HTTPS, endpoint: 'https://pager.example.com' });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('can be acknowledged', () => {
    const stack = newStack();
    const { observatory } = newPipeline(stack, { contacts: [] });
    Annotations.of(observatory).acknowledgeWarning('cdk-observed-pipeline:topicWithoutSubscribers', 'subscribed by the platform team');

    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('an alarm of this library', () => {
  /** The errors after an escape hatch, which can set what the options refuse. */
  const changed = (change: (alarm: CfnAlarm) => void): string => {
    const stack = newStack();
    change(newPipeline(stack).stages[0].alarmFor(Signal.NEAR_TIMEOUT)!.node.defaultChild as CfnAlarm);
    return synthErrors(stack);
  };

  test('looks back at most a day by periods below an hour', () => {
    expect(errorsOf(tuned({ period: Duration.minutes(30), evaluationPeriods: 48 }))).toBe('');
    expect(errorsOf(tuned({ period: Duration.minutes(30), evaluationPeriods: 49 }))).toBe(refused('S/Nightly',
      'S/Nightly/LoadNearTimeout/Resource: the alarm looks back 49 periods of 30 minutes, together 1 day 30 minutes, but CloudWatch allows 1 day for periods below an hour; '
      + 'lower evaluationPeriods, the period or the run\'s maxDuration'));
  });

  test('looks back at most seven days by longer periods', () => {
    expect(errorsOf(tuned({ period: Duration.days(1), evaluationPeriods: 7 }))).toBe('');
    expect(errorsOf(tuned({ period: Duration.days(1), evaluationPeriods: 8 }))).toContain('together 8 days, but CloudWatch allows 7 days; ');
  });

  test('has an M between 1 and its N', () => {
    expect(errorsOf(tuned({ evaluationPeriods: 3, datapointsToAlarm: 3 }))).toBe('');
    expect(errorsOf(tuned({ evaluationPeriods: 3, datapointsToAlarm: 4 }))).toBe(refused('S/Nightly',
      'S/Nightly/LoadNearTimeout/Resource: datapointsToAlarm is 4 of 3 evaluationPeriods; it must be a whole number between 1 and 3'));
    for (const n of [0, 1.5]) {
      expect(changed((alarm) => { alarm.evaluationPeriods = n; })).toBe(refused('S/Nightly', `S/Nightly/LoadNearTimeout/Resource: evaluationPeriods is ${n}; it must be a whole number of at least 1`));
    }
    expect(changed((alarm) => { Object.assign(alarm, { evaluationPeriods: 3, datapointsToAlarm: 1.5 }); })).toContain('datapointsToAlarm is 1.5 of 3 evaluationPeriods; it must be a whole number between 1 and 3');
    expect(changed((alarm) => { alarm.datapointsToAlarm = 0; })).toContain('datapointsToAlarm is 0 of 1 evaluationPeriods');
  });

  test('has periods of at least a minute, for its metrics come by the minute', () => {
    expect(errorsOf(tuned({ period: Duration.minutes(1) }))).toBe('');
    expect(changed((alarm) => { alarm.period = 10; })).toBe(refused('S/Nightly',
      'S/Nightly/LoadNearTimeout/Resource: the alarm has a period of 10 s, but metrics of AWS/Lambda have one data point a minute; use a period of at least 60 s'));
  });

  test('compares no periods over one hour with their past, since CloudWatch detects no anomalies of metric math by them', () => {
    const slower = (period: Duration) => (stack: Stack): Partial<ObservedPipelineProps> =>
      ({ stages: [PipelineStage.lambdaFunction(newFunction(stack), { signals: { slowerThanUsual: { period } } })] });

    expect(errorsOf(slower(Duration.hours(1)))).toBe('');
    expect(errorsOf(slower(Duration.minutes(61)))).toBe(refused('S/Nightly',
      'S/Nightly/LoadSlowerThanUsual/Resource: the alarm has an anomaly band and a period of 1 hour 1 minute, but CloudWatch detects anomalies of metric math with periods of '
      + 'at most 1 hour; shorten the period'));
  });

  test('causes a warning if its evaluation window is too short for late data points', () => {
    const warned = (options: SignalOptions): string[] => {
      const stack = newStack();
      newPipeline(stack, tuned(options)(stack));
      return warningsOf(stack).map(({ text }) => text);
    };

    expect(warned({ period: Duration.minutes(14) })).toEqual([]);
    expect(warned({ period: Duration.minutes(7), evaluationPeriods: 2, datapointsToAlarm: 1 })).toEqual([]);
    expect(warned({ period: Duration.minutes(7), evaluationPeriods: 2 })).toHaveLength(1);
    expect(warned({ period: Duration.minutes(11) })).toEqual([expect.stringContaining(
      'signal NearTimeout of stage Load evaluates the last 11 minutes, but a data point may appear 14 minutes after its timestamp, so the alarm can miss it; '
      + 'leave period out, or make it longer',
    )]);
  });

  test('has at most five actions', () => {
    const withContacts = (count: number) => (stack: Stack): Partial<ObservedPipelineProps> =>
      ({ observatory: directly(stack), contacts: [Contact.email('data@example.com'), ...Array.from({ length: count }, (_, index) => Contact.topic(new Topic(stack, `Chat${index}`)))] });

    expect(errorsOf(withContacts(4))).toBe('');
    expect(errorsOf(withContacts(5))).toContain('S/Nightly/LoadFailed/Resource: the alarm has 6 alarmActions, but CloudWatch allows 5 for each state; notify several people through one topic');
    expect(errorsOf(withContacts(5))).toContain('S/Nightly/ProofOfLife/Resource: the alarm has 6 okActions, but');
  });

  test('must not lose its actions', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack);
    (pipeline.proofOfLifeAlarm!.node.defaultChild as CfnAlarm).actionsEnabled = false;

    expect(synthErrors(stack)).toBe(refused('S/Nightly',
      'S/Nightly/ProofOfLife/Resource: the alarm has no action, so it notifies nobody; add one with addAlarmAction, or switch the signal off'));
  });
});

describe('a profile', () => {
  test('that the notifier could not read is an error', () => {
    expect(errorsOf(() => ({ owner: ' ' }))).toBe(refused('S/Nightly',
      'the notifier could not read the profile of the pipeline: profile: owner must be a non-empty string, got " "; correct the option of that name'));
  });

  test('that does not fit into a parameter is an error', () => {
    const windows = (count: number): MuteWindow[] => Array.from({ length: count }, (_, day) =>
      MuteWindow.at(`2099-01-01T00:${String(day).padStart(2, '0')}`, { duration: Duration.hours(2), timeZone: TimeZone.AMERICA_ARGENTINA_BUENOS_AIRES }));

    expect(errorsOf(() => ({ muteWindows: windows(30) }))).toBe('');
    expect(errorsOf(() => ({ muteWindows: windows(59) }))).toMatch(/\[S\/Nightly\] its profile may take \d+ bytes, but an SSM parameter holds 4096; name fewer upstream pipelines, mute windows or topics, or split the pipeline$/);
  });
});

describe('mute windows', () => {
  const zone = { timeZone: TimeZone.EUROPE_BERLIN };
  const muted = (...muteWindows: MuteWindow[]) => (): Partial<ObservedPipelineProps> => ({ muteWindows });
  const refusal = refused('S/Nightly', 'its mute windows leave no gap, so its alarms never notify anybody; shorten the windows, or switch off the signals that you do not need');

  test.each([
    ['one of 25 hours each day', [MuteWindow.cron({ minute: '0', hour: '0' }, { ...zone, duration: Duration.hours(25) })]],
    ['two without a gap', [
      MuteWindow.cron({ minute: '0', hour: '0' }, { duration: Duration.hours(12) }), MuteWindow.cron({ minute: '0', hour: '12' }, { duration: Duration.hours(12) }),
    ]],
    ['one of a minute each minute', [MuteWindow.cron({ minute: '*' }, { duration: Duration.minutes(1) })]],
  ])('must leave a gap: %s', (_, windows) => {
    expect(errorsOf(muted(...windows))).toBe(refusal);
  });

  test.each([
    ['one of 24 hours each day, with a gap when the clock is set back', [MuteWindow.cron({ minute: '0', hour: '0' }, { ...zone, duration: Duration.hours(24) })]],
    ['two with a gap of a minute', [
      MuteWindow.cron({ minute: '0', hour: '0' }, { duration: Duration.hours(12) }), MuteWindow.cron({ minute: '1', hour: '12' }, { duration: Duration.hours(12) }),
    ]],
    ['one each week', [MuteWindow.cron({ minute: '0', hour: '4', weekDay: 'SUN' }, { duration: Duration.hours(2) })]],
  ])('may leave a short gap: %s', (_, windows) => {
    expect(errorsOf(muted(...windows))).toBe('');
  });

  test('that are over cause a warning', () => {
    const stack = newStack();
    newPipeline(stack, { muteWindows: [MuteWindow.at('2020-12-24T18:00', { duration: Duration.days(1) }), MuteWindow.at('2099-12-24T18:00', { duration: Duration.days(1) })] });

    expect(warningsOf(stack)).toEqual([{
      at: '/S/Nightly',
      text: 'the mute window at(2020-12-24T18:00) is over and has no effect; remove it, or correct its date [ack: cdk-observed-pipeline:muteWindowOver]',
    }]);
  });
});

describe('upstream pipelines', () => {
  test('must have the same observatory, since it does not know the incidents of others', () => {
    const stack = newStack();
    const landing = newPipeline(stack, { observatory: newObservatory(stack, 'Other'), stages: [PipelineStage.lambdaFunction(newFunction(stack, 'Land'))] }, 'Landing');

    expect(() => newPipeline(stack, { upstreamPipelines: [landing] })).toThrow(new Error('S/Nightly: the upstream pipeline S/Landing has another observatory, so its incidents are not known here; '
      + 'give both pipelines the same observatory, or leave it out of upstreamPipelines'));
  });
});

describe('an observatory without a notifier', () => {
  test('causes a warning for options that only a notifier uses', () => {
    const stack = newStack();
    const observatory = directly(stack, { contacts: [Contact.email('data@example.com')] });
    const landing = newPipeline(stack, { observatory, stages: [PipelineStage.lambdaFunction(newFunction(stack, 'Land'))] }, 'Landing');
    newPipeline(stack, { observatory, upstreamPipelines: [landing], includeExecutionData: true });

    const why = 'has no effect, since the observatory has no notifier; leave it out, or leave alarmRouting out of the observatory [ack: cdk-observed-pipeline:optionNeedsNotifier]';
    expect(warningsOf(stack)).toEqual([{ at: '/S/Nightly', text: `upstreamPipelines ${why}` }, { at: '/S/Nightly', text: `includeExecutionData ${why}` }]);
  });
});

describe('a digest that reaches nobody', () => {
  const warnings = (props: (stack: Stack) => ObservatoryProps): string[] => {
    const stack = newStack();
    new Observatory(stack, 'Observatory', props(stack));
    return warningsOf(stack).map(({ text }) => text).filter((text) => text.includes('digest'));
  };

  test('causes a warning if it is configured', () => {
    expect(warnings(() => ({ digest: Digest.daily() }))).toEqual([
      'its digest reaches nobody; pass contacts: [Contact.email(\'you@example.com\')], or acknowledge this if you subscribe outside this app [ack: cdk-observed-pipeline:digestWithoutSubscribers]',
    ]);
  });

  test.each<[string, (stack: Stack) => ObservatoryProps]>([
    ['nobody asked for it', () => ({})],
    ['it is switched off', () => ({ digest: Digest.none() })],
    ['somebody is subscribed', () => ({ digest: Digest.daily(), contacts: [Contact.sms('+15550100')] })],
    ['another topic receives it', (stack) => ({ digest: Digest.daily(), contacts: [Contact.topic(new Topic(stack, 'Chat'))] })],
  ])('causes no warning if %s', (_, props) => {
    expect(warnings(props)).toEqual([]);
  });
});

describe('a signal of a pipeline that is asked for but cannot be watched', () => {
  const warned = (props: Partial<ObservedPipelineProps>): string[] => {
    const stack = newStack();
    newPipeline(stack, props);
    return warningsOf(stack).map(({ text }) => text).filter((text) => text.includes('signalNotWatched'));
  };
  const ack = '[ack: cdk-observed-pipeline:signalNotWatched]';
  const noTrigger = `so nothing is watched; pass trigger in the options of the expectation, or leave the signal out ${ack}`;

  test.each<[string, Partial<ObservedPipelineProps>, string[]]>([
    ['a deadline without a deadline', { signals: { deadline: { enabled: true } } },
      [`signals.deadline has no effect, since the expectation has no deadline; pass finishWithin, use RunExpectation.dailyBy, or leave the signal out ${ack}`]],
    ['the trigger where none is known', { signals: { trigger: { minFailures: 3 }, triggerRetries: { enabled: true } } },
      [`signals.trigger has no effect, since what starts the pipeline is not known, ${noTrigger}`, `signals.triggerRetries has no effect, since what starts the pipeline is not known, ${noTrigger}`]],
    ['the proof of life of an unscheduled pipeline', { expectation: RunExpectation.unscheduled('on demand'), signals: { proofOfLife: { severity: Severity.WARNING } } },
      [`signals.proofOfLife has no effect, since no runs are expected; leave the signal out ${ack}`]],
    ['the deadline of an unscheduled pipeline', { expectation: RunExpectation.unscheduled('on demand'), signals: { deadline: {} } },
      [`signals.deadline has no effect, since no runs are expected; leave the signal out ${ack}`]],
  ])('is a warning: %s', (_name, props, texts) => {
    expect(warned(props)).toEqual(texts);
  });

  test.each<[string, Partial<ObservedPipelineProps>]>([
    ['switched off', { signals: { deadline: { enabled: false }, trigger: { enabled: false }, triggerRetries: { enabled: false } } }],
    ['watched', { expectation: nightlyWithin(Duration.hours(3)), signals: { proofOfLife: {}, deadline: { severity: Severity.CRITICAL } } }],
  ])('is no warning where it is %s', (_name, props) => {
    expect(warned(props)).toEqual([]);
  });

  test('is no warning where the environment has its trigger disabled', () => {
    const stack = newStack();
    const rule = new Rule(stack, 'Rule', { schedule: RuleSchedule.rate(Duration.hours(1)), enabled: false });
    newPipeline(stack, { expectation: RunExpectation.fromRule(rule, { onlyWhereEnabled: true }), signals: { proofOfLife: {}, deadline: {}, trigger: {} } });
    expect(warningsOf(stack).map(({ text }) => text).filter((text) => text.includes('signalNotWatched'))).toEqual([]);
  });
});

function nightlyWithin(finishWithin: Duration): RunExpectation {
  return RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), { finishWithin });
}
