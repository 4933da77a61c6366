/** What `status` needs in an account. It cannot start without the first; docs/status.md says what each is for. */
export const PERMISSIONS: readonly string[] = [
  'ssm:GetParametersByPath', 'cloudwatch:GetMetricData', 'states:ListExecutions', 'states:DescribeExecution', 'cloudwatch:DescribeAlarms',
  'sns:ListSubscriptionsByTopic', 'lambda:GetFunctionConfiguration', 'dynamodb:Query',
];

/** Whether a text reports a missing permission. */
export function reportsDenial(text: string): boolean {
  return /AccessDenied|not authorized|UnauthorizedOperation|AuthorizationError/i.test(text);
}

/** The sentence that follows a denial. */
export function permissionsText(): string {
  return `status needs ${PERMISSIONS.join(', ')} (docs/status.md has the policy).`;
}
