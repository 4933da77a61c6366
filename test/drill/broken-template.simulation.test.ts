import { CfnRule, Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { Alias as FunctionAlias, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Drill, Fault } from '../../drill';
import { terminalReport } from '../../drill/report/terminal/terminal-report';
import { Contact, Observatory, ObservatoryProps, ObservedPipeline, PipelineStage, RunExpectation } from '../../lib';

interface Parts {
  readonly stack: Stack;
  readonly load: Function;
}

function parts(): Parts {
  const stack = new Stack(new App(), 'App');
  const load = new Function(stack, 'Load', { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {}'), timeout: Duration.minutes(5) });
  return { stack, load };
}

function observe({ stack, load }: Parts, expectation: RunExpectation, observatory: ObservatoryProps = {}): Stack {
  new ObservedPipeline(stack, 'Nightly', {
    stages: [PipelineStage.lambdaFunction(load)], expectation, observatory: new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com')], ...observatory }),
  });
  return stack;
}

function scheduleOf({ stack, load }: Parts, role?: Role): Schedule {
  return new Schedule(stack, 'Schedule', {
    schedule: ScheduleExpression.cron({ hour: '2', minute: '0' }), target: new LambdaInvoke(load, { role }), scheduleGroup: new ScheduleGroup(stack, 'Group'),
  });
}

/** A schedule whose role may not start anything. */
function withoutRolePermission(): Stack {
  const all = parts();
  const schedule = scheduleOf(all);
  const role = new Role(all.stack, 'Role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
  (schedule.node.defaultChild as CfnSchedule).addPropertyOverride('Target.RoleArn', role.roleArn);
  return observe(all, RunExpectation.fromSchedule(schedule));
}

/** A rule that targets a function, or an alias of it, only by its ARN. */
function ruleWithPermission(on: 'nothing' | 'function' | 'alias', target: 'function' | 'alias'): Stack {
  const all = parts();
  const alias = new FunctionAlias(all.stack, 'Live', { aliasName: 'live', version: all.load.currentVersion });
  const rule = new Rule(all.stack, 'Rule', { schedule: RuleSchedule.expression('cron(0 2 * * ? *)') });
  (rule.node.defaultChild as CfnRule).addPropertyOverride('Targets', [{ Id: 'Target', Arn: all.stack.resolve(target === 'alias' ? alias.functionArn : all.load.functionArn) }]);
  if (on !== 'nothing') (on === 'alias' ? alias : all.load).addPermission('Rule', { principal: new ServicePrincipal('events.amazonaws.com'), sourceArn: rule.ruleArn });
  return observe(all, RunExpectation.fromRule(rule));
}

describe('A template that is broken as it stands', () => {
  test('is reported once with its remedy, whatever the fault, and its year is not played.', async () => {
    const report = await Drill.of(withoutRolePermission()).runAll({ faults: ['runFails', 'scheduleDisabled'], years: ['UTC'] });
    expect(report.results.map(({ outcome, messages }) => [outcome, messages])).toEqual([['brokenBefore', []], ['brokenBefore', []]]);
    expect(report.years).toMatchObject([{ runs: 0, falseAlarms: [], broken: { reason: expect.stringMatching(/^The schedule App\/Schedule may not start App\/Load: /) } }]);
    const text = terminalReport(report, { columns: 1000 });
    expect(text.split('\n')[0]).toBe('1 pipeline was broken before the fault.');
    expect(text.match(/may not start/g)).toHaveLength(1);
    expect(text).toContain('Remedy: Allow the role App-Role1ABCC5F0 to do lambda:InvokeFunction on App/Load, for example with grantInvoke(role).');
  });

  test.each([['nothing', 'function'], ['nothing', 'alias'], ['function', 'alias'], ['alias', 'function']] as const)('has a rule with a permission on %s that targets the %s.', async (on, target) => {
    expect(await Drill.of(ruleWithPermission(on, target)).run(Fault.runFails())).toMatchObject({ outcome: 'brokenBefore', reason: expect.stringMatching(/^The rule App\/Rule may not invoke the function App\/Load/) });
  });

  test.each([['function', 'function'], ['alias', 'alias']] as const)('does not include a rule with a permission on the %s that targets the %s.', async (on, target) => {
    expect(await Drill.of(ruleWithPermission(on, target)).run(Fault.runFails())).toMatchObject({ outcome: 'detected' });
  });

  test('has a schedule that fires at other times than the expectation says.', async () => {
    const all = parts();
    scheduleOf(all);
    const stack = observe(all, RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '3' })));
    expect(await Drill.of(stack).run(Fault.runFails())).toMatchObject({
      outcome: 'brokenBefore', remedy: 'Make the expectation follow the schedule: RunExpectation.fromSchedule(…), with the same options.',
    });
  });

  test('has a contract that cannot be read.', async () => {
    const all = parts();
    const stack = observe(all, RunExpectation.fromSchedule(scheduleOf(all)));
    const contract = stack.node.findAll().find((one): one is CfnParameter => one instanceof CfnParameter && !one.node.path.includes('Profile'))!;
    contract.value = 'no JSON';
    const drill = Drill.of(stack);
    expect(drill.pipelines).toContain('Nightly');
    expect(await drill.run(Fault.runFails('Nightly'))).toMatchObject({ outcome: 'brokenBefore', reason: expect.stringMatching(/^The contract .*\/Nightly cannot be read: contract: \$ is not JSON/) });
  });
});

test('The result and the report name what they rely on outside the templates, such as a key that is only named.', async () => {
  const all = parts();
  const stack = observe(all, RunExpectation.fromSchedule(scheduleOf(all)), { encryptionKey: Alias.fromAliasName(all.stack, 'Alias', 'alias/alerts') });
  const drill = Drill.of(stack);
  const { assumptions = [] } = await drill.run(Fault.runFails());
  expect(assumptions.map(({ what }) => what)).toEqual(expect.arrayContaining([expect.stringMatching(/alias\/alerts is not in the templates, so its policy is not known; the drill assumes that CloudWatch may use it$/)]));
  expect(drill.notPlayed.map(({ what }) => what)).toEqual(expect.arrayContaining(assumptions.map(({ what }) => what)));
});
