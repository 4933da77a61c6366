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
import { Contact, ObservedPipelineProps, PipelineStage, RunExpectation } from '../../lib';
import {
  directly, Json, newApp, newFunction, newMachine, newObservatory, newPipeline, newStack, plain, synthErrors, warningsOf,
} from './fixtures';

/** The policies of a stack that allow the notifier or the checker to read the stages of pipelines: their type and statements, `actions: resources`. */
function policies(stack: Stack, purpose = 'DiagnosisAccess'): { type: string; roles: Json; statements: string[] }[] {
  return ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => Object.entries(Template.fromStack(stack).findResources(type))
    .filter(([id]) => id.includes(purpose))
    .map(([, { Properties: { Roles: roles, PolicyDocument: { Statement: statements } } }]) => ({
      type, roles, statements: statements.map(({ Action: action, Resource: resource }: Json) => `${[action].flat().join(' ')}: ${[resource].flat().map((one) => short(plain(one))).join(' ')}`),
    })));
}

/** A resource by its logical id without the hash. */
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

describe('to find the reason of a failure, the notifier may', () => {
  test('read a machine and its executions', () => {
    expect(granted((stack) => ({ stages: [PipelineStage.stateMachine(newMachine(stack))] }))).toEqual([
      `${ON_MACHINE}: <Machine>`, `${ON_EXECUTIONS}: arn:<Machine[1]>:states:<Machine[3]>:<Machine[4]>:execution:<Machine[6]>:*`,
    ]);
  });

  test('read an express machine, which has no record of executions', () => {
    expect(granted((stack) => ({ stages: [PipelineStage.stateMachine(newMachine(stack, 'Machine', { stateMachineType: StateMachineType.EXPRESS, timeout: Duration.minutes(4) }))] })))
      .toEqual([`${ON_MACHINE}: <Machine>`]);
  });

  test('read a function and its log group, whether that is the default or another one', () => {
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

  test('read the schedule that starts the pipeline and its dead letters', () => {
    const trigger = (stack: Stack): Schedule => new Schedule(stack, 'Schedule', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }), target: new LambdaInvoke(newFunction(stack, 'Target'), { deadLetterQueue: new Queue(stack, 'Dead') }),
    });

    expect(granted((stack) => ({ expectation: RunExpectation.fromSchedule(trigger(stack)) })).slice(0, 2)).toEqual(['scheduler:GetSchedule: <Schedule>', 'sqs:ReceiveMessage: <Dead>']);
  });

  test('read the rule that starts the pipeline and its dead letters', () => {
    const trigger = (stack: Stack): Rule => new Rule(stack, 'Rule', {
      schedule: RuleSchedule.rate(Duration.days(1)), targets: [new SqsQueue(new Queue(stack, 'Target'), { deadLetterQueue: new Queue(stack, 'Dead') })],
    });

    expect(granted((stack) => ({ expectation: RunExpectation.fromRule(trigger(stack)) })).slice(0, 2)).toEqual(['events:DescribeRule: <Rule>', 'sqs:ReceiveMessage: <Dead>']);
  });

  test('read pipelines without expected runs and optional stages, since they can fail too', () => {
    expect(granted((stack) => ({ expectation: RunExpectation.unscheduled('by hand'), stages: [PipelineStage.lambdaFunction(newFunction(stack), { optional: true })] }))[0]).toBe(`${ON_FUNCTION}: <Load>`);
  });

  test('do nothing if the observatory has no notifier', () => {
    expect(granted((stack) => ({ observatory: directly(stack), contacts: [Contact.topic(new Topic(stack, 'Chat'))] }))).toEqual([]);
  });
});

describe('the topics of a pipeline', () => {
  test('may be used with their key by the notifier, by a policy in the stack of the pipeline', () => {
    const app = newApp();
    const [a, b] = ['A', 'B'].map((id) => new Stack(app, id));
    newPipeline(b, { observatory: newObservatory(a), contacts: [Contact.topic(new Topic(b, 'Chat', { masterKey: new Key(b, 'Key') }))] });

    const [{ statements, roles }, ...more] = policies(b);
    expect(more).toEqual([]);
    expect(statements.slice(0, 2)).toEqual(['sns:Publish: <Chat>', 'kms:Decrypt kms:GenerateDataKey: <Key>']);
    expect(roles).toEqual([{ 'Fn::ImportValue': expect.stringContaining('ObservatoryNotifierRole') }]);
    expect(a.dependencies).toEqual([]);
  });
});

describe('many pipelines', () => {
  interface Many { readonly stackOf: (index: number) => Stack; readonly direct?: boolean; readonly notify?: (stack: Stack) => Contact[] }

  /** Pipelines of one imported machine each. The checker reads the machine; the notifier reads it and its executions. */
  function many(count: number, { stackOf, direct = false, notify = () => [] }: Many): void {
    const observatory = direct ? directly(stackOf(0)) : newObservatory(stackOf(0));
    const signals = { failed: { enabled: false }, slowerThanUsual: { enabled: false } };
    for (let index = 0; index < count; index += 1) {
      const stack = stackOf(index);
      const machine = StateMachine.fromStateMachineArn(stack, `M${index}`, `arn:aws:states:eu-west-1:111122223333:stateMachine:${String(index).padStart(70, 'm')}`);
      newPipeline(stack, {
        observatory, pipelineName: `p${index}`, contacts: notify(stack), stages: [PipelineStage.stateMachine(machine, { signals })], signals: { proofOfLife: { enabled: false } },
      }, `P${index}`);
    }
  }
  /** `type resources` of the policies of a stack, by their purpose. */
  const sizes = (stack: Stack, purpose?: string): string[] => policies(stack, purpose).map(({ type, statements }) => `${type.split('::')[2]} ${statements.join(' ').split('arn:').length - 1}`);

  test('share an inline policy while the role has room, then managed policies', () => {
    const stack = newStack();
    many(55, { stackOf: () => stack });

    expect(sizes(stack)).toEqual(['Policy 54', 'ManagedPolicy 46', 'ManagedPolicy 10']);
    expect(sizes(stack, 'EvidenceAccess')).toEqual(['Policy 55']);
  });

  test('in several stacks share that room with their own policies', () => {
    const app = newApp();
    const stacks = Array.from({ length: 14 }, (_, index) => new Stack(app, `S${index}`));
    many(28, { stackOf: (index) => stacks[Math.floor(index / 2)] });

    expect(stacks.map((stack) => sizes(stack).join(' '))).toEqual([...Array(9).fill('Policy 4'), ...Array(5).fill('ManagedPolicy 4')]);
    expect(warningsOf(stacks[0])).toEqual([]);
  });

  test('in too many stacks cause a warning that names those without room, since their notifications lack the reason', () => {
    const app = newApp();
    const stacks = Array.from({ length: 29 }, (_, index) => new Stack(app, `S${index}`));
    many(29, { stackOf: (index) => stacks[index] });

    expect(stacks.flatMap((stack) => policies(stack)).filter(({ type }) => type === 'AWS::IAM::ManagedPolicy')).toHaveLength(10);
    expect(warningsOf(stacks[0]).map(({ text }) => text)).toEqual(['the role of its notifier has no room for more permissions: notifications about p23, p24, p25 and 3 more '
      + 'say what happened, but not why; spread the pipelines over several observatories, or over fewer stacks [ack: cdk-observed-pipeline:diagnosisPermissionsMissing]']);
  });

  test('are an error if the notifier could not publish to their topics', () => {
    const app = newApp();
    const stacks = Array.from({ length: 29 }, (_, index) => new Stack(app, `S${index}`));
    many(29, { stackOf: (index) => stacks[index], notify: (stack) => [Contact.topic(new Topic(stack, 'Chat'))] });

    expect(synthErrors(stacks[0])).toMatch(/\[S0\/Observatory\] the role of its notifier has no room for more permissions: it could not publish to the topics of p\d+, p\d+, p\d+ and \d+ more; spread the pipelines over several observatories, or over fewer stacks$/);
  });

  test('are an error if the role of the checker has no room for them', () => {
    const stack = newStack();
    many(550, { stackOf: () => stack, direct: true });

    expect(synthErrors(stack)).toMatch(/^Validation failed with the following errors:\n {2}\[S\/Observatory\] the role of its checker has no room for more permissions: it could not see the runs of p\d+, p\d+, p\d+ and \d+ more; spread the pipelines over several observatories, or over fewer stacks$/);
  });
});
