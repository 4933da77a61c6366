import type { Instant } from '../../../core/time';
import type { FailedInvocation } from '../runs/function-host';

/** What a destination for failures gets. (Lambda developer guide, "Retaining records of asynchronous invocations") */
export function failureRecord({ functionArn, payload, condition, attempts, error }: FailedInvocation, now: Instant): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: { functionArn: `${functionArn}:$LATEST`, condition, approximateInvokeCount: attempts },
    requestPayload: JSON.parse(payload) as unknown,
    ...(error === undefined ? {} : { responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' }, responsePayload: error }),
  });
}
