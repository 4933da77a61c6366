import { arnOf } from '../intrinsics/environment';
import type { ResourceKind } from './resource-kind';
import { roleNameOf } from './role-name';

/** Lambda's own default. [cfn: AWS::Lambda::Function Timeout] */
const DEFAULT_TIMEOUT_SECONDS = 3;

/** Lambda retries a failed asynchronous invocation twice unless told otherwise. [lambda: invocation-async-error-handling.html] */
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
    if (deadLetters !== undefined) note('its dead-letter queue gets no messages');
  },
};
