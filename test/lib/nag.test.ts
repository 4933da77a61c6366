import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnFunction, Function } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { App, Duration, NestedStack, Stack, StackProps, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ExampleStack } from '../../bin/example-stack';
import { Contact, MuteWindow, Observatory, PipelineStage } from '../../lib';
import { newApp, newFunction, newMachine, newPipeline, warningsOf } from './fixtures';

/** Pipelines with machines in the observatory's stack, in another one and in a nested one. */
function everywhere(props: StackProps, context: Record<string, unknown>): App {
  const app = newApp(context);
  const [shared, own, far] = ['Shared', 'Own', 'Far'].map((id) => new Stack(app, id, props));
  const observatory = new Observatory(shared, 'Observatory', {
    contacts: [Contact.email('data@example.com')], encryptionKey: new Key(shared, 'TheirKey', { enableKeyRotation: true }), watchdogUrl: 'https://watchdog.example.com/a',
    escalationDelay: Duration.hours(4), escalationContacts: [Contact.email('lead@example.com')],
  });
  const machine = newMachine(far, 'TheirFar');
  for (const scope of [shared, own, new NestedStack(shared, 'Nested')]) {
    newPipeline(scope, {
      observatory,
      pipelineName: scope.node.id,
      contacts: [Contact.topic(new Topic(scope, 'TheirChat', { enforceSSL: true }))],
      muteWindows: [MuteWindow.cron({ minute: '0', hour: '4', weekDay: 'SUN' }, { duration: Duration.hours(2) })],
      stages: [
        PipelineStage.stateMachine(newMachine(scope, 'TheirMachine'), { scheduledTimeField: 'time' }),
        PipelineStage.stateMachine(machine, { scheduledTimeField: 'time' }),
        PipelineStage.lambdaFunction(newFunction(scope, 'TheirFunction', { timeout: Duration.minutes(1) })),
      ],
    });
  }
  return app;
}

/** The wildcards of the machine and functions of the example. Those of the library need no acknowledgement. */
function acknowledgeOwnWildcards(stack: Stack): void {
  const acknowledge = (resource: string, reason: string): void => Validations.of(stack).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
  for (const child of stack.node.children) {
    if (child instanceof StateMachine) acknowledge('*', 'X-Ray and the delivery of logs have no resource-level permissions.');
    if (child instanceof Function) acknowledge(`<${stack.getLogicalId(child.node.defaultChild as CfnFunction)}.Arn>:*`, 'CDK lets whatever invokes a function invoke its versions and aliases too.');
  }
}

describe('cdk-nag\'s AwsSolutions pack', () => {
  test('finds nothing in the example app, and lets it be synthesized', () => {
    const app = newApp();
    acknowledgeOwnWildcards(new ExampleStack(app, 'Example', { email: 'data@example.com', phone: '+15550100' }));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

    const { directory } = app.synth();

    expect(JSON.parse(readFileSync(path.join(directory, 'validation-report.json'), 'utf8')).pluginReports).toEqual([]);
  });

  test.each<[string, StackProps, Record<string, unknown>]>([
    ['whose environment is known at deployment', {}, {}],
    ['whose environment is known at synth', { env: { account: '111122223333', region: 'eu-west-1' } }, { '@aws-cdk/core:enablePartitionLiterals': true }],
    ['that refer to each other weakly', {}, { '@aws-cdk/core:defaultCrossStackReferences': 'weak', '@aws-cdk/aws-iam:minimizePolicies': true }],
  ])('finds nothing in what the library makes in stacks %s', (_, props, context) => {
    const app = everywhere(props, context);
    app.synth();

    const findings = new AwsSolutionsChecks(app).validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${constructPath} ${ruleName}`));
    expect(findings.filter((finding) => !finding.includes('/Their'))).toEqual([]);
    expect(findings.length).toBeGreaterThan(0);
  });

  test('finds nothing in the managed policies that many machines need', () => {
    const app = newApp();
    const stack = new Stack(app, 'Many');
    for (let index = 0; index < 32; index += 1) {
      const machine = StateMachine.fromStateMachineArn(stack, `TheirMachine${index}`, `arn:aws:states:eu-west-1:111122223333:stateMachine:${String(index).padStart(70, 'm')}`);
      newPipeline(stack, { stages: [PipelineStage.stateMachine(machine)] }, `P${index}`);
    }
    app.synth();

    Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  });

  test('is given a reason for each wildcard and nothing more', () => {
    const app = everywhere({}, {});
    app.synth();

    const reasons = app.node.findAll().flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys(data as object).map((id) => id.replace(/^annotation::/i, '').replaceAll(/<[^>]*>|\{.*?\}\]\}\]\}/g, '…')));
    expect([...new Set(reasons)].sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
      'AwsSolutions-IAM5[Resource::arn:…:cloudwatch:…:…:alarm:*]',
      'AwsSolutions-IAM5[Resource::arn:…:logs:…:…:log-group:/aws/lambda/…:*]',
      'AwsSolutions-IAM5[Resource::arn:…:ssm:…:…:parameter/observed-pipeline/Shared-Observatory/*]',
      'AwsSolutions-IAM5[Resource::arn:…:states:…:…:execution:…:*]',
      'AwsSolutions-SQS3',
    ]);
  });
});

test('a warning of the library can be acknowledged by CDK\'s Validations', () => {
  const stack = new Stack(newApp(), 'Quiet');
  const { observatory } = newPipeline(stack, { contacts: [] });
  Validations.of(observatory).acknowledge({ id: 'cdk-observed-pipeline:topicWithoutSubscribers', reason: 'subscribed by the platform team' });

  expect(warningsOf(stack).filter(({ text }) => text.startsWith('nobody is subscribed'))).toEqual([]);
});
