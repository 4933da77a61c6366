import { Architecture, Code, FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { assetPath } from '../asset-path';

/** What the functions of an observatory have in common: code that this package was shipped with, and a log that is kept for a month. */
export interface BundledHandler extends Pick<FunctionProps, 'code' | 'handler' | 'runtime' | 'architecture' | 'memorySize'> {
  readonly logGroup: LogGroup;
}

/** Code and log of the handler of that name. */
export function bundledHandler(scope: Construct, name: string): BundledHandler {
  return {
    code: Code.fromAsset(assetPath(name)),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    memorySize: 512,
    logGroup: new LogGroup(scope, 'Logs', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY }),
  };
}
