import type { NotPlayedNote } from './result';

/** What may be unproved when a resource is not played, by its type or its service; of others nothing that a drill is about. */
const CONCERNS: Readonly<Record<string, NonNullable<NotPlayedNote['concerns']>>> = {
  'AWS::CloudWatch': 'alarm',
  'AWS::SNS': 'delivery', 'AWS::KMS': 'delivery', 'AWS::Chatbot': 'delivery', 'AWS::Notifications': 'delivery', 'AWS::SSMIncidents': 'delivery', 'AWS::IAM': 'delivery',
  'AWS::Events': 'trigger', 'AWS::Scheduler': 'trigger', 'AWS::Pipes': 'trigger', 'AWS::Lambda::EventSourceMapping': 'trigger', 'Custom::S3BucketNotifications': 'trigger',
  'AWS::Lambda': 'work', 'AWS::StepFunctions': 'work', 'AWS::Glue': 'work', 'AWS::ECS': 'work', 'AWS::Batch': 'work',
};

/** What may be unproved when a resource of a type is not played. */
export function concernsOf(type: string): NonNullable<NotPlayedNote['concerns']> {
  const service = type.split('::').slice(0, 2).join('::');
  for (const key of [type, service]) {
    if (Object.hasOwn(CONCERNS, key)) return CONCERNS[key]!;
  }
  return 'other';
}
