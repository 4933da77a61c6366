import { functionNameOf } from '../function-arn';
import type { ResourceKind } from './resource-kind';

const TOPIC = /^arn:[^:]+:sns:/;

/** AWS::Lambda::EventInvokeConfig: how a function is invoked asynchronously. */
export const LAMBDA_EVENT_INVOKE_CONFIG: ResourceKind = {
  identity: {},
  read: ({ properties, note }, draft) => {
    const functionName = functionNameOf(properties.text('FunctionName'));
    const qualifier = properties.optional('Qualifier', (at) => properties.text(at)) ?? '$LATEST';
    const destinations = properties.optional('DestinationConfig', (at) => properties.object(at));
    const invocation = {
      retries: properties.optional('MaximumRetryAttempts', (at) => properties.integer(at, 0, 2)),
      maxEventAgeSeconds: properties.optional('MaximumEventAgeInSeconds', (at) => properties.integer(at, 60, 21_600)),
      onFailureArn: destinations?.optional('OnFailure', (at) => destinations.object(at).text('Destination')),
    };
    if (destinations?.has('OnSuccess') === true) note('its destination for successes gets no messages');
    if (invocation.onFailureArn !== undefined && !TOPIC.test(invocation.onFailureArn)) note(`its destination for failures, ${invocation.onFailureArn}, gets no messages`);
    if (qualifier !== '$LATEST') note(`is for the version or alias ${qualifier} of ${functionName} only, and counts for the whole function`);
    draft.afterwards(() => {
      if (!draft.functions.some(({ name }) => name === functionName)) note(`is for the function ${functionName}, which is not in the templates`);
    });
    // What is said of the function itself wins over what is said of an alias.
    if (qualifier === '$LATEST' || !draft.asyncInvocations.has(functionName)) draft.asyncInvocations.set(functionName, invocation);
  },
};
