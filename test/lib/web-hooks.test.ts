import { Match, Template } from 'aws-cdk-lib/assertions';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import { Contact, Observatory, Severity } from '../../lib';
import { alarmProperties, Json, newStack } from './fixtures';

const HOOK = 'https://pager.example.com/hook';

function observed(later: (observatory: Observatory, stack: Stack) => void = () => undefined): { readonly template: Template; readonly alarm: Json } {
  const stack = newStack();
  const observatory = new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com')] });
  later(observatory, stack);
  const template = Template.fromStack(stack);
  return { template, alarm: alarmProperties(observatory, 'NotificationsFailed') };
}

function hooksIn(template: Template): Json[] {
  return Object.values(template.findResources('AWS::SNS::Subscription', { Properties: { Protocol: 'https' } })).map(({ Properties }) => Properties);
}

const expressionOf = (alarm: Json): string => alarm.Metrics[0].Expression;
const metricsOf = (alarm: Json): string[] => alarm.Metrics.slice(1).map(({ MetricStat: { Metric: { MetricName } } }: Json) => MetricName);

describe('deliveries of alarm topics', () => {
  test('without web hooks count as lost at the first failure, since SNS counts them when it gives up', () => {
    const { template, alarm } = observed();

    expect(expressionOf(alarm)).toBe('m0+m1');
    expect(metricsOf(alarm)).toEqual(['NumberOfNotificationsFailed', 'NumberOfNotificationsFailed']);
    expect(Object.keys(template.findResources('AWS::SQS::Queue')).filter((id) => id.includes('WebHook'))).toEqual([]);
  });

  test('to a web hook count as lost when they land in its dead-letter queue, or when more attempts fail than one delivery has', () => {
    const { template, alarm } = observed((observatory) => { observatory.criticalTopic.addSubscription(new UrlSubscription(HOOK)); });

    expect(expressionOf(alarm)).toBe('IF(m0 >= 4, m0, 0)+m1+m2+m3');
    expect(metricsOf(alarm)).toEqual([
      'NumberOfNotificationsFailed', 'NumberOfNotificationsRedrivenToDlq', 'NumberOfNotificationsFailedToRedriveToDlq', 'NumberOfNotificationsFailed',
    ]);
    expect(hooksIn(template)).toEqual([expect.objectContaining({
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^ObservatoryWebHookDeadLetters/), 'Arn'] } },
    })]);
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Sid: 'KeepUndelivered', Action: 'sqs:SendMessage', Principal: { Service: 'sns.amazonaws.com' },
          Condition: { ArnEquals: { 'aws:SourceArn': [{ Ref: Match.stringLikeRegexp('^ObservatoryCriticalTopic') }, { Ref: Match.stringLikeRegexp('^ObservatoryWarningTopic') }] } },
        })]),
      },
    });
  });

  test('to a web hook that is a contact are treated in the same way', () => {
    const { template, alarm } = observed((observatory) => { observatory.addContact(Contact.subscription(new UrlSubscription(HOOK), { minimumSeverity: Severity.CRITICAL })); });

    expect(expressionOf(alarm)).toBe('IF(m0 >= 4, m0, 0)+m1+m2+m3');
    expect(hooksIn(template)[0]).toHaveProperty('RedrivePolicy');
  });

  test('to a web hook with its own dead-letter queue stay in that queue', () => {
    const { template } = observed((observatory, stack) => {
      observatory.criticalTopic.addSubscription(new UrlSubscription(HOOK, { deadLetterQueue: new Queue(stack, 'Own') }));
    });

    expect(hooksIn(template)[0].RedrivePolicy).toEqual({ deadLetterTargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] } });
    expect(Object.keys(template.findResources('AWS::SQS::Queue')).filter((id) => id.includes('WebHook'))).toEqual([]);
  });

  test('to an address get no dead-letter queue, since a subscription that waits for its confirmation cannot be changed', () => {
    const { template } = observed((observatory) => {
      observatory.criticalTopic.addSubscription(new UrlSubscription(HOOK));
      observatory.criticalTopic.addSubscription(new EmailSubscription('other@example.com'));
    });

    const mails = Object.values(template.findResources('AWS::SNS::Subscription', { Properties: { Protocol: 'email' } }));
    expect(mails.map(({ Properties }) => Properties.RedrivePolicy)).toEqual(mails.map(() => undefined));
  });
});
