import { Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { CfnResource, Duration, IPropertyInjector, PropertyInjectors, SecretValue, Stack, TagManager, Tags } from 'aws-cdk-lib/core';
import {
  AlarmRouting, Contact, MuteWindow, Observatory, ObservatoryProps, ObservedPipeline, PipelineStage, Severity,
} from '../../lib';
import { alarmProperties, Json, newFunction, newMachine, newPipeline, newStack, propertiesOf, synthErrors } from './fixtures';

/** An observatory with every option that creates resources, and a pipeline. */
function everything(stack: Stack, props: ObservatoryProps = {}): ObservedPipeline {
  const observatory = new Observatory(stack, 'Observatory', {
    contacts: [Contact.email('data@example.com')], escalationDelay: Duration.hours(8), escalationContacts: [Contact.sms('+15550100')], ...props,
  });
  return newPipeline(stack, {
    observatory,
    muteWindows: [MuteWindow.cron({ minute: '0', hour: '4', weekDay: 'SUN' }, { duration: Duration.hours(2) })],
    stages: [PipelineStage.lambdaFunction(newFunction(stack)), PipelineStage.stateMachine(newMachine(stack))],
  });
}

function functionsOf(stack: Stack): Json[] {
  return Object.entries(Template.fromStack(stack).findResources('AWS::Lambda::Function')).filter(([id]) => id.startsWith('Observatory')).map(([, { Properties: properties }]) => properties);
}

describe('an action of alarms', () => {
  test('of a pipeline is an action of only its own alarms', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { alarmActions: [new SnsAction(new Topic(stack, 'Pager'))] });
    const pager = { Ref: expect.stringMatching(/^Pager/) };

    expect(alarmProperties(pipeline, 'ProofOfLife').AlarmActions).toContainEqual(pager);
    expect(alarmProperties(pipeline.observatory, 'CheckerSilent').AlarmActions).not.toContainEqual(pager);
  });

  test('of an observatory is an action of every alarm', () => {
    const stack = newStack();
    const pager = new Topic(stack, 'Pager');
    const pipeline = everything(stack, { alarmActions: [new SnsAction(pager)] });

    for (const alarm of [...pipeline.alarms, ...pipeline.observatory.healthAlarms]) {
      expect(propertiesOf(alarm).AlarmActions).toContainEqual({ Ref: expect.stringMatching(/^Pager/) });
    }
  });

  test.each([[AlarmRouting.NOTIFIER], [AlarmRouting.TOPICS]])('is run once, even if the observatory, the pipeline and a contact name it (%s)', (alarmRouting) => {
    const stack = newStack();
    const pager = new Topic(stack, 'Pager');
    const alarmActions = [new SnsAction(pager), new SnsAction(pager)];
    const pipeline = newPipeline(stack, { alarmActions, observatory: new Observatory(stack, 'Observatory', { alarmActions, alarmRouting, contacts: [Contact.topic(pager)] }) });

    for (const alarm of [...pipeline.alarms, ...pipeline.observatory.healthAlarms]) {
      const actions = (propertiesOf(alarm).AlarmActions as Json[]).map((action) => JSON.stringify(action));
      expect(actions).toEqual([...new Set(actions)]);
      expect(actions.join()).toContain('Pager');
    }
  });

  test('is an error if it is the sixth', () => {
    const stack = newStack();
    const alarmActions = Array.from({ length: 5 }, (_, index) => new SnsAction(new Topic(stack, `T${index}`)));
    newPipeline(stack, { alarmActions });

    expect(synthErrors(stack)).toMatch(/6 .*5|five/);
  });
});

describe('the prefix of alarm names', () => {
  test('begins every name, followed by observatory, pipeline, stage and signal', () => {
    const pipeline = everything(newStack(), { alarmNamePrefix: 'prod-' });

    expect(alarmProperties(pipeline, 'LoadFailed').AlarmName).toBe('prod-S-Observatory/Nightly/LoadFailed');
    expect(alarmProperties(pipeline.observatory, 'CheckerSilent').AlarmName).toBe('prod-S-Observatory/CheckerSilent');
    const names = [...pipeline.alarms, ...pipeline.observatory.healthAlarms].map((alarm) => propertiesOf(alarm).AlarmName as string);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !name.startsWith('prod-S-Observatory/'))).toEqual([]);
  });

  test('keeps the logical id of an alarm when its construct is moved, since its name is taken until it is deleted', () => {
    const idOf = (id: string): string => {
      const stack = newStack();
      const observatory = new Observatory(stack, 'Observatory', { alarmNamePrefix: 'prod-' });
      const { proofOfLifeAlarm } = newPipeline(stack, { observatory, pipelineName: 'orders' }, id);
      return stack.resolve((proofOfLifeAlarm!.node.defaultChild as CfnResource).logicalId) as string;
    };

    expect(idOf('Here')).toBe(idOf('There'));
  });

  test('is absent by default, and CloudFormation generates the names', () => {
    expect(alarmProperties(newPipeline(newStack()), 'ProofOfLife')).not.toHaveProperty('AlarmName');
  });

  test('gives different names to alarms whose names of pipeline and stage would read the same together', () => {
    const stack = newStack();
    const observatory = new Observatory(stack, 'Observatory', { alarmNamePrefix: 'prod-' });
    const named = (pipelineName: string, stageName: string): ObservedPipeline =>
      newPipeline(stack, { observatory, stages: [PipelineStage.lambdaFunction(newFunction(stack, `${pipelineName}Load`), { stageName })] }, pipelineName);
    const names = [named('a', 'b-c'), named('a-b', 'c')].flatMap(({ alarms }) => alarms).map((alarm) => propertiesOf(alarm).AlarmName as string);

    expect(new Set(names).size).toBe(names.length);
  });

  test('is followed by names that are shortened, and stay unique, where CloudWatch would not take them', () => {
    const stack = newStack();
    const observatory = new Observatory(stack, 'O'.repeat(120), { alarmNamePrefix: 'p'.repeat(100) });
    const names = newPipeline(stack, { observatory, pipelineName: 'n'.repeat(64) }).alarms.map((alarm) => propertiesOf(alarm).AlarmName as string);

    expect(names.map(({ length }) => length)).toEqual(names.map(() => 255));
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(['', 'x'.repeat(101), 'a\nb'])('is refused if it is empty, too long or has control characters: %j', (alarmNamePrefix) => {
    expect(() => new Observatory(newStack(), 'Observatory', { alarmNamePrefix })).toThrow(
      /^S\/Observatory: alarmNamePrefix must be a text of 1 to 100 characters without control characters, got the string '.*'; write for example 'prod-'$/s,
    );
  });
});

describe('a VPC', () => {
  test('contains checker and notifier, whose roles may create network interfaces', () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'Vpc');
    everything(stack, { vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }, securityGroups: [new SecurityGroup(stack, 'Group', { vpc })] });

    const functions = functionsOf(stack);
    expect(functions).toHaveLength(3);
    for (const { VpcConfig: config } of functions) {
      expect(config.SecurityGroupIds).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^Group/), 'GroupId'] }]);
      expect(config.SubnetIds).toEqual(Array.from({ length: 2 }, () => ({ Ref: expect.stringMatching(/^VpcPrivateSubnet/) })));
    }
    const statements = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).flatMap(({ Properties: { PolicyDocument: { Statement: all } } }) => all as Json[]);
    expect(statements.filter(({ Sid: sid }) => sid === 'RunInVpc')).toHaveLength(2);
  });

  test.each<[string, ObservatoryProps]>([['vpcSubnets', { vpcSubnets: {} }], ['securityGroups', { securityGroups: [] }]])('must be given if %s are', (name, props) => {
    expect(() => new Observatory(newStack(), 'Observatory', props)).toThrow(new Error(
      `S/Observatory: ${name} has no effect without a VPC; pass the vpc too, or leave ${name} out`,
    ));
  });

  test('is not used by default', () => {
    const stack = newStack();
    everything(stack);

    expect(functionsOf(stack).filter((one) => 'VpcConfig' in one)).toEqual([]);
  });
});

test('a log group of the props receives the logs of checker and notifier, whose roles may write to it', () => {
  const stack = newStack();
  everything(stack, { logGroup: new LogGroup(stack, 'Logs') });

  expect(functionsOf(stack).map(({ LoggingConfig: { LogGroup: group } }) => group)).toEqual(Array.from({ length: 3 }, () => ({ Ref: expect.stringMatching(/^Logs/) })));
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::Logs::LogGroup')).filter((id) => id.startsWith('Observatory'))).toEqual([]);
});

describe('the target of an incident', () => {
  test('is invoked by the events of the notifier about this pipeline, alone or among many', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack);
    const rule = pipeline.onIncident('Ticket', { target: new SqsQueue(new Queue(stack, 'Tickets')), description: 'Opens tickets' });

    expect(Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule'))).toEqual([expect.objectContaining({ Properties: expect.objectContaining({
      Description: 'Opens tickets',
      EventPattern: {
        'source': ['cdk-observed-pipeline'],
        'detail-type': ['Pipeline Incident'],
        'detail': { observatory: ['S-Observatory'], $or: [{ pipeline: ['Nightly'] }, { pipelines: ['Nightly'] }] },
      },
    }) })]);
    expect(rule.node.path).toBe('S/Nightly/Ticket');
  });

  test('is an error if the observatory has no notifier', () => {
    const stack = newStack();
    const pipeline = newPipeline(stack, { observatory: new Observatory(stack, 'Observatory', { alarmRouting: AlarmRouting.TOPICS }) });

    expect(() => pipeline.onIncident('Ticket')).toThrow(new Error(
      'S/Nightly: onIncident needs the notifier, but alarmRouting is AlarmRouting.TOPICS; leave alarmRouting out, or use alarmActions',
    ));
  });
});

test('topicFor returns the topic of a severity', () => {
  const { observatory } = newPipeline(newStack());

  expect([observatory.topicFor(Severity.CRITICAL), observatory.topicFor(Severity.WARNING)]).toEqual([observatory.criticalTopic, observatory.warningTopic]);
});

describe('what is applied to the whole stack reaches everything that the library creates', () => {
  const isOfTheLibrary = ({ node }: CfnResource): boolean => /^S\/(Observatory|Nightly)\//.test(node.path);

  test('tags', () => {
    const stack = newStack();
    everything(stack);
    Tags.of(stack).add('team', 'data');
    const resources = Template.fromStack(stack).toJSON().Resources as Record<string, { Properties?: Record<string, unknown> }>;
    const taggable = stack.node.findAll().filter((node): node is CfnResource => CfnResource.isCfnResource(node) && TagManager.of(node) !== undefined && isOfTheLibrary(node));
    const untagged = taggable.filter((resource) => !JSON.stringify(resources[stack.resolve(resource.logicalId) as string]?.Properties).includes('"team"'));

    expect(untagged.map(({ node }) => node.path)).toEqual([]);
    // Dashboards have tags in newer versions of aws-cdk-lib only.
    expect(taggable.map(({ cfnResourceType }) => cfnResourceType)).toEqual(expect.arrayContaining([
      'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::AlarmMuteRule', 'AWS::DynamoDB::Table', 'AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup',
      'AWS::Pipes::Pipe', 'AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::SSM::Parameter',
    ]));
  });

  test('a permissions boundary', () => {
    const stack = newStack();
    everything(stack);
    PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'));
    const roles = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role')).filter(([id]) => id.startsWith('Observatory'));

    expect(roles.length).toBeGreaterThan(3);
    expect(roles.filter(([, { Properties: { PermissionsBoundary: boundary } }]) => boundary === undefined)).toEqual([]);
  });
});

test('property injectors of an app set defaults of both constructs', () => {
  const stack = newStack();
  const injector = (constructUniqueId: string, defaults: object): IPropertyInjector => ({ constructUniqueId, inject: (given) => ({ ...defaults, ...given }) });
  PropertyInjectors.of(stack).add(
    injector(Observatory.PROPERTY_INJECTION_ID, { dashboard: false }), injector(ObservedPipeline.PROPERTY_INJECTION_ID, { owner: 'data-platform' }),
  );
  const pipeline = newPipeline(stack);

  expect(pipeline.observatory.dashboards).toEqual([]);
  expect(alarmProperties(pipeline, 'ProofOfLife').AlarmDescription).toContain('Owner: data-platform.');
});

test('a watchdog URL from Secrets Manager does not stand in the template', () => {
  const stack = newStack();
  everything(stack, { watchdogUrl: SecretValue.secretsManager('watchdog').unsafeUnwrap() });

  expect(functionsOf(stack).map(({ Environment: { Variables: { WATCHDOG_URL: url } } }) => url).filter((url) => url !== undefined)).toEqual([
    '{{resolve:secretsmanager:watchdog:SecretString:::}}',
  ]);
});
