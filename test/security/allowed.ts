/**
 * Everything that the library's roles may do, and who may use its resources: a row for each statement, with its reason. A test
 * fails for a statement without a row, and for a row without a statement. `npm run docs` writes docs/security.md from it.
 */
export interface AllowedRole {
  /** Its logical id, without the observatory's and the hash. */
  readonly id: string;
  readonly name: string;
  /** Who may assume it. */
  readonly assumedBy: string;
  readonly condition?: string;
  readonly statements: readonly AllowedStatement[];
}

export interface AllowedStatement {
  readonly actions: readonly string[];
  /** The resources, as a phrase and as templates name them. */
  readonly on: Readonly<Record<string, RegExp>>;
  readonly condition?: string;
  readonly why: string;
  /** Why the resources with a wildcard in them cannot be named. */
  readonly wildcard?: string;
  /** What must be in the app for this permission. @default - it always exists */
  readonly with?: string;
}

/** A statement of a resource policy. */
export interface AllowedAccess {
  /** Logical ids. */
  readonly of: RegExp;
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principal: string;
  readonly actions: readonly string[];
  readonly condition?: RegExp;
  /** The condition as a phrase. */
  readonly when?: string;
  readonly why: string;
}

const OWN_ACCOUNT = 'StringEquals aws:SourceAccount <AWS::AccountId>';
const DEFAULT_GROUP = 'arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule-group/default';
const PARAMETERS = /^arn:<AWS::Partition>:ssm:<AWS::Region>:<AWS::AccountId>:parameter\/observed-pipeline\/ObservedExample-Observatory(?:\/\*)?$/;
const PARAMETERS_WILDCARD = 'pipelines create them later, in other stacks too; nothing else is below this path';
const VIA_SNS = 'StringLike kms:ViaService sns.<AWS::Region>.amazonaws.*';
const NO_RESOURCES = 'the action has no resource-level permissions (CloudWatch user guide, "CloudWatch permissions reference")';

function ownLog(of: string): AllowedStatement {
  return { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on: { 'its own log group': new RegExp(`^<Observatory${of}Logs>$`) }, why: 'to write its log; it may neither create nor read a log group' };
}

/** @param group the schedule group, by which EventBridge Scheduler identifies itself */
function schedule(id: string, runs: string, name: string, group: string): AllowedRole {
  return {
    id: `${id}ScheduleRole`, name: `The schedule of the ${name}`, assumedBy: 'scheduler.amazonaws.com', condition: `${OWN_ACCOUNT}; aws:SourceArn ${group}`,
    statements: [
      { actions: ['lambda:InvokeFunction'], on: { [`the ${name}`]: new RegExp(`^<Observatory${runs}>$`) }, why: 'to run it; no version, no alias' },
      { actions: ['sqs:SendMessage'], on: { 'its dead-letter queue': new RegExp(`^<Observatory${id}DeadLetters>$`) }, why: 'to keep what Lambda refused' },
    ],
  };
}

export const ROLES: readonly AllowedRole[] = [
  {
    id: 'CheckerRole', name: 'The checker', assumedBy: 'lambda.amazonaws.com',
    statements: [
      ownLog('Checker'),
      { actions: ['ssm:GetParametersByPath', 'ssm:GetParameters'], on: { 'the parameters of this observatory': PARAMETERS }, why: 'to read the contracts, and to find pipelines whose contract is missing', wildcard: PARAMETERS_WILDCARD },
      { actions: ['cloudwatch:DescribeAlarmsForMetric'], on: { '`*`': /^\*$/ }, why: 'to see whether a pipeline without a contract still has its alarm', wildcard: NO_RESOURCES },
      { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], on: { 'the table of this observatory': /^<ObservatoryLedger>$/ }, why: 'to keep the ledger; it may not delete, scan or change the table' },
      {
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'], on: { 'the `encryptionKey`': /^<TheirOwnKey>$/ },
        condition: 'StringLike kms:ViaService dynamodb.<AWS::Region>.amazonaws.*', why: 'to use the encrypted table, and nothing else with this key', with: '`encryptionKey`',
      },
      { actions: ['cloudwatch:GetMetricData'], on: { '`*`': /^\*$/ }, why: 'to see which runs there were', wildcard: NO_RESOURCES },
      {
        actions: ['cloudwatch:PutMetricData'], on: { '`*`': /^\*$/ }, condition: 'StringEquals cloudwatch:namespace ObservedPipeline',
        why: 'to publish proof of life, only in this namespace', wildcard: NO_RESOURCES,
      },
      { actions: ['sns:GetTopicAttributes'], on: { 'the topics of this observatory': /^<Observatory(?:Critical|Warning|Escalation|NotifierIn)\w+>$/ }, why: 'to see whether they have subscribers and accept alarms' },
      { actions: ['states:ListExecutions'], on: { 'the observed state machines': /^<(?:Orders|Their)Machine>$/ }, why: 'to confirm a failure by the record of executions', with: 'a standard state machine' },
    ],
  },
  schedule('Checker', 'CheckerFunction', 'checker', '<ObservatoryCheckerScheduleGroup>'),
  {
    id: 'NotifierRole', name: 'The notifier (both functions)', assumedBy: 'lambda.amazonaws.com',
    statements: [
      ownLog('Notifier'),
      {
        actions: ['ssm:GetParametersByPath', 'ssm:GetParameters'], on: { 'the parameters of this observatory': PARAMETERS },
        why: 'to read contracts and profiles', wildcard: PARAMETERS_WILDCARD,
      },
      { actions: ['cloudwatch:GetMetricData'], on: { '`*`': /^\*$/ }, why: 'to say which run was due and which succeeded last', wildcard: NO_RESOURCES },
      {
        actions: ['cloudwatch:DescribeAlarms'], on: { 'all alarms of the account and Region': /^arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:\*$/ },
        why: 'to find alarms whose message did not come', wildcard: 'names of alarms are generated, also in later stacks, and their states can only be read for all alarms',
      },
      {
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'], on: { 'the table of this observatory': /^<ObservatoryLedger>$/ },
        why: 'to store incidents; it may not delete, scan or change the table',
      },
      {
        actions: ['events:PutEvents'], on: { 'the default event bus': /^arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:event-bus\/default$/ },
        condition: 'ForAllValues:StringEquals events:source cdk-observed-pipeline', why: 'to send events to programs, only as its own source',
      },
      {
        actions: ['sns:Publish', 'sns:ListSubscriptionsByTopic'],
        on: { 'the critical, warning and escalation topics': /^<Observatory(?:Critical|Warning|Escalation)Topic>$/, 'topics of yours that receive everything': /^<TheirChat>$/ },
        why: 'to notify people, and to list subscribers in the digest',
      },
      { actions: ['sns:Publish'], on: { 'topics of a pipeline\'s own': /^<Their(?:Pager|Shared)>$/ }, why: 'to notify the contacts of one pipeline', with: '`Contact.topic` of a pipeline' },
      {
        actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'], on: { 'the `encryptionKey`': /^<TheirOwnKey>$/ },
        condition: 'StringLike kms:ViaService dynamodb.<AWS::Region>.amazonaws.*, sns.<AWS::Region>.amazonaws.*',
        why: 'to use the encrypted table and topics, and nothing else with this key', with: '`encryptionKey`',
      },
      {
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'], on: { 'keys of topics of yours': /^<Their(?:Chat|Pager)Key>$/ }, condition: VIA_SNS,
        why: 'to publish to them', with: '`Contact.topic` of an encrypted topic',
      },
      { actions: ['scheduler:GetSchedule'], on: { 'the schedules of pipelines': /^<\w+Schedule>$/ }, why: 'to say that a schedule is disabled or was changed', with: '`RunExpectation.fromSchedule`, `PipelineTrigger.schedule`' },
      { actions: ['events:DescribeRule'], on: { 'the rules of pipelines': /^<TheirRule>$/ }, why: 'to say that a rule is disabled', with: '`RunExpectation.fromRule`, `PipelineTrigger.rule`' },
      {
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'], on: { 'keys of the account and Region that have that alias': /^arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key\/\*$/ },
        condition: `${VIA_SNS}; ForAnyValue:StringEquals kms:ResourceAliases alias/shared`, why: 'to publish to them',
        wildcard: 'an IAM policy cannot name an alias as a resource; the condition names it', with: '`Contact.topic` of a topic whose key is imported by its alias',
      },
      {
        actions: ['sqs:ReceiveMessage'], on: { 'the dead-letter queues of these': /^<Their(?:Schedule|Rule)Dead>$/ },
        why: 'to say why a target refused; a message that was read is hidden for a moment, and is not deleted', with: 'a schedule or rule with a dead-letter queue',
      },
      { actions: ['states:DescribeStateMachine', 'states:ListExecutions'], on: { 'the observed state machines': /^<(?:Orders|Their)Machine>$/ }, why: 'to say what failed and what was changed', with: 'a state machine' },
      {
        actions: ['states:DescribeExecution', 'states:DescribeStateMachineForExecution', 'states:GetExecutionHistory'],
        on: { 'executions of the observed state machines': /^arn:<\w+Machine\[1\]>:states:<\w+Machine\[3\]>:<\w+Machine\[4\]>:execution:<\w+Machine\[6\]>:\*$/ },
        why: 'to say which state failed, and why; inputs and outputs come with the answer and are quoted only with `includeExecutionData`', wildcard: 'an execution has no ARN before it runs; the wildcard means the executions of one machine',
        with: 'a standard state machine',
      },
      {
        actions: ['lambda:GetFunctionConcurrency', 'lambda:GetFunctionConfiguration'], on: { 'the observed functions': /^<(?:PublishOrders|SyncCustomers|WriteSalesReport|Their\w+)>$/ },
        why: 'to say that a function was changed, cannot run, or has no concurrency. The configuration contains environment variables, which the notifier does not read', with: 'a Lambda function',
      },
      {
        actions: ['logs:FilterLogEvents'], on: { 'the log groups of the observed functions': /^arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:(?:\/aws\/lambda\/)?<\w+>:\*$/ },
        why: 'to quote the last error', wildcard: 'the ARN of a log group whose lines are read always ends with it (CloudWatch Logs user guide, "Resources and operations")', with: 'a Lambda function',
      },
    ],
  },
  schedule('Notifier', 'NotifierTicker', 'ticker of the notifier', DEFAULT_GROUP),
  {
    id: 'NotifierFallbackRole', name: 'The pipe around the notifier', assumedBy: 'pipes.amazonaws.com', condition: OWN_ACCOUNT,
    statements: [
      { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], on: { 'the dead-letter queue of the intake': /^<ObservatoryNotifierFallbackDeadLetters>$/ }, why: 'to take out what the notifier did not receive' },
      { actions: ['sns:Publish'], on: { 'the critical topic': /^<ObservatoryCriticalTopic>$/ }, why: 'to notify people of it' },
      { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], on: { 'the `encryptionKey`': /^<TheirOwnKey>$/ }, condition: VIA_SNS, why: 'to publish to the encrypted topic', with: '`encryptionKey`' },
    ],
  },
];

const ALARMS_OF_THE_ACCOUNT = /^StringEquals aws:SourceAccount <AWS::AccountId>; ArnLike aws:SourceArn arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:\*$/;
const WITHOUT_TLS = /^Bool aws:SecureTransport false$/;

export const RESOURCES: readonly AllowedAccess[] = [
  {
    of: /Topic(?:Policy)$|IntakePolicy$/, name: 'each topic', effect: 'Allow', principal: 'Service cloudwatch.amazonaws.com', actions: ['sns:Publish'], condition: ALARMS_OF_THE_ACCOUNT,
    when: 'the request comes from an alarm of this account and Region', why: 'alarms publish there',
  },
  { of: /Topic(?:Policy)$|IntakePolicy$/, name: 'each topic', effect: 'Deny', principal: '*', actions: ['sns:Publish'], condition: WITHOUT_TLS, when: 'it does not come by TLS', why: 'nothing is sent unencrypted' },
  { of: /DeadLettersPolicy$/, name: 'each queue', effect: 'Deny', principal: 'AWS *', actions: ['sqs:*'], condition: WITHOUT_TLS, when: 'it does not come by TLS', why: 'nothing is sent unencrypted' },
  {
    of: /NotifierFallbackDeadLettersPolicy$/, name: 'the dead-letter queue of the intake', effect: 'Allow', principal: 'Service sns.amazonaws.com', actions: ['sqs:SendMessage'],
    condition: /^ArnEquals aws:SourceArn <ObservatoryNotifierIntake>$/, when: 'it comes from the intake topic', why: 'what the notifier cannot receive goes there',
  },
  {
    of: /NotifierReceiver$/, name: 'the receiver of the notifier', effect: 'Allow', principal: 'Service sns.amazonaws.com', actions: ['lambda:InvokeFunction'],
    condition: /^ArnLike aws:SourceArn <ObservatoryNotifierIntake>$/, when: 'it comes from the intake topic', why: 'it receives alarms',
  },
  {
    of: /^the key$/, name: 'the `encryptionKey`', effect: 'Allow', principal: 'Service cloudwatch.amazonaws.com', actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    condition: /^StringEquals aws:SourceAccount <AWS::AccountId>$/, when: 'for this account', why: 'alarms publish to the encrypted topics',
  },
  {
    of: /^the key$/, name: 'the `encryptionKey`', effect: 'Allow', principal: 'AWS arn:<AWS::Partition>:iam::<AWS::AccountId>:root', actions: ['kms:*'],
    why: 'CDK\'s own statement for every key: policies of the account say who may use it',
  },
];
