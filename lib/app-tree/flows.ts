/** How one type of resource makes others run. Properties are those of CloudFormation. */
export interface Flow {
  /** What a person calls it. */
  readonly noun: string;
  /** Where it gets what it passes on; none for what begins by itself or is asked from outside. */
  readonly from?: readonly string[];
  /** What it starts, or hands something to. */
  readonly to: readonly string[];
}

/** The resources that start a function or a state machine, as far as this library reads them. */
export const FLOWS: ReadonlyMap<string, Flow> = new Map<string, Flow>([
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
