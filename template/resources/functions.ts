import { arnOf, functionNameOf, qualifiedFunctionArnOf } from '../intrinsics/environment';
import type { PolicyStatementModel } from '../model';
import { keyOf } from '../policy/permissions';
import { type ResourceKind, roleNameOf } from './resource-kind';

/** Lambda's own default. [cfn: AWS::Lambda::Function Timeout] */
const DEFAULT_TIMEOUT_SECONDS = 3;

/** By default, Lambda retries a failed asynchronous invocation twice. [lambda: invocation-async-error-handling.html] */
const DEFAULT_ASYNC_RETRIES = 2;

/** AWS::Lambda::Function */
export const LAMBDA_FUNCTION: ResourceKind = {
  identity: {
    nameProperty: 'FunctionName',
    arn: ({ environment, name }) => arnOf(environment, 'lambda', `function:${name}`),
  },
  read: ({ origin, name, arn, properties, note }, draft) => {
    const reservedConcurrency = properties.optional('ReservedConcurrentExecutions', (at) => properties.integer(at, 0));
    const deadLetters = properties.optional('DeadLetterConfig', (at) => properties.object(at).value('TargetArn'));
    const logging = properties.optional('LoggingConfig', (at) => properties.object(at));
    const logGroupName = logging?.optional('LogGroup', (at) => logging.text(at));
    const environment = properties.optional('Environment', (at) => properties.object(at));
    const keyId = properties.optional('KmsKeyArn', (at) => properties.text(at) || undefined);
    draft.functions.push({
      ...origin, name, arn,
      timeoutSeconds: properties.optional('Timeout', (at) => properties.integer(at, 1)) ?? DEFAULT_TIMEOUT_SECONDS,
      roleName: properties.optional('Role', (at) => roleNameOf(properties.text(at))),
      environment: environment?.optional('Variables', (at) => environment.texts(at)) ?? {},
      asyncRetries: DEFAULT_ASYNC_RETRIES,
      ...(keyId === undefined ? {} : { keyId }),
      ...(logGroupName === undefined ? {} : { logGroupName }),
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
    });
    if (reservedConcurrency === 0) note('its reserved concurrency of 0 throttles every invocation: that is not played');
    if (deadLetters !== undefined) note('its dead-letter queue receives no messages');
  },
};

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
    if (destinations?.has('OnSuccess') === true) note('its destination for successes receives no messages');
    if (invocation.onFailureArn !== undefined && !TOPIC.test(invocation.onFailureArn)) note(`its destination for failures, ${invocation.onFailureArn}, receives no messages`);
    if (qualifier !== '$LATEST') note(`is only for the version or alias ${qualifier} of ${functionName}, but counts for the whole function`);
    draft.afterwards(() => {
      if (!draft.functions.some(({ name }) => name === functionName)) note(`is for the function ${functionName}, which is not in the templates`);
    });
    // A configuration of the function itself wins over one of an alias.
    if (qualifier === '$LATEST' || !draft.asyncInvocations.has(functionName)) draft.asyncInvocations.set(functionName, invocation);
  },
};

/** A service is named by its domain, an account by its number or ARN. */
const SERVICE = /\.amazonaws\.com(?:\.cn)?$/;

/**
 * AWS::Lambda::Permission: one statement in the policy of a function, or of the version or alias that it names. SNS needs one
 * to invoke a function with a message, and so does an EventBridge rule.
 */
export const LAMBDA_PERMISSION: ResourceKind = {
  identity: {},
  read: ({ properties, environment }, draft) => {
    const called = properties.text('FunctionName');
    const name = functionNameOf(called);
    const principal = properties.text('Principal');
    const statement: PolicyStatementModel = {
      effect: 'Allow',
      principals: [principal === '*' ? '*' : `${SERVICE.test(principal) ? 'service' : 'aws'}:${principal}`],
      actions: [properties.text('Action')],
      resources: [qualifiedFunctionArnOf(called, environment)],
      conditions: {
        ...condition('ArnLike', 'aws:SourceArn', properties.optional('SourceArn', (at) => properties.text(at))),
        ...condition('StringEquals', 'aws:SourceAccount', properties.optional('SourceAccount', (at) => properties.text(at))),
      },
    };
    draft.invokePolicies.set(name, [...draft.invokePolicies.get(name) ?? [], statement]);
  },
};

function condition(operator: string, key: string, value: string | undefined): PolicyStatementModel['conditions'] {
  return value === undefined ? {} : { [operator]: { [key]: [value] } };
}

/** AWS::Logs::LogGroup. A drill does not play logs, but a key that another team owns may keep Lambda from logging at all. */
export const LOG_GROUP: ResourceKind = {
  identity: {
    nameProperty: 'LogGroupName',
    arn: ({ environment, name }) => arnOf(environment, 'logs', `log-group:${name}:*`),
  },
  read: ({ properties, note }, draft) => {
    const keyId = properties.optional('KmsKeyId', (at) => properties.text(at) || undefined);
    if (keyId === undefined) return;
    draft.afterwards(() => {
      if (keyOf({ keys: draft.keys.map((key) => ({ ...key, aliases: [key.id, key.arn].flatMap((id) => draft.keyAliases.get(id) ?? []) })) }, keyId) !== undefined) return;
      note(`its key ${keyId} is not in the templates, so its policy is not known; the drill assumes that CloudWatch Logs may use it`);
    });
  },
};
