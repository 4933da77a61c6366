import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup, ScheduleProps } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { CfnParameter, Duration, Fn, Stack, TimeZone } from 'aws-cdk-lib/core';
import { readDescription } from '../../core/signals';
import {
  FailureCounting, LocalTime, Observatory, ObservedPipeline, ObservedPipelineProps, PipelineStage, PipelineTrigger, RunExpectation, Severity,
} from '../../lib';
import {
  alarmOf, alarmProperties, contractOf, hasAlarm, markOf, newFunction, newMachine, newPipeline, newStack, nightly, propertiesOf,
  summedMetrics, warningsOf,
} from './fixtures';

const withDeadline = nightly({ finishWithin: Duration.hours(5) });

function severityOf(pipeline: ObservedPipeline, id: string): Severity {
  return markOf(alarmProperties(pipeline, id)).severity as Severity;
}

/** The function that the schedule starts. */
const startedIn = (stack: Stack): PipelineStage[] => [PipelineStage.lambdaFunction(stack.node.findChild('Load') as LambdaFunction)];

const newSchedule = (stack: Stack, group?: ScheduleGroup): Schedule => new Schedule(stack, 'Schedule', {
  schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }), target: new LambdaInvoke(newFunction(stack)), scheduleGroup: group,
});

describe('the proof-of-life alarm', () => {
  test('is raised when the checker publishes a 0, and keeps its state when the checker publishes nothing', () => {
    expect(alarmProperties(newPipeline(newStack()), 'ProofOfLife')).toMatchObject({
      Namespace: 'ObservedPipeline', MetricName: 'ProofOfLife', Statistic: 'Minimum', Period: 300,
      Dimensions: [{ Name: 'Observatory', Value: 'S-Observatory' }, { Name: 'Pipeline', Value: 'Nightly' }],
      Threshold: 1, ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 1, TreatMissingData: 'ignore',
    });
  });

  test('notifies of the recovery too', () => {
    const { AlarmActions: alarm, OKActions: ok } = alarmProperties(newPipeline(newStack()), 'ProofOfLife');

    expect(ok).toEqual(alarm);
  });

  test('has the check interval as its period', () => {
    const stack = newStack();
    const observatory = new Observatory(stack, 'Fast', { checkInterval: Duration.minutes(1) });

    expect(alarmProperties(newPipeline(stack, { observatory }), 'ProofOfLife').Period).toBe(60);
  });

  test('is the pipeline\'s proofOfLifeAlarm', () => {
    const pipeline = newPipeline(newStack());

    expect(pipeline.proofOfLifeAlarm).toBe(alarmOf(pipeline, 'ProofOfLife'));
  });

  test('can be switched off', () => {
    const pipeline = newPipeline(newStack(), { signals: { proofOfLife: { enabled: false } } });

    expect(pipeline.proofOfLifeAlarm).toBeUndefined();
    expect(hasAlarm(pipeline, 'ProofOfLife')).toBe(false);
  });

  test('can wait for several checks', () => {
    expect(alarmProperties(newPipeline(newStack(), { signals: { proofOfLife: { evaluationPeriods: 3 } } }), 'ProofOfLife').EvaluationPeriods).toBe(3);
  });

  test('has no option for a threshold', () => {
    expect(() => newPipeline(newStack(), { signals: { proofOfLife: { minFailures: 2 } as object } })).toThrow(new Error(
      'S/Nightly: signals.proofOfLife has no option minFailures; its options are enabled, severity, period, evaluationPeriods, datapointsToAlarm',
    ));
  });
});

describe('the deadline alarm', () => {
  test('exists only if the expectation has a deadline', () => {
    expect(hasAlarm(newPipeline(newStack()), 'Deadline')).toBe(false);
  });

  test('is raised when the checker says that the deadline was missed, and notifies of the recovery', () => {
    const alarm = alarmProperties(newPipeline(newStack(), { expectation: withDeadline }), 'Deadline');

    expect(alarm).toMatchObject({
      Namespace: 'ObservedPipeline', MetricName: 'DeadlineMissed', Statistic: 'Maximum', Period: 300,
      Dimensions: [{ Name: 'Observatory', Value: 'S-Observatory' }, { Name: 'Pipeline', Value: 'Nightly' }],
      Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, TreatMissingData: 'ignore',
    });
    expect(alarm.OKActions).toEqual(alarm.AlarmActions);
  });

  test('exists for a daily expectation, which has a deadline', () => {
    expect(hasAlarm(newPipeline(newStack(), { expectation: RunExpectation.dailyBy(LocalTime.of(7, 30), { timeZone: TimeZone.EUROPE_BERLIN }) }), 'Deadline')).toBe(true);
  });

  test('can be switched off', () => {
    expect(hasAlarm(newPipeline(newStack(), { expectation: withDeadline, signals: { deadline: { enabled: false } } }), 'Deadline')).toBe(false);
  });
});

describe('the alarm on the trigger', () => {
  const dimensionsOf = (pipeline: ObservedPipeline): unknown => {
    const properties = alarmProperties(pipeline, 'TriggerUndeliverable');
    return properties.Dimensions ?? properties.Metrics[1].MetricStat.Metric.Dimensions;
  };

  test('does not exist if the trigger is not known', () => {
    expect(hasAlarm(newPipeline(newStack()), 'TriggerUndeliverable')).toBe(false);
  });

  test('counts invocations that the schedule group gave up, but not attempts that a retry repairs', () => {
    const stack = newStack();
    const schedule = newSchedule(stack, new ScheduleGroup(stack, 'Group'));

    const pipeline = newPipeline(stack, { stages: startedIn(stack), expectation: RunExpectation.fromSchedule(schedule) });

    const alarm = alarmProperties(pipeline, 'TriggerUndeliverable');
    expect(alarm).toMatchObject({
      Namespace: 'AWS/Scheduler', MetricName: 'InvocationDroppedCount', Statistic: 'Sum', Period: 300,
      Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', EvaluationPeriods: 1, TreatMissingData: 'notBreaching',
    });
    expect(hasAlarm(pipeline, 'TriggerRetries')).toBe(false);
    expect(markOf(alarm)).toMatchObject({ signal: 'TriggerUndeliverable', lasting: false });
    expect(dimensionsOf(pipeline)).toEqual([{ Name: 'ScheduleGroup', Value: expect.stringMatching(/^S-Group-/) }]);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('is raised by attempts that fail in two of three periods of 15 minutes, if triggerRetries is enabled', () => {
    const stack = newStack();
    const schedule = newSchedule(stack, new ScheduleGroup(stack, 'Group'));

    const pipeline = newPipeline(stack, { stages: startedIn(stack), expectation: RunExpectation.fromSchedule(schedule), signals: { triggerRetries: { enabled: true } } });

    const alarm = alarmProperties(pipeline, 'TriggerRetries');
    expect(summedMetrics(alarm)).toEqual(['AWS/Scheduler TargetErrorCount Sum', 'AWS/Scheduler TargetErrorThrottledCount Sum']);
    expect(alarm).toMatchObject({ Threshold: 1, EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching' });
    expect(alarm.Metrics[1].MetricStat.Period).toBe(900);
    expect(markOf(alarm)).toMatchObject({ severity: 'warning', question: 'FAILED', signal: 'TriggerRetries', lasting: false });
  });

  test('causes a warning for a schedule in the default group, whose metrics also count other schedules', () => {
    const stack = newStack();

    const pipeline = newPipeline(stack, { expectation: RunExpectation.fromSchedule(newSchedule(stack)), stages: startedIn(stack) });

    expect(dimensionsOf(pipeline)).toEqual([{ Name: 'ScheduleGroup', Value: 'default' }]);
    expect(warningsOf(stack)).toEqual([{
      at: '/S/Nightly',
      text: 'the schedule of Nightly is in the default schedule group, whose metrics count every schedule in it, so lost invocations of other schedules raise this pipeline\'s alarm; '
        + 'give the schedule a ScheduleGroup of its own, or switch off the trigger signal [ack: cdk-observed-pipeline:sharedTriggerMetrics]',
    }]);
  });

  describe('causes a warning for a schedule group', () => {
    const inOneGroup = (others: number, props: Partial<ScheduleProps> = {}): string[] => {
      const stack = newStack();
      const scheduleGroup = new ScheduleGroup(stack, 'Group');
      newPipeline(stack, { expectation: RunExpectation.fromSchedule(newSchedule(stack, scheduleGroup)), stages: startedIn(stack) });
      for (let other = 0; other < others; other += 1) {
        new Schedule(stack, `Other${other}`, { schedule: ScheduleExpression.rate(Duration.hours(1)), target: new LambdaInvoke(newFunction(stack, `Load${other}`)), scheduleGroup, ...props });
      }
      return warningsOf(stack).map(({ text }) => text);
    };
    const shared = (others: string): string => `the schedule of Nightly shares its schedule group with ${others}, whose metrics count every schedule in it, `
      + 'so lost invocations of other schedules raise this pipeline\'s alarm; give the schedule a ScheduleGroup of its own, or switch off the trigger signal [ack: cdk-observed-pipeline:sharedTriggerMetrics]';

    test('with other schedules of the app, and names the first of them', () => {
      expect(inOneGroup(1)).toEqual([shared('S/Other0')]);
      expect(inOneGroup(3)).toEqual([shared('S/Other0 and 2 more')]);
    });

    test('but not if the others are disabled or in another group', () => {
      expect(inOneGroup(0)).toEqual([]);
      expect(inOneGroup(1, { enabled: false })).toEqual([]);
      expect(inOneGroup(1, { scheduleGroup: undefined })).toEqual([]);
    });
  });

  test('causes no warning for the default group if the signal is switched off', () => {
    const stack = newStack();

    newPipeline(stack, { expectation: RunExpectation.fromSchedule(newSchedule(stack)), stages: startedIn(stack), signals: { trigger: { enabled: false } } });

    expect(warningsOf(stack)).toEqual([]);
  });

  test('watches an imported schedule by the group in its ARN', () => {
    const stack = newStack();
    const imported = Schedule.fromScheduleArn(stack, 'Imported', 'arn:aws:scheduler:eu-west-1:111122223333:schedule/nights/load');

    expect(dimensionsOf(newPipeline(stack, { expectation: nightly({ trigger: PipelineTrigger.schedule(imported) }) }))).toEqual([{ Name: 'ScheduleGroup', Value: 'nights' }]);
  });

  test('watches a rule of the default bus by its name only', () => {
    const stack = newStack();
    const rule = new Rule(stack, 'Rule', { schedule: RuleSchedule.cron({ minute: '0', hour: '2' }) });

    const pipeline = newPipeline(stack, { expectation: RunExpectation.fromRule(rule) });

    expect(alarmProperties(pipeline, 'TriggerUndeliverable')).toMatchObject({
      Namespace: 'AWS/Events', MetricName: 'FailedInvocations', Statistic: 'Sum', Period: 300, Threshold: 1,
      Dimensions: [{ Name: 'RuleName', Value: { Ref: expect.stringMatching(/^Rule/) } }],
    });
  });

  test('watches a rule of another bus by that bus and its name', () => {
    const stack = newStack();
    const rule = new Rule(stack, 'Rule', { eventPattern: { source: ['shop'] }, eventBus: new EventBus(stack, 'Bus') });

    expect(dimensionsOf(newPipeline(stack, { expectation: nightly({ trigger: PipelineTrigger.rule(rule) }) }))).toEqual([
      { Name: 'EventBusName', Value: { Ref: expect.stringMatching(/^Bus/) } },
      { Name: 'RuleName', Value: expect.anything() },
    ]);
  });

  test.each([
    ['default', [{ Name: 'RuleName', Value: expect.anything() }]],
    ['arn:aws:events:eu-west-1:111122223333:event-bus/orders', [{ Name: 'EventBusName', Value: 'orders' }, { Name: 'RuleName', Value: expect.anything() }]],
  ])('watches a rule whose bus is given as %s', (bus, dimensions) => {
    const stack = newStack();
    const rule = new Rule(stack, 'Rule', { eventPattern: { source: ['shop'] } });
    (rule.node.defaultChild as { eventBusName?: string }).eventBusName = bus;

    expect(dimensionsOf(newPipeline(stack, { expectation: nightly({ trigger: PipelineTrigger.rule(rule) }) }))).toEqual(dimensions);
  });

  test.each([
    ['arn:aws:events:eu-west-1:111122223333:rule/nightly', [{ Name: 'RuleName', Value: 'nightly' }]],
    ['arn:aws:events:eu-west-1:111122223333:rule/orders/nightly', [{ Name: 'EventBusName', Value: 'orders' }, { Name: 'RuleName', Value: 'nightly' }]],
  ])('watches the imported rule %s', (arn, dimensions) => {
    const stack = newStack();

    expect(dimensionsOf(newPipeline(stack, { expectation: nightly({ trigger: PipelineTrigger.rule(Rule.fromEventRuleArn(stack, 'Imported', arn)) }) }))).toEqual(dimensions);
  });

  test('exists for a trigger that only the options of the expectation name', () => {
    const stack = newStack();
    const rule = new Rule(stack, 'Rule', { eventPattern: { source: ['shop'] } });

    expect(hasAlarm(newPipeline(stack, { expectation: RunExpectation.atLeastEvery(Duration.days(1), { trigger: PipelineTrigger.rule(rule) }) }), 'TriggerUndeliverable')).toBe(true);
  });

  test('can be switched off or raised by more lost invocations only', () => {
    const stack = newStack();
    const expectation = RunExpectation.fromRule(new Rule(stack, 'Rule', { schedule: RuleSchedule.rate(Duration.days(1)) }));

    expect(hasAlarm(newPipeline(stack, { expectation, signals: { trigger: { enabled: false } } }, 'Off'), 'TriggerUndeliverable')).toBe(false);
    const stages = [PipelineStage.lambdaFunction(newFunction(stack, 'Other'))];
    expect(alarmProperties(newPipeline(stack, { stages, expectation, signals: { trigger: { minFailures: 4 } } }, 'On'), 'TriggerUndeliverable').Threshold).toBe(4);
  });
});

describe('severity', () => {
  const everything = (stack: Stack, severity?: Severity): ObservedPipeline => newPipeline(stack, {
    severity,
    expectation: nightly({ finishWithin: Duration.hours(5), trigger: PipelineTrigger.rule(new Rule(stack, 'Rule', { eventPattern: { source: ['shop'] } })) }),
    stages: [
      PipelineStage.lambdaFunction(newFunction(stack), { signals: { streamLag: { enabled: true } } }),
      PipelineStage.stateMachine(newMachine(stack), { signals: { nearTimeout: { enabled: true } } }),
    ],
  });
  const severities = (pipeline: ObservedPipeline): Record<string, string | undefined> =>
    Object.fromEntries(pipeline.alarms.map(({ node: { id } }) => [id, severityOf(pipeline, id)]));

  test('CRITICAL makes missing, failed and late runs critical, and slow runs a warning', () => {
    expect(severities(everything(newStack(), Severity.CRITICAL))).toEqual({
      ProofOfLife: 'critical', TriggerUndeliverable: 'critical', Deadline: 'critical',
      LoadFailed: 'critical', LoadNearTimeout: 'warning', LoadSlowerThanUsual: 'warning', LoadStreamLag: 'warning',
      MachineFailed: 'critical', MachineNearTimeout: 'warning', MachineSlowerThanUsual: 'warning',
    });
  });

  test('WARNING makes every signal a warning, and does not watch for unusually slow runs', () => {
    expect(severities(everything(newStack(), Severity.WARNING))).toEqual({
      ProofOfLife: 'warning', TriggerUndeliverable: 'warning', Deadline: 'warning',
      LoadFailed: 'warning', LoadNearTimeout: 'warning', LoadStreamLag: 'warning',
      MachineFailed: 'warning', MachineNearTimeout: 'warning',
    });
  });

  test('is CRITICAL by default', () => {
    const pipeline = everything(newStack());

    expect(pipeline.severity).toBe(Severity.CRITICAL);
    expect(severityOf(pipeline, 'LoadFailed')).toBe(Severity.CRITICAL);
  });

  test('is overridden by the severity of a signal', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack, {
      signals: { proofOfLife: { severity: Severity.WARNING } },
      stages: [PipelineStage.lambdaFunction(newFunction(stack), { signals: { nearTimeout: { severity: Severity.CRITICAL } } })],
    });

    expect(severityOf(pipeline, 'ProofOfLife')).toBe(Severity.WARNING);
    expect(severityOf(pipeline, 'LoadNearTimeout')).toBe(Severity.CRITICAL);
  });
});

describe('the description of an alarm', () => {
  const descriptionOf = (props: Partial<ObservedPipelineProps>, id = 'ProofOfLife'): string => alarmProperties(newPipeline(newStack(), props), id).AlarmDescription;

  test('contains the question, the subject, the meaning, what to look at first, when runs are due, the owner and the runbook', () => {
    const text = descriptionOf({ owner: 'data-platform', runbookUrl: 'https://wiki.example.com/nightly' });

    expect(text).toBe('ALIVE? Nightly: The run that was due did not happen, hangs, or failed for good. '
      + 'First: Check that something still starts Load, then look at its newest run. Due: every day at 02:00 UTC. '
      + 'Owner: data-platform. Runbook: https://wiki.example.com/nightly [op1 critical ALIVE lasting ProofOfLife Nightly]');
  });

  test.each<[string, (stack: Stack) => RunExpectation, string]>([
    ['a schedule', (stack) => RunExpectation.fromSchedule(newSchedule(stack)), 'Check that its schedule is enabled, then look at the newest run of Load.'],
    ['a rule', (stack) => RunExpectation.fromRule(new Rule(stack, 'Rule', { schedule: RuleSchedule.rate(Duration.hours(1)) })), 'Check that its rule is enabled, then look at the newest run of Load.'],
    ['nothing that the library knows', () => RunExpectation.atLeastEvery(Duration.seconds(7200)), 'Check that something still starts Load, then look at its newest run.'],
  ])('says where to look first if the pipeline is started by %s', (_, expectation, text) => {
    const stack = newStack();
    const expected = expectation(stack);

    expect(alarmProperties(newPipeline(stack, { expectation: expected, ...(stack.node.tryFindChild('Load') === undefined ? {} : { stages: startedIn(stack) }) }), 'ProofOfLife').AlarmDescription).toContain(`First: ${text}`);
  });

  test('says how long a silence may last, in hours', () => {
    expect(descriptionOf({ expectation: RunExpectation.atLeastEvery(Duration.seconds(7200)) })).toContain('ALIVE? Nightly: No run has succeeded for longer than 2 hours.');
  });

  test('names the stage', () => {
    expect(descriptionOf({}, 'LoadFailed')).toBe('FAILED? Nightly / Load: An invocation failed, or its event was dropped. '
      + 'First: Read the last error in the function\'s log. Due: every day at 02:00 UTC. '
      + '[op1 critical FAILED passing Failed Nightly Load]');
  });

  test('ends with a mark for the notifier, whatever the name of the stage', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { severity: Severity.WARNING, stages: [PipelineStage.lambdaFunction(newFunction(stack), { stageName: 'load [eu] orders' })] });

    expect(markOf(propertiesOf(alarmOf(pipeline, 'load [eu] ordersNearTimeout')))).toEqual({
      severity: 'warning', question: 'SLOW', signal: 'NearTimeout', lasting: false, pipeline: 'Nightly', stage: 'load  eu  orders',
    });
  });

  test.each([
    [RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.AMERICA_NEW_YORK })), 'every day at 02:00 America/New_York'],
    [RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), { finishWithin: Duration.minutes(90) }), 'every day at 02:00 UTC, done within 1 hour 30 minutes'],
    [RunExpectation.dailyBy(LocalTime.of(7, 30), { timeZone: TimeZone.EUROPE_BERLIN }), 'every day, done by 07:30 Europe/Berlin'],
    [RunExpectation.dailyBy(LocalTime.of(7, 30), { notBefore: LocalTime.of(22), timeZone: TimeZone.EUROPE_BERLIN }), 'every day, done by 07:30 Europe/Berlin, counted from 22:00'],
    [RunExpectation.atTimes(ScheduleExpression.rate(Duration.hours(6))), 'every 6 hours'],
    [RunExpectation.atLeastEvery(Duration.hours(26)), 'a success at least every 1 day 2 hours'],
  ])('says when runs are due', (expectation, due) => {
    expect(descriptionOf({ expectation })).toContain(` Due: ${due}.`);
  });

  test('says that no runs are due, and why', () => {
    expect(descriptionOf({ expectation: RunExpectation.unscheduled('event driven') }, 'LoadFailed')).toContain(' Due: nothing (event driven).');
  });

  test('stays within the 1,024 characters of CloudWatch with the longest texts, and neither its runbook nor its mark is cut', () => {
    const stack = newStack();
    const [owner, runbookUrl] = ['o'.repeat(100), `https://${'r'.repeat(292)}`];
    const stageName = 's'.repeat(64);
    const pipeline = newPipeline(stack, {
      owner, runbookUrl,
      pipelineName: 'n'.repeat(64),
      expectation: RunExpectation.unscheduled('w'.repeat(500), { trigger: PipelineTrigger.rule(new Rule(stack, 'Rule', { eventPattern: { source: ['shop'] } })) }),
      stages: [
        PipelineStage.lambdaFunction(newFunction(stack), { stageName, failureCounting: FailureCounting.AFTER_RETRIES, signals: { streamLag: { enabled: true } } }),
        PipelineStage.stateMachine(newMachine(stack), { stageName: `${stageName.slice(1)}m`, signals: { nearTimeout: { enabled: true } } }),
      ],
    });

    const texts = pipeline.alarms.map((alarm) => propertiesOf(alarm).AlarmDescription as string);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(1024);
    expect(texts.filter((text) => !text.includes(`Owner: ${owner}. Runbook: ${runbookUrl} [op1 `) || readDescription(text)?.mark.pipeline !== pipeline.pipelineName)).toEqual([]);
  });

  test('may contain values that are known only at deployment', () => {
    const stack = newStack();
    const owner = new CfnParameter(stack, 'Owner').valueAsString;
    const pipeline = newPipeline(stack, { owner, runbookUrl: `https://wiki.example.com/${Fn.importValue('page')}` });

    expect(JSON.stringify(alarmProperties(pipeline, 'ProofOfLife').AlarmDescription)).toContain('{"Ref":"Owner"},". Runbook: https://wiki.example.com/",{"Fn::ImportValue":"page"}');
  });
});

describe('a pipeline without expected runs', () => {
  const pipelineIn = (stack: Stack): ObservedPipeline => newPipeline(stack, { expectation: RunExpectation.unscheduled('event driven, volume unknown') });

  test('has no proof-of-life alarm, but alarms on failures', () => {
    const pipeline = pipelineIn(newStack());

    expect(pipeline.proofOfLifeAlarm).toBeUndefined();
    expect(pipeline.alarms.map(({ node }) => node.id)).toEqual(['LoadFailed', 'LoadNearTimeout', 'LoadSlowerThanUsual']);
  });

  test('has no contract', () => {
    const stack = newStack();
    pipelineIn(stack);

    Template.fromStack(stack).hasResourceProperties('AWS::SSM::Parameter', { Name: '/observed-pipeline/S-Observatory/profiles/Nightly' });
    Template.fromStack(stack).resourceCountIs('AWS::SSM::Parameter', 1);
  });

  test('causes a warning at synth with its reason', () => {
    const stack = newStack();
    pipelineIn(stack);

    expect(warningsOf(stack)).toEqual([{
      at: '/S/Nightly',
      text: 'no runs of pipeline Nightly are expected (event driven, volume unknown), so nobody is notified if it stops; acknowledge this if that is intended [ack: cdk-observed-pipeline:nothingExpected]',
    }]);
  });
});

describe('a pipeline', () => {
  test('creates the observatory of its stack if none is passed', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack);

    expect(pipeline.observatory).toBe(stack.node.findChild('Observatory'));
  });

  test('lists its alarms in the order of the questions: alive, failed, slow', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { expectation: withDeadline, stages: [PipelineStage.lambdaFunction(newFunction(stack)), PipelineStage.stateMachine(newMachine(stack))] });

    expect(pipeline.alarms.map(({ node }) => node.id)).toEqual([
      'ProofOfLife', 'LoadFailed', 'MachineFailed', 'Deadline', 'LoadNearTimeout', 'LoadSlowerThanUsual', 'MachineSlowerThanUsual',
    ]);
  });

  test('accepts further stages, which are watched and are part of the contract', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack);

    pipeline.addStage(PipelineStage.stateMachine(newMachine(stack)));

    expect(hasAlarm(pipeline, 'MachineFailed')).toBe(true);
    expect(contractOf(pipeline).stages.map(({ name }) => name)).toEqual(['Load', 'Machine']);
  });

  test('rejects two stages with the same name', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack);

    expect(() => pipeline.addStage(PipelineStage.stateMachine(newMachine(stack), { stageName: 'Load' })))
      .toThrow(new Error('S/Nightly: two stages are called \'Load\'; give one of them another stageName'));
  });

  test('has a proof-of-life metric for graphs and alarms', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack);

    const own = new Alarm(stack, 'Own', { metric: pipeline.metricProofOfLife({ period: Duration.hours(1) }), threshold: 1, evaluationPeriods: 1 });

    expect(propertiesOf(own)).toMatchObject({
      Namespace: 'ObservedPipeline', MetricName: 'ProofOfLife', Statistic: 'Minimum', Period: 3600,
      Dimensions: [{ Name: 'Observatory', Value: 'S-Observatory' }, { Name: 'Pipeline', Value: 'Nightly' }],
    });
  });

  test('has its construct id as its name, or the pipelineName', () => {
    const stack = newStack();

    expect(newPipeline(stack).pipelineName).toBe('Nightly');
    const stages = [PipelineStage.lambdaFunction(newFunction(stack, 'Other'))];
    expect(newPipeline(stack, { stages, pipelineName: 'orders' }, 'Second').pipelineName).toBe('orders');
  });

  test('needs a name that is known at synth', () => {
    const stack = newStack();
    const pipelineName = new CfnParameter(stack, 'Name').valueAsString;

    expect(() => newPipeline(stack, { pipelineName })).toThrow(new Error(
      'S/Nightly: the name of the pipeline must be known at synth, since its contract is stored under that name; pass a pipelineName that is not a token',
    ));
  });

  test.each(['', 'a/b', 'two words', 'ü', 'x'.repeat(65)])('rejects the name \'%s\'', (pipelineName) => {
    expect(() => newPipeline(newStack(), { pipelineName })).toThrow(new Error(
      `S/Nightly: '${pipelineName}' is not a valid name of a pipeline; pass a pipelineName of 1 to 64 letters, digits, dots, hyphens or underscores`,
    ));
  });

  test('allows changes of its L1 alarms', () => {
    const pipeline = newPipeline(newStack());

    (pipeline.proofOfLifeAlarm!.node.defaultChild as CfnAlarm).addPropertyOverride('DatapointsToAlarm', 1);

    expect(alarmProperties(pipeline, 'ProofOfLife').DatapointsToAlarm).toBe(1);
  });
});
