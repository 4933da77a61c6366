import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import type { Json } from './fixtures';

/** The longest names that the services accept, by type of resource (their API references). They are independent of the library's own table. */
const LONGEST_NAMES: Readonly<Record<string, number>> = {
  'AWS::Lambda::Function': 64, 'AWS::StepFunctions::StateMachine': 80, 'AWS::Scheduler::Schedule': 64, 'AWS::Scheduler::ScheduleGroup': 64, 'AWS::Events::Rule': 64,
  'AWS::SNS::Topic': 256, 'AWS::SQS::Queue': 80, 'AWS::IAM::Role': 64, 'AWS::DynamoDB::Table': 255, 'AWS::KMS::Key': 36, 'AWS::CloudWatch::Dashboard': 255,
};
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'AWS::Lambda::Function': (name) => arn('lambda', `function:${name}`),
  'AWS::StepFunctions::StateMachine': (name) => arn('states', `stateMachine:${name}`),
  'AWS::Scheduler::Schedule': (name) => arn('scheduler', `schedule/${'g'.repeat(64)}/${name}`),
  'AWS::Events::Rule': (name) => arn('events', `rule/${name}`),
  'AWS::SNS::Topic': (name) => arn('sns', name),
  'AWS::SQS::Queue': (name) => arn('sqs', name),
  'AWS::KMS::Key': (name) => arn('kms', `key/${name}`),
  'AWS::DynamoDB::Table': (name) => arn('dynamodb', `table/${name}`),
};
const REF_IS_ARN = ['AWS::StepFunctions::StateMachine', 'AWS::SNS::Topic'];
const PSEUDO: Readonly<Record<string, string>> = { 'AWS::Partition': 'aws-us-gov', 'AWS::Region': 'us-gov-east-1', 'AWS::AccountId': '111122223333', 'AWS::URLSuffix': 'amazonaws.com' };

function arn(service: string, resource: string): string {
  return `arn:${PSEUDO['AWS::Partition']}:${service}:${PSEUDO['AWS::Region']}:${PSEUDO['AWS::AccountId']}:${resource}`;
}

/** The templates of stacks as CloudFormation deploys them if each name is as long as its service accepts. */
export class LongestDeployment {
  readonly #templates: readonly { readonly stackName: string; readonly template: Json }[];
  readonly #exports = new Map<string, { readonly value: Json; readonly stack: number }>();

  public constructor(stacks: readonly Stack[]) {
    this.#templates = stacks.map((stack) => ({ stackName: stack.stackName, template: Template.fromStack(stack).toJSON() }));
    this.#templates.forEach(({ template }, stack) => {
      for (const { Export: { Name: name }, Value: value } of Object.values<Json>(template.Outputs ?? {})) this.#exports.set(name, { value, stack });
    });
  }

  /** The properties of all resources of a type. */
  public all(type: string): Json[] {
    return this.#templates.flatMap(({ template }, stack) => Object.values<Json>(template.Resources ?? {}).filter((resource) => resource.Type === type)
      .map(({ Properties: properties }) => this.#value(properties, stack)));
  }

  /** The sizes of the policies of each role, in characters: all inline policies together, and each managed policy. */
  public policies(): { readonly inline: number; readonly managed: readonly number[] }[] {
    const inline = this.all('AWS::IAM::Policy').flatMap(({ Roles: roles, PolicyDocument: document }) => roles.map((role: Json) => ({ role, size: lengthOf(document) })));
    const managed = this.all('AWS::IAM::ManagedPolicy').flatMap(({ Roles: roles, PolicyDocument: document }) => roles.map((role: Json) => ({ role, size: lengthOf(document) })));
    const roles = [...new Set([...inline, ...managed].map(({ role }) => JSON.stringify(role)))];
    const of = (all: typeof inline, role: string): number[] => all.filter((one) => JSON.stringify(one.role) === role).map(({ size }) => size);
    return roles.map((role) => ({ inline: of(inline, role).reduce((sum, size) => sum + size, 0), managed: of(managed, role) }));
  }

  #value(value: Json, stack: number): Json {
    if (Array.isArray(value)) return value.map((one) => this.#value(one, stack));
    if (typeof value !== 'object' || value === null) return value;
    const inner = (one: Json): Json => this.#value(one, stack);
    if (value.Ref !== undefined) return PSEUDO[value.Ref] ?? this.#reference(stack, value.Ref, 'Ref');
    if (value['Fn::GetAtt'] !== undefined) return this.#reference(stack, value['Fn::GetAtt'][0], value['Fn::GetAtt'][1]);
    if (value['Fn::Join'] !== undefined) return inner(value['Fn::Join'][1]).join(value['Fn::Join'][0]);
    if (value['Fn::Split'] !== undefined) return inner(value['Fn::Split'][1]).split(value['Fn::Split'][0]);
    if (value['Fn::Select'] !== undefined) return inner(value['Fn::Select'][1])[Number(value['Fn::Select'][0])];
    if (value['Fn::ImportValue'] !== undefined) {
      const { value: exported, stack: exporter } = this.#exports.get(value['Fn::ImportValue'])!;
      return this.#value(exported, exporter);
    }
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(one)]));
  }

  #reference(stack: number, logicalId: string, attribute: string): string {
    const { stackName, template } = this.#templates[stack]!;
    const { Type: type } = template.Resources[logicalId];
    // Each resource has a different name, even if only its beginning fits.
    const longest = type === 'AWS::Logs::LogGroup' ? `${stackName}-${logicalId}-ABCDEFGHIJKL` : `${stack}-${logicalId.slice(-8)}${'x'.repeat(256)}`.slice(0, LONGEST_NAMES[type] ?? 120);
    if (attribute === 'Arn' || attribute === 'TopicArn' || (attribute === 'Ref' && REF_IS_ARN.includes(type))) return ARNS[type]?.(longest) ?? longest;
    return longest;
  }
}

/** IAM does not count white space. */
function lengthOf(document: Json): number {
  return JSON.stringify(document).length;
}
