import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SECOND } from '../../../core/time';
import { concurrency, deadLetters, lambdaFunction, logLines, rule, schedule } from './aws-calls';
import type { DiagnosisPorts } from './ports';
import { executedMachine, executionFailure, executionHistory, executions, machine } from './step-functions-calls';

/** The AWS clients of a diagnosis. */
export interface DiagnosisClients {
  readonly stepFunctions: SFNClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly scheduler: SchedulerClient;
  readonly eventBridge: EventBridgeClient;
  readonly queues: SQSClient;
}

/** The clients for the Region and role that the process runs in. They give up early, because a message waits for them. */
export function createDiagnosisClients(): DiagnosisClients {
  const config = {
    retryMode: 'standard',
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 2 * SECOND, requestTimeout: 8 * SECOND, throwOnRequestTimeout: true },
  };
  return {
    stepFunctions: new SFNClient(config), lambda: new LambdaClient(config), logs: new CloudWatchLogsClient(config), scheduler: new SchedulerClient(config),
    eventBridge: new EventBridgeClient(config),
    // The URL that is made from an ARN names the queue. The endpoint of SQS is configured like every other endpoint.
    queues: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
  };
}

/** The ports of a diagnosis as AWS calls. */
export function awsDiagnosisPorts(clients: DiagnosisClients): DiagnosisPorts {
  const { stepFunctions, lambda, logs, scheduler, eventBridge, queues } = clients;
  return {
    executions: (arn, most, signal) => executions(stepFunctions, arn, most, signal),
    executionFailure: (arn, signal) => executionFailure(stepFunctions, arn, signal),
    executionHistory: (arn, signal) => executionHistory(stepFunctions, arn, signal),
    machine: (arn, signal) => machine(stepFunctions, arn, signal),
    executedMachine: (arn, signal) => executedMachine(stepFunctions, arn, signal),
    lambdaFunction: (name, signal) => lambdaFunction(lambda, name, signal),
    concurrency: (name, signal) => concurrency(lambda, name, signal),
    logLines: (logGroupName, since, most, signal) => logLines(logs, { logGroupName, since, most }, signal),
    schedule: (name, group, signal) => schedule(scheduler, name, group, signal),
    rule: (name, bus, signal) => rule(eventBridge, name, bus, signal),
    deadLetters: (arn, most, signal) => deadLetters(queues, arn, most, signal),
  };
}
