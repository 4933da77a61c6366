import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import type { Observatory } from '../observatory';
import type { Severity } from '../severity';
import type { Check } from './check';

/** The commonest real failure of alarms: they are raised, and nobody is told. */
export const unheardTopic: Check<Observatory> = {
  id: 'unheardTopic',
  level: 'warning',
  find: (observatory) => observatory._severitiesInUse()
    .filter((severity) => !observatory._isTold(severity) && !isSubscribed(observatory, severity))
    .map((severity) => `nobody is subscribed to the ${severity} topic, so its alarms reach nobody; pass notify: [Notify.email('you@example.com')] `
      + 'to the observatory or a pipeline, or acknowledge this if you subscribe elsewhere'),
};

/** Whether somebody subscribed by hand, anywhere in the app. */
function isSubscribed(observatory: Observatory, severity: Severity): boolean {
  const { topicArn } = observatory._topic(severity);
  return observatory.node.root.node.findAll().some((node) => node instanceof CfnSubscription && node.topicArn === topicArn);
}
