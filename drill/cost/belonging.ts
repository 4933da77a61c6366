import { own } from '../../core/names';
import { isObject } from '../account/intrinsics/json';
import type { TemplateResource } from '../account/resources/resource-kind';

/** Where a resource of a type names what it needs: topics, queues, tables, keys. An alarm's dimensions name what it watches, which is not it. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': ['AlarmActions', 'OKActions', 'InsufficientDataActions'],
  'AWS::CloudWatch::CompositeAlarm': ['AlarmActions', 'OKActions', 'InsufficientDataActions'],
  'AWS::DynamoDB::GlobalTable': ['SSESpecification', 'Replicas'],
  'AWS::DynamoDB::Table': ['SSESpecification'],
  'AWS::Lambda::EventInvokeConfig': ['DestinationConfig'],
  'AWS::Lambda::Function': ['Environment', 'DeadLetterConfig', 'KmsKeyArn'],
  'AWS::SNS::Subscription': ['RedrivePolicy'],
  'AWS::SNS::Topic': ['KmsMasterKeyId'],
  'AWS::SQS::Queue': ['KmsMasterKeyId', 'RedrivePolicy'],
  'AWS::Scheduler::Schedule': ['Target'],
};

/** Types that belong to whatever they name here. */
const PART_OF: Readonly<Record<string, string>> = {
  'AWS::Lambda::EventInvokeConfig': 'FunctionName',
  'AWS::Pipes::Pipe': 'Source',
  'AWS::SNS::Subscription': 'TopicArn',
  'AWS::Scheduler::Schedule': 'Target',
};

/** Types that belong to whatever needs them. */
const NEEDED: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::SNS::Topic', 'AWS::SQS::Queue',
]);

/**
 * What belongs to watching: alarms and the functions of observatories, what those need, and what is part of any of it.
 * The rest of a template is the workload.
 *
 * @param roots ARNs of the functions of observatories
 */
export function belonging(resources: readonly TemplateResource[], roots: ReadonlySet<string>): ReadonlySet<TemplateResource> {
  const found = new Set(resources.filter(({ type, arn }) => type === 'AWS::CloudWatch::Alarm' || type === 'AWS::CloudWatch::CompositeAlarm' || roots.has(arn)));
  const candidates = resources.filter(({ type }) => NEEDED.has(type) || own(PART_OF, type) !== undefined)
    .map((one) => ({ one, whole: own(PART_OF, one.type) }))
    .map(({ one, whole }) => ({ one, wholes: whole === undefined ? [] : textsIn(one.properties.value(whole)) }));
  const needed = new Set<string>();
  const names = new Set<string>();
  let added = [...found];
  while (added.length > 0) {
    for (const one of added) {
      for (const name of own(NEEDS, one.type) ?? []) textsIn(one.properties.value(name)).forEach((text) => needed.add(text));
      namesOf(one).forEach((name) => names.add(name));
    }
    const isNeeded = (one: TemplateResource): boolean => NEEDED.has(one.type) && namesOf(one).some((name) => needed.has(name));
    added = candidates.filter(({ one, wholes }) => !found.has(one) && (isNeeded(one) || wholes.some((name) => names.has(name)))).map(({ one }) => one);
    added.forEach((one) => found.add(one));
  }
  return found;
}

function namesOf({ name, arn }: TemplateResource): string[] {
  return [name, arn];
}

/** Every text in a value; ARNs in an environment variable are separated by commas. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split(',');
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
