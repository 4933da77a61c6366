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

/** A resource that starts others. Keys are addresses of resources and names of functions and machines. */
export interface Starter {
  readonly resource: CfnResource;
  readonly noun: string;
  /** Itself, and where it gets what it passes on. */
  readonly from: ReadonlySet<string>;
  readonly to: ReadonlySet<string>;
  /** Whether it is switched off: a schedule, a mapping or a pipe that is disabled starts nothing. */
  readonly off: boolean;
}

/** An ARN of a function or state machine, whatever stands before the service. */
const ARN = /:(lambda|states):([^:\s]*):([^:\s]*):(function|stateMachine):([A-Za-z0-9_-]+)/g;

/**
 * What starts what in an app, read once for all its pipelines. It ends at the border of a CDK Stage, since references do too.
 * This library's own resources are left out: they start no pipeline.
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

  /** Everything that starts something. */
  private get starters(): readonly Starter[] {
    this.flows ??= [...this.resources.values()].flatMap((resource) => this.starterOf(resource) ?? []);
    return this.flows;
  }

  /** What passes on what a resource gives. */
  public startersFrom(key: string): readonly Starter[] {
    return this.byKey.from.get(key) ?? [];
  }

  /** What starts a function or state machine, unless it is switched off. */
  public startersTo(keys: Iterable<string>): readonly Starter[] {
    return [...new Set([...keys].flatMap((key) => this.byKey.to.get(key) ?? []))].filter(({ off }) => !off);
  }

  public resource(address: string): CfnResource | undefined {
    return this.resources.get(address);
  }

  public all(type: string): CfnResource[] {
    return [...this.resources.values()].filter(({ cfnResourceType }) => cfnResourceType === type);
  }

  /** The properties of a resource with marks in place of references; undefined when they cannot be read. */
  public propertiesOf(resource: CfnResource): Readonly<Record<string, unknown>> | undefined {
    const { addr } = resource.node;
    if (!this.properties.has(addr)) this.properties.set(addr, renderedProperties(resource));
    return this.properties.get(addr);
  }

  /** The starter that a resource is, if it is one. */
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

  /** What a text names: the resources of the app, aliases and versions as what they stand for, and functions and machines by name. */
  public keysIn(text: string, scope: IConstruct): string[] {
    const byName = [...text.matchAll(ARN)].map(([, , region, account, kind, name]) => nameKey(kind!, name!, [region!, account!], scope));
    return [...addressesIn(text).flatMap((address) => this.baseOf(address)), ...byName];
  }

  /** The keys by which a stage is started. */
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

  /** A function may be named by its name alone. */
  private keysOfName(text: string, scope: IConstruct): string[] {
    return /^[A-Za-z0-9_-]+$/.test(text) ? [nameKey('function', text, ['', ''], scope)] : this.keysIn(text, scope);
  }

  /** An alias or version counts as what it stands for. */
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

/** What a person calls a resource: the path of the construct that they wrote. */
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

/** A name is one within an account and Region only. */
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

/** The tree around a pipeline as it is at this synthesis. */
export function appTreeOf(pipeline: PipelineInTree): AppTree {
  const stage = Stage.of(pipeline) ?? pipeline.node.root;
  return inspectedTrees.get(stage)?.tree ?? read(stage, pipeline);
}

/** To be called once for each pipeline and synthesis: a pipeline that is seen for the second time is in a new synthesis. */
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

/** How one type of resource makes others run. Properties are those of CloudFormation. */
interface Flow {
  /** What a person calls it. */
  readonly noun: string;
  /** Where it gets what it passes on; none for what begins by itself or is asked from outside. */
  readonly from?: readonly string[];
  /** What it starts, or hands something to. */
  readonly to: readonly string[];
}

/** The resources that start a function or a state machine, as far as this library reads them. */
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

/** A version or alias is another name of what this property names. */
export const QUALIFIERS: ReadonlyMap<string, string> = new Map([
  ['AWS::Lambda::Alias', 'FunctionName'],
  ['AWS::Lambda::Version', 'FunctionName'],
  ['AWS::StepFunctions::StateMachineAlias', 'RoutingConfiguration'],
  ['AWS::StepFunctions::StateMachineVersion', 'StateMachineArn'],
]);

/** What runs with a role, by the property that names it: it may start whatever the role allows. */
export const ACTORS: ReadonlyMap<string, string> = new Map([
  ['AWS::Lambda::Function', 'Role'],
  ['AWS::StepFunctions::StateMachine', 'RoleArn'],
]);

/** What passes on to whatever reads it, and does nothing by itself. */
export const HUBS: ReadonlySet<string> = new Set([
  'AWS::SQS::Queue', 'AWS::SNS::Topic', 'AWS::Events::EventBus', 'AWS::Kinesis::Stream', 'AWS::S3::Bucket', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable',
  'AWS::Logs::LogGroup',
]);

/** What starts nothing, though functions refer to it. */
export const PASSIVE = /^AWS::(IAM|KMS|EC2|SecretsManager|SSM|CloudWatch|EFS|RDS|CDK)::|^AWS::Lambda::(LayerVersion|CodeSigningConfig)$/;
