/** What `status` asks of an account. Without the first it cannot begin; what each is for says docs/status.md. */
export const PERMISSIONS: readonly string[] = [
  'ssm:GetParametersByPath', 'cloudwatch:GetMetricData', 'states:ListExecutions', 'states:DescribeExecution', 'cloudwatch:DescribeAlarms',
  'sns:ListSubscriptionsByTopic', 'lambda:GetFunctionConfiguration', 'dynamodb:Query',
];

/** Whether a text tells of a permission that is missing. */
export function tellsOfDenial(text: string): boolean {
  return /AccessDenied|not authorized|UnauthorizedOperation|AuthorizationError/i.test(text);
}

/** The sentence that follows a denial. */
export function permissionsText(): string {
  return `status asks for ${PERMISSIONS.join(', ')} (docs/status.md has the policy).`;
}
