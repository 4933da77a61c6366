/** The resource of a permission. The constructs know the ARNs. */
export type DiagnosisResource =
  /** `arn:…:states:…:stateMachine:<name>` */
  | 'stateMachine'
  /** `arn:…:states:…:execution:<name of the machine>:*` */
  | 'executions'
  /** `arn:…:lambda:…:function:<name>` */
  | 'function'
  /**
   * `arn:…:logs:…:log-group:<name>:*`: the function's log group, `/aws/lambda/<name>` unless its logging configuration
   * names another.
   */
  | 'logGroup'
  /** `arn:…:scheduler:…:schedule/<group>/<name>` */
  | 'schedule'
  /** `arn:…:events:…:rule/<name>`, or `rule/<bus>/<name>` on a custom bus. */
  | 'rule'
  /** `arn:…:sqs:…:<name>` */
  | 'deadLetterQueue';

/** One action that a diagnosis needs, and its resource. */
export interface DiagnosisPermission {
  readonly action: string;
  readonly resource: DiagnosisResource;
}

/**
 * The permissions of each call of a diagnosis (lambda/notifier/diagnosis/ports.ts). If one is not granted, the message says
 * so ("logs of PublishOrders not readable: access denied") and nothing else is lost.
 */
export const DIAGNOSIS_PERMISSIONS = {
  executions: [{ action: 'states:ListExecutions', resource: 'stateMachine' }],
  machine: [{ action: 'states:DescribeStateMachine', resource: 'stateMachine' }],
  executionFailure: [{ action: 'states:DescribeExecution', resource: 'executions' }],
  executionHistory: [{ action: 'states:GetExecutionHistory', resource: 'executions' }],
  executedMachine: [{ action: 'states:DescribeStateMachineForExecution', resource: 'executions' }],
  lambdaFunction: [{ action: 'lambda:GetFunctionConfiguration', resource: 'function' }],
  concurrency: [{ action: 'lambda:GetFunctionConcurrency', resource: 'function' }],
  logLines: [{ action: 'logs:FilterLogEvents', resource: 'logGroup' }],
  schedule: [{ action: 'scheduler:GetSchedule', resource: 'schedule' }],
  rule: [{ action: 'events:DescribeRule', resource: 'rule' }],
  deadLetters: [{ action: 'sqs:ReceiveMessage', resource: 'deadLetterQueue' }],
} as const satisfies Record<string, readonly DiagnosisPermission[]>;

/** A call of a diagnosis. */
export type DiagnosisCall = keyof typeof DIAGNOSIS_PERMISSIONS;

/** The actions that are needed on a resource, in alphabetical order. A policy has one statement for each resource. */
export function diagnosisActions(resource: DiagnosisResource): string[] {
  return Object.values(DIAGNOSIS_PERMISSIONS).flat().filter((permission) => permission.resource === resource).map(({ action }) => action).sort();
}
