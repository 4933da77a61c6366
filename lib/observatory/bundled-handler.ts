import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcard } from './access-policies';

/** What the functions of an observatory share: code that this package contains, and a log that is kept for a month. */
interface BundledHandler extends Pick<FunctionProps, 'code' | 'handler' | 'runtime' | 'architecture' | 'memorySize' | 'vpc' | 'vpcSubnets' | 'securityGroups'> {
  readonly logGroup: ILogGroup;
}

/** Where a handler runs and logs, if the user says so. */
export interface HandlerPlace extends Pick<FunctionProps, 'vpc' | 'vpcSubnets' | 'securityGroups'> {
  readonly logGroup?: ILogGroup;
}

/** Code, place and log of a handler. */
export function bundledHandler(scope: Construct, name: string, { vpc, vpcSubnets, securityGroups, logGroup }: HandlerPlace): BundledHandler {
  return {
    ...(vpc === undefined ? {} : { vpc, vpcSubnets, securityGroups }),
    code: Code.fromAsset(assetPath(name)),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 512,
    logGroup: logGroup ?? new LogGroup(scope, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY }),
  };
}

/** Lets Lambda run a function of this role in the VPC (Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC"). */
export function allowVpc(role: Role, { vpc }: HandlerPlace): void {
  if (vpc === undefined) return;
  role.addToPolicy(new PolicyStatement({
    sid: 'RunInVpc',
    actions: ['ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses'],
    resources: ['*'],
  }));
  acknowledgeWildcard(role, '*', 'Network interfaces of a function have no names before they are made (Lambda developer guide, "Required IAM permissions" of VPC access).');
}

/** The folder of a bundled handler. It is beside package.json, whether this file runs from lib/ or from dist/lib/. */
function assetPath(name: string): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  const path = join(folder, 'assets', name);
  if (!existsSync(path)) throw new Error(`the bundled handler '${name}' is missing at ${path}; in a checkout run: npm run bundle`);
  return path;
}

/**
 * A queue for what could not be delivered. A key of SQS encrypts it, so every service may use it.
 *
 * @param watchedBy what raises an alarm when something is in it
 */
export function deadLetters(scope: Construct, id: string, watchedBy: string): Queue {
  const queue = new Queue(scope, id, { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) });
  acknowledge(queue, 'AwsSolutions-SQS3', `It is itself the dead-letter queue, and ${watchedBy}.`);
  return queue;
}
