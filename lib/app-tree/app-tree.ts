import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { EvidenceSource } from '../../core/evidence/kinds';
import { brandOf } from '../argument-shapes';
import type { PipelineTrigger } from '../expectation/pipeline-trigger';
import type { ExpectationSpec } from '../expectation/run-expectation-options';
import type { Tolerances } from '../expectation/tolerances';
import type { PipelineStage } from '../stages/pipeline-stage';
import { addressesIn, flattenedText, renderedProperties, renderedText } from './rendered';

/** What is read of a pipeline to find out what starts its stages. */
export interface PipelineInTree extends IConstruct {
  readonly _spec: ExpectationSpec;
  readonly _tolerances: Tolerances;
  readonly _stages: readonly PipelineStage[];
  readonly _trigger?: PipelineTrigger;
}

/** A resource that starts others. Keys are addresses of resources, or names of functions and state machines. */
export interface Starter {
  readonly resource: CfnResource;
  readonly noun: string;
  /** The resource itself, and the sources that it reads from. */
  readonly from: ReadonlySet<string>;
  readonly to: ReadonlySet<string>;
  /** Whether it is disabled. A disabled schedule, mapping or pipe starts nothing. */
  readonly off: boolean;
}

/** An ARN of a function or state machine, from the service on. */
const ARN = /:(lambda|states):([^:\s]*):([^:\s]*):(function|stateMachine):([A-Za-z0-9_-]+)/g;

/**
 * What starts what in an app, read once for all its pipelines. It covers one CDK Stage, since references do not leave it. The
 * resources of this library are left out, since they start no pipeline.
 */
export class AppTree {
  public readonly pipelines: PipelineInTree[] = [];
  private readonly resources = new Map<string, CfnResource>();
  private readonly properties = new Map<string, Readonly<Record<string, unknown>> | undefined>();
  private readonly starting = new Map<string, Starter | undefined>();
  private readonly stageKeys = new WeakMap<PipelineStage, ReadonlySet<string>>();
  private flows?: readonly Starter[];
  private flowsByKey?: { readonly from: ReadonlyMap<string, Starter[]>; readonly to: ReadonlyMap<string, Starter[]> };

  public constructor(stage: IConstruct) {
    this.walk(stage);
  }

  /** All resources that start others. */
  private get starters(): readonly Starter[] {
    this.flows ??= [...this.resources.values()].flatMap((resource) => this.starterOf(resource) ?? []);
    return this.flows;
  }

  /** The starters that read from a resource. */
  public startersFrom(key: string): readonly Starter[] {
    return this.byKey.from.get(key) ?? [];
  }

  /** The starters of a function or state machine that are not disabled. */
  public startersTo(keys: Iterable<string>): readonly Starter[] {
    return [...new Set([...keys].flatMap((key) => this.byKey.to.get(key) ?? []))].filter(({ off }) => !off);
  }

  public resource(address: string): CfnResource | undefined {
    return this.resources.get(address);
  }

  public all(type: string): CfnResource[] {
    return [...this.resources.values()].filter(({ cfnResourceType }) => cfnResourceType === type);
  }

  /** The properties of a resource, with marks in place of references; undefined when they cannot be read. */
  public propertiesOf(resource: CfnResource): Readonly<Record<string, unknown>> | undefined {
    const { addr } = resource.node;
    if (!this.properties.has(addr)) this.properties.set(addr, renderedProperties(resource));
    return this.properties.get(addr);
  }

  /** A resource as a starter; undefined when it starts nothing. */
  public starterOf(resource: CfnResource): Starter | undefined {
    const { addr } = resource.node;
    if (!this.starting.has(addr)) this.starting.set(addr, this.readStarter(resource));
    return this.starting.get(addr);
  }

  private readStarter(resource: CfnResource): Starter | undefined {
    const flow = FLOWS.get(resource.cfnResourceType);
    const properties = flow === undefined ? undefined : this.propertiesOf(resource);
    if (flow === undefined || properties === undefined) return undefined;
    const keys = (names: readonly string[]): string[] => names.flatMap((name) => {
      const text = flattenedText(properties[name]);
      return name === 'FunctionName' ? this.keysOfName(text, resource) : this.keysIn(text, resource);
    });
    return { resource, noun: flow.noun, from: new Set([resource.node.addr, ...keys(flow.from ?? [])]), to: new Set(keys(flow.to)), off: isOff(properties) };
  }

  /** The keys in a text: resources of the app, and names of functions and state machines. An alias or version counts as its function or state machine. */
  public keysIn(text: string, scope: IConstruct): string[] {
    const byName = [...text.matchAll(ARN)].map(([, , region, account, kind, name]) => nameKey(kind!, name!, [region!, account!], scope));
    return [...addressesIn(text).flatMap((address) => this.baseOf(address)), ...byName];
  }

  /** The keys of the resource of a stage. */
  public keysOf(stage: PipelineStage): ReadonlySet<string> {
    const keys = this.stageKeys.get(stage) ?? this.readKeys(stage);
    this.stageKeys.set(stage, keys);
    return keys;
  }

  private readKeys({ _kind }: PipelineStage): ReadonlySet<string> {
    const { resource } = _kind;
    const named = this.keysOfName(renderedText(nameIn(_kind.source()), resource), resource);
    const own = named.map((key) => this.resources.get(key)).filter((one) => one !== undefined);
    const physical = own.flatMap((one) => physicalName(one, this.propertiesOf(one)));
    return new Set([...named, ...physical]);
  }

  /** The keys in a text that may also be the plain name of a function. */
  private keysOfName(text: string, scope: IConstruct): string[] {
    return /^[A-Za-z0-9_-]+$/.test(text) ? [nameKey('function', text, ['', ''], scope)] : this.keysIn(text, scope);
  }

  /** An alias or version counts as its function or state machine. */
  private baseOf(address: string): string[] {
    const resource = this.resources.get(address);
    const property = resource === undefined ? undefined : QUALIFIERS.get(resource.cfnResourceType);
    if (property === undefined) return [address];
    return this.keysOfName(flattenedText(this.propertiesOf(resource!)?.[property]), resource!);
  }

  private get byKey(): NonNullable<AppTree['flowsByKey']> {
    this.flowsByKey ??= { from: indexed(this.starters, ({ from }) => from), to: indexed(this.starters, ({ to }) => to) };
    return this.flowsByKey;
  }

  private walk(construct: IConstruct): void {
    for (const child of construct.node.children) {
      if (Stage.isStage(child)) continue;
      const own = brandOf(child);
      if (own === 'ObservedPipeline') this.pipelines.push(child as PipelineInTree);
      if (own !== undefined) continue;
      if (CfnResource.isCfnResource(child)) this.resources.set(child.node.addr, child);
      this.walk(child);
    }
  }
}

/** The path of a resource for messages: that of the construct that the user wrote. */
export function pathOf({ node }: IConstruct): string {
  return node.id === 'Resource' || node.id === 'Default' ? node.scope!.node.path : node.path;
}

function indexed(starters: readonly Starter[], keysOf: (starter: Starter) => Iterable<string>): ReadonlyMap<string, Starter[]> {
  const index = new Map<string, Starter[]>();
  for (const starter of starters) {
    for (const key of keysOf(starter)) index.set(key, [...index.get(key) ?? [], starter]);
  }
  return index;
}

function isOff({ State: state, Enabled: enabled, DesiredState: desired }: Readonly<Record<string, unknown>>): boolean {
  return state === 'DISABLED' || enabled === false || desired === 'STOPPED';
}

function nameIn(source: EvidenceSource): string {
  return source.kind === 'stateMachine' ? source.stateMachineArn : source.functionName;
}

/** A name belongs to one account and Region. */
function nameKey(kind: string, name: string, [region, account]: readonly [string, string], scope: IConstruct): string {
  const stack = Stack.of(scope);
  const place = (text: string, own: string): string => (text !== '' && !text.startsWith('<') ? text : Token.isUnresolved(own) ? '' : own);
  return `${kind} ${name} ${place(region, stack.region)} ${place(account, stack.account)}`;
}

function physicalName(resource: CfnResource, properties: Readonly<Record<string, unknown>> | undefined): string[] {
  const kind = resource.cfnResourceType === 'AWS::StepFunctions::StateMachine' ? 'stateMachine' : 'function';
  const name = properties?.[kind === 'function' ? 'FunctionName' : 'StateMachineName'];
  return typeof name === 'string' && /^[A-Za-z0-9_-]+$/.test(name) ? [nameKey(kind, name, ['', ''], resource)] : [];
}

const inspectedTrees = new WeakMap<IConstruct, { readonly tree: AppTree; readonly seen: Set<IConstruct> }>();

/** The app around a pipeline, as it is at this synthesis. */
export function appTreeOf(pipeline: PipelineInTree): AppTree {
  const stage = Stage.of(pipeline) ?? pipeline.node.root;
  return inspectedTrees.get(stage)?.tree ?? read(stage, pipeline);
}

/** Must be called once per pipeline and synthesis. A pipeline that comes a second time belongs to a new synthesis, so the app is read again. */
export function beginInspection(pipeline: PipelineInTree): void {
  const stage = Stage.of(pipeline) ?? pipeline.node.root;
  const { tree, seen } = inspectedTrees.get(stage) ?? {};
  if (tree === undefined || seen!.has(pipeline) || !tree.pipelines.includes(pipeline)) read(stage, pipeline);
  else seen!.add(pipeline);
}

function read(stage: IConstruct, pipeline: PipelineInTree): AppTree {
  const tree = new AppTree(stage);
  inspectedTrees.set(stage, { tree, seen: new Set([pipeline]) });
  return tree;
}

/** How a type of resource starts others. The properties are those of CloudFormation. */
interface Flow {
  /** Its name in messages. */
  readonly noun: string;
  /** The properties that name its sources. Absent for what starts by itself or from outside. */
  readonly from?: readonly string[];
  /** The properties that name its targets. */
  readonly to: readonly string[];
}

/** The types of resources that start functions or state machines, as far as this library reads them. */
const FLOWS: ReadonlyMap<string, Flow> = new Map<string, Flow>([
  ['AWS::Scheduler::Schedule', { noun: 'schedule', to: ['Target'] }],
  ['AWS::Events::Rule', { noun: 'rule', from: ['EventBusName', 'EventPattern'], to: ['Targets'] }],
  ['AWS::Lambda::EventSourceMapping', { noun: 'event source mapping', from: ['EventSourceArn'], to: ['FunctionName'] }],
  ['AWS::Lambda::EventInvokeConfig', { noun: 'destination', from: ['FunctionName'], to: ['DestinationConfig'] }],
  ['AWS::Lambda::Url', { noun: 'function URL', to: ['TargetFunctionArn'] }],
  ['AWS::SNS::Subscription', { noun: 'subscription', from: ['TopicArn'], to: ['Endpoint'] }],
  ['AWS::Pipes::Pipe', { noun: 'pipe', from: ['Source'], to: ['Target', 'Enrichment'] }],
  ['AWS::S3::Bucket', { noun: 'bucket notification', to: ['NotificationConfiguration'] }],
  ['Custom::S3BucketNotifications', { noun: 'bucket notification', from: ['BucketName'], to: ['NotificationConfiguration'] }],
  ['AWS::Logs::SubscriptionFilter', { noun: 'log subscription', from: ['LogGroupName'], to: ['DestinationArn'] }],
  ['AWS::IoT::TopicRule', { noun: 'IoT rule', to: ['TopicRulePayload'] }],
  ['AWS::ApiGateway::Method', { noun: 'API method', to: ['Integration'] }],
  ['AWS::ApiGatewayV2::Integration', { noun: 'API integration', to: ['IntegrationUri'] }],
  ['AWS::ElasticLoadBalancingV2::TargetGroup', { noun: 'target group', to: ['Targets'] }],
  ['AWS::StepFunctions::StateMachine', { noun: 'state machine', to: ['DefinitionString', 'Definition', 'DefinitionSubstitutions'] }],
]);

/** Aliases and versions, with the property that names their function or state machine. */
export const QUALIFIERS: ReadonlyMap<string, string> = new Map([
  ['AWS::Lambda::Alias', 'FunctionName'],
  ['AWS::Lambda::Version', 'FunctionName'],
  ['AWS::StepFunctions::StateMachineAlias', 'RoutingConfiguration'],
  ['AWS::StepFunctions::StateMachineVersion', 'StateMachineArn'],
]);

/** Resources that run with a role, with the property that names it. They may start what the role allows. */
export const ACTORS: ReadonlyMap<string, string> = new Map([
  ['AWS::Lambda::Function', 'Role'],
  ['AWS::StepFunctions::StateMachine', 'RoleArn'],
]);

/** Resources that only pass data to their readers. */
export const HUBS: ReadonlySet<string> = new Set([
  'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::Events::EventBus', 'AWS::Kinesis::Stream', 'AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable',
  'AWS::Logs::LogGroup',
]);

/** Resources that start nothing, though functions refer to them. */
export const PASSIVE = /^AWS::(IAM|KMS|EC2|SecretsManager|SSM|CloudWatch|EFS|RDS|CDK)::|^AWS::Lambda::(LayerVersion|CodeSigningConfig)$/;
