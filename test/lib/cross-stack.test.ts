import { Template } from 'aws-cdk-lib/assertions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnParameter, NestedStack, Stack } from 'aws-cdk-lib/core';
import { Contact, Observatory, ObservedPipeline, PipelineStage } from '../../lib';
import {
  alarmProperties, contractOf, Json, newApp, newFunction, newMachine, newObservatory, newPipeline, newStack, plain,
} from './fixtures';

/** An observatory in stack A that serves a pipeline in B and one in C. */
function threeStacks(context: Record<string, unknown> = {}): { a: Stack; b: Stack; c: Stack; observatory: Observatory; pipelines: ObservedPipeline[] } {
  const app = newApp(context);
  const [a, b, c] = ['A', 'B', 'C'].map((id) => new Stack(app, id));
  const observatory = newObservatory(a);
  const pipelines = [b, c].map((stack) => newPipeline(stack, {
    observatory,
    pipelineName: `in-${stack.node.id}`,
    stages: [PipelineStage.stateMachine(newMachine(stack), { scheduledTimeField: 'time' }), PipelineStage.lambdaFunction(newFunction(stack))],
  }));
  return { a, b, c, observatory, pipelines };
}

function resourcesOf(stack: Stack, type: string): Json[] {
  return Object.values(Template.fromStack(stack).findResources(type));
}

describe('an observatory that serves the pipelines of other stacks', () => {
  test.each(['strong', 'weak', 'both'])('does not depend on them, but they depend on it, with %s references', (strength) => {
    const { a, b, c } = threeStacks({ '@aws-cdk/core:defaultCrossStackReferences': strength });
    Template.fromStack(a);

    expect(a.dependencies).toEqual([]);
    expect([b, c].map((stack) => stack.dependencies)).toEqual([[a], [a]]);
  });

  test('has the same name in their alarms, contracts and metrics', () => {
    const { b, pipelines: [pipeline] } = threeStacks();

    expect(alarmProperties(pipeline, 'ProofOfLife').Dimensions).toEqual([{ Name: 'Observatory', Value: 'A-Observatory' }, { Name: 'Pipeline', Value: 'in-B' }]);
    expect(alarmProperties(pipeline, 'ProofOfLife').AlarmActions).toEqual([{ 'Fn::ImportValue': expect.stringContaining('ObservatoryNotifierIntake') }]);
    expect(resourcesOf(b, 'AWS::SSM::Parameter').map(({ Properties: { Name } }) => Name)).toEqual(['/observed-pipeline/A-Observatory/in-B', '/observed-pipeline/A-Observatory/profiles/in-B']);
    expect(contractOf(pipeline).stages.map(({ name }) => name)).toEqual(['Machine', 'Load']);
  });

  test('can read their machines by policies in their stacks with different names', () => {
    const { a, b, c } = threeStacks();
    const policies = [b, c].flatMap((stack) => resourcesOf(stack, 'AWS::IAM::Policy')).filter(({ Properties: { PolicyName } }) => PolicyName.startsWith('EvidenceAccess'));

    expect(policies).toHaveLength(2);
    expect(new Set(policies.map(({ Properties: { PolicyName } }) => PolicyName)).size).toBe(2);
    for (const { Properties: { Roles, PolicyDocument } } of policies) {
      expect(Roles).toEqual([{ 'Fn::ImportValue': expect.stringContaining('ObservatoryCheckerRole') }]);
      expect(PolicyDocument.Statement.map(({ Action }: Json) => Action)).toEqual(['states:ListExecutions', 'states:DescribeExecution']);
    }
    expect(resourcesOf(a, 'AWS::IAM::Policy').filter(({ Properties }) => JSON.stringify(Properties).includes('states:'))).toEqual([]);
  });

  test('has a dashboard page in each of them, which shows their pipelines', () => {
    const { a, b, c, observatory } = threeStacks();

    expect(observatory.dashboards.map((dashboard) => dashboard.node.path)).toEqual([expect.stringMatching(/^B\/ObservatoryPage-/), expect.stringMatching(/^C\/ObservatoryPage-/)]);
    expect([a, b, c].map((stack) => resourcesOf(stack, 'AWS::CloudWatch::Dashboard').length)).toEqual([0, 1, 1]);
    expect(plain(resourcesOf(b, 'AWS::CloudWatch::Dashboard')[0].Properties.DashboardBody)).toContain('in-B');
  });

  test('keeps the address of a contact in its own stack, so that it outlives the stacks of the pipelines', () => {
    const { a, b, c, observatory } = threeStacks();
    for (const stack of [b, c]) {
      newPipeline(stack, { observatory, stages: [PipelineStage.lambdaFunction(newFunction(stack, 'More'))], contacts: [Contact.sms('+15550100')], pipelineName: `${stack.node.id}-more` }, 'More-pipeline');
    }

    expect(resourcesOf(a, 'AWS::SNS::Subscription').map(({ Properties: { Protocol } }) => Protocol)).toEqual(['lambda', 'email', 'email', 'sms']);
    expect([b, c].flatMap((stack) => resourcesOf(stack, 'AWS::SNS::Subscription'))).toEqual([]);
  });

  test('keeps an address that is a parameter of a stack in that stack', () => {
    const { a, b, c, observatory } = threeStacks();
    for (const stack of [b, c]) {
      const contacts = [Contact.sms(new CfnParameter(stack, 'Phone').valueAsString)];
      for (const id of ['One', 'Two']) {
        newPipeline(stack, { observatory, contacts, pipelineName: `${stack.node.id}-${id}`, stages: [PipelineStage.lambdaFunction(newFunction(stack, `${id}Load`))] }, id);
      }
    }

    expect([b, c].map((stack) => resourcesOf(stack, 'AWS::SNS::Subscription').map(({ Properties: { Endpoint } }) => Endpoint))).toEqual([[{ Ref: 'Phone' }], [{ Ref: 'Phone' }]]);
    expect(a.dependencies).toEqual([]);
  });

  test('serves stages in yet another stack', () => {
    const { a, b, observatory } = threeStacks();
    const d = new Stack(a.node.root as never, 'D');
    const pipeline = newPipeline(b, { observatory, pipelineName: 'far', stages: [PipelineStage.stateMachine(newMachine(d), { scheduledTimeField: 'time' })] }, 'Far');

    expect(alarmProperties(pipeline, 'MachineFailed').Metrics[1].MetricStat.Metric.Dimensions[0].Value).toEqual({ 'Fn::ImportValue': expect.stringMatching(/^D:/) });
    expect(b.dependencies).toEqual(expect.arrayContaining([a, d]));
    expect(d.dependencies).toEqual([]);
  });
});

describe('nested stacks', () => {
  const nested = (): { stack: Stack; inner: Stack; pipeline: ObservedPipeline } => {
    const stack = newStack();
    const inner = new NestedStack(stack, 'Inner');
    return { stack, inner, pipeline: newPipeline(inner, { stages: [PipelineStage.stateMachine(newMachine(inner))] }) };
  };

  test('share the observatory of the stack that they are nested in, and get its intake topic as a parameter', () => {
    const { inner, pipeline } = nested();

    expect(pipeline.observatory.node.path).toBe('S/Observatory');
    expect(alarmProperties(pipeline, 'ProofOfLife').AlarmActions).toEqual([{ Ref: expect.stringMatching(/^referencetoSObservatoryNotifierIntake/) }]);
    expect(resourcesOf(inner, 'AWS::SSM::Parameter').map(({ Properties: { Name } }) => Name)).toEqual(['/observed-pipeline/S-Observatory/Nightly', '/observed-pipeline/S-Observatory/profiles/Nightly']);
  });

  test('contain the policies for their machines and their dashboard page', () => {
    const { inner } = nested();

    expect(resourcesOf(inner, 'AWS::IAM::Policy').map(({ Properties: { Roles } }) => Roles)).toEqual([
      [{ Ref: expect.stringMatching(/^referencetoSObservatoryCheckerRole/) }], [{ Ref: expect.stringMatching(/^referencetoSObservatoryNotifierRole/) }],
    ]);
    expect(resourcesOf(inner, 'AWS::CloudWatch::Dashboard')).toHaveLength(1);
  });

  test('may contain an observatory, which is named after the stack that they are nested in', () => {
    const inner = new NestedStack(newStack(), 'Inner');

    expect(new Observatory(inner, 'Tower').observatoryName).toBe('S-Inner-Tower');
  });
});

describe('a different account or Region', () => {
  const at = (account: string, region: string): { env: { account: string; region: string } } => ({ env: { account, region } });

  test.each([
    [at('222222222222', 'eu-west-1'), 'account is 222222222222, but that of its observatory is 111111111111'],
    [at('111111111111', 'us-east-1'), 'region is us-east-1, but that of its observatory is eu-west-1'],
  ])('of observatory and pipeline is an error', (props, text) => {
    const app = newApp();
    const observatory = newObservatory(new Stack(app, 'A', at('111111111111', 'eu-west-1')));

    expect(() => newPipeline(new Stack(app, 'B', props), { observatory })).toThrow(new Error(
      `B/Nightly: the pipeline's ${text}; create an Observatory in a stack of the same account and Region`,
    ));
  });

  test('of pipeline and stage is an error, since the metrics are not there', () => {
    const stack = newStack(at('111111111111', 'eu-west-1'));
    const far = LambdaFunction.fromFunctionArn(stack, 'Far', 'arn:aws:lambda:us-east-1:111111111111:function:load');

    expect(() => newPipeline(stack, { stages: [PipelineStage.lambdaFunction(far)] })).toThrow(new Error(
      'S/Nightly: the region of stage Far is us-east-1, but that of the pipeline is eu-west-1; observe the stage in a pipeline whose stack has the same account and Region',
    ));
  });

  test('is not assumed if it is known only at deployment', () => {
    const stack = newStack();
    const imported = LambdaFunction.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:us-east-1:111111111111:function:load');

    expect(() => newPipeline(stack, { stages: [PipelineStage.lambdaFunction(imported)] })).not.toThrow();
  });
});
