import { Template } from 'aws-cdk-lib/assertions';
import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { Notify, ObservedPipelineProps, PipelineStage, RunExpectation } from '../../lib';
import { directly, Json, newApp, newFunction, newMachine, newObservatory, newPipeline, newStack, plain, synthErrors } from './fixtures';

/** The policies of a stack that let a notifier look into what its pipelines observe: their type and statements, `actions: resources`. */
function policies(stack: Stack): { type: string; roles: Json; statements: string[] }[] {
  return ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => Object.entries(Template.fromStack(stack).findResources(type))
    .filter(([id]) => id.includes('DiagnosisAccess'))
    .map(([, { Properties: { Roles: roles, PolicyDocument: { Statement: statements } } }]) => ({
      type, roles, statements: statements.map(({ Action: action, Resource: resource }: Json) => `${[action].flat().join(' ')}: ${[resource].flat().map((one) => short(plain(one))).join(' ')}`),
    })));
}

/** A resource by its logical id without the hash of it. */
function short(text: string): string {
  return text.replaceAll(/<\{Fn::Select:\[(\d),\{Fn::Split:\[:,\{Ref:(\w+?)[0-9A-F]{8}\}\]\}\]\}>/g, '<$2[$1]>').replaceAll(/<(?:\{Fn::GetAtt:\[)?(\w+?)(?:[0-9A-F]{8})?(?:,Arn\]\})?>/g, '<$1>');
}

function granted(props: (stack: Stack) => Partial<ObservedPipelineProps>): string[] {
  const stack = newStack();
  newPipeline(stack, props(stack));
  return policies(stack).flatMap(({ statements }) => statements);
}

const ON_MACHINE = 'states:DescribeStateMachine states:ListExecutions';
const ON_EXECUTIONS = 'states:DescribeExecution states:DescribeStateMachineForExecution states:GetExecutionHistory';
const ON_FUNCTION = 'lambda:GetFunctionConcurrency lambda:GetFunctionConfiguration';

describe('to find out why, the notifier may', () => {
  test('ask about a machine and its executions', () => {
    expect(granted((stack) => ({ stages: [PipelineStage.stateMachine(newMachine(stack))] }))).toEqual([
      `${ON_MACHINE}: <Machine>`, `${ON_EXECUTIONS}: arn:<Machine[1]>:states:<Machine[3]>:<Machine[4]>:execution:<Machine[6]>:*`,
    ]);
  });

  test('ask about an express machine, which keeps no record of its executions', () => {
    expect(granted((stack) => ({ stages: [PipelineStage.stateMachine(newMachine(stack, 'Machine', { stateMachineType: StateMachineType.EXPRESS, timeout: Duration.minutes(4) }))] })))
      .toEqual([`${ON_MACHINE}: <Machine>`]);
  });

  test('ask about a function and read its log, which is its own or the one that it was given', () => {
    const log = 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:';

    expect(granted((stack) => ({
      stages: [
        PipelineStage.lambdaFunction(newFunction(stack)),
        PipelineStage.lambdaFunction(newFunction(stack, 'Logged', { logGroup: new LogGroup(stack, 'Log') })),
        PipelineStage.lambdaFunction(LambdaFunction.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:load')),
        PipelineStage.lambdaFunction(newFunction(stack, 'Aliased').addAlias('live')),
      ],
    }))).toEqual([
      `${ON_FUNCTION}: <Load> <Logged> arn:aws:lambda:eu-west-1:111122223333:function:load <Aliased>`,
      `logs:FilterLogEvents: ${log}/aws/lambda/<Load>:* ${log}<Log>:* ${log}/aws/lambda/load:* ${log}/aws/lambda/<Aliased>:*`,
    ]);
  });

  test('ask about the schedule and read the dead letters of what starts it', () => {
    const trigger = (stack: Stack): Schedule => new Schedule(stack, 'Schedule', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }), target: new LambdaInvoke(newFunction(stack, 'Target'), { deadLetterQueue: new Queue(stack, 'Dead') }),
    });

    expect(granted((stack) => ({ expectation: RunExpectation.schedule(trigger(stack)) })).slice(0, 2)).toEqual(['scheduler:GetSchedule: <Schedule>', 'sqs:ReceiveMessage: <Dead>']);
  });

  test('ask about the rule and read the dead letters of what starts it', () => {
    const trigger = (stack: Stack): Rule => new Rule(stack, 'Rule', {
      schedule: RuleSchedule.rate(Duration.days(1)), targets: [new SqsQueue(new Queue(stack, 'Target'), { deadLetterQueue: new Queue(stack, 'Dead') })],
    });

    expect(granted((stack) => ({ expectation: RunExpectation.rule(trigger(stack)) })).slice(0, 2)).toEqual(['events:DescribeRule: <Rule>', 'sqs:ReceiveMessage: <Dead>']);
  });

  test('ask where nothing is expected and where a stage is on demand, since they fail too', () => {
    expect(granted((stack) => ({ expectation: RunExpectation.none('by hand'), stages: [PipelineStage.lambdaFunction(newFunction(stack), { onDemand: true })] }))[0]).toBe(`${ON_FUNCTION}: <Load>`);
  });

  test('do nothing of that where there is no notifier', () => {
    expect(granted((stack) => ({ observatory: directly(stack), notify: [Notify.topic(new Topic(stack, 'Chat'))] }))).toEqual([]);
  });
});

describe('a pipeline\'s own topics', () => {
  test('may be published to, and their key may be used, by a policy that lies with the pipeline', () => {
    const app = newApp();
    const [a, b] = ['A', 'B'].map((id) => new Stack(app, id));
    newPipeline(b, { observatory: newObservatory(a), notify: [Notify.topic(new Topic(b, 'Chat', { masterKey: new Key(b, 'Key') }))] });

    const [{ statements, roles }, ...more] = policies(b);
    expect(more).toEqual([]);
    expect(statements.slice(0, 2)).toEqual(['sns:Publish: <Chat>', 'kms:Decrypt kms:GenerateDataKey: <Key>']);
    expect(roles).toEqual([{ 'Fn::ImportValue': expect.stringContaining('ObservatoryNotifierRole') }]);
    expect(a.dependencies).toEqual([]);
  });
});

describe('many pipelines', () => {
  /** Pipelines of one imported machine each: a machine and its executions are two resources. */
  function many(count: number, stackOf: (index: number) => Stack, observatory = newObservatory(stackOf(0))): void {
    const signals = { failed: { enabled: false }, slowerThanUsual: { enabled: false } };
    for (let index = 0; index < count; index += 1) {
      const stack = stackOf(index);
      const machine = StateMachine.fromStateMachineArn(stack, `M${index}`, `arn:aws:states:eu-west-1:111122223333:stateMachine:m${index}`);
      newPipeline(stack, {
        observatory, pipelineName: `p${index}`, notify: [], expectation: RunExpectation.none('only its failures matter'), stages: [PipelineStage.stateMachine(machine, { signals })],
      }, `P${index}`);
    }
  }
  const sizes = (stack: Stack): string[] => policies(stack).map(({ type, statements }) => `${type.split('::')[2]} ${statements.join(' ').split('arn:').length - 1}`);

  test('share an inline policy as long as the role has room, then managed ones', () => {
    const stack = newStack();
    many(30 + 24 + 1, () => stack);

    expect(sizes(stack)).toEqual(['Policy 60', 'ManagedPolicy 48', 'ManagedPolicy 2']);
  });

  test('of several stacks share that room, by policies of their own', () => {
    const app = newApp();
    const stacks = ['A', 'B', 'C'].map((id) => new Stack(app, id));
    many(40, (index) => stacks[index % 3]);

    expect(stacks.map(sizes)).toEqual([['Policy 20', 'ManagedPolicy 8'], ['Policy 20', 'ManagedPolicy 6'], ['Policy 20', 'ManagedPolicy 6']]);
  });

  test('are refused when they are more than a role can hold', () => {
    const [fits, fitsNot] = [newStack(), newStack()];
    many(30 + 240, () => fits);
    many(30 + 240 + 1, () => fitsNot);

    expect(synthErrors(fits)).toBe('');
    expect(synthErrors(fitsNot)).toBe('Validation failed with the following errors:\n  [S/Observatory] its pipelines have 542 resources that are asked why something went wrong, '
      + 'in more policies than the role of one notifier can have; spread the pipelines over several observatories');
  });
});
