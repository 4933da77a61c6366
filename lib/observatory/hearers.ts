import { CfnSubscription, ITopic } from 'aws-cdk-lib/aws-sns';
import { Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Whoever is subscribed to a topic anywhere in the app, by hand too, each as a text that is the same for the same
 * subscriber of another topic. What is subscribed outside the app is not known here.
 */
export function hearersOf(topic: ITopic, app: IConstruct): string[] {
  return app.node.findAll()
    .filter((node): node is CfnSubscription => node instanceof CfnSubscription && node.topicArn === topic.topicArn)
    .map((subscription) => {
      const endpoint = JSON.stringify(Stack.of(subscription).resolve(subscription.endpoint));
      // The same token text means another subscriber in another stack.
      return `${subscription.protocol} ${endpoint}${Token.isUnresolved(subscription.endpoint) ? ` of ${Stack.of(subscription).node.path}` : ''}`;
    });
}
