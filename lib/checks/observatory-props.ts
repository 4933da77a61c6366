import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Duration, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { isAwsManaged } from '../observatory/key-use';

/** Refuses an interval that is no whole number of minutes up to an hour. */
export function requireTickInterval(scope: Construct, interval: Duration): Duration {
  const seconds = interval.isUnresolved() ? NaN : interval.toSeconds({ integral: false });
  if (!(seconds >= 60 && seconds <= 3600 && seconds % 60 === 0)) {
    throw new Error(`${scope.node.path}: tickInterval must be a whole number of minutes between 1 and 60, known at synth, got ${interval.toHumanString()}`);
  }
  return interval;
}

/** Refuses a key of AWS, whose policy cannot allow CloudWatch. */
export function requireCustomerKey(scope: Construct, key: IKey): IKey {
  if (isAwsManaged(key)) {
    throw new Error(`${scope.node.path}: encryptionKey is a key of AWS, which CloudWatch may not use, so no alarm would arrive; pass a customer-managed key, or none`);
  }
  return key;
}

/** Refuses what cannot be requested. Tokens pass. */
export function requireUrl(scope: Construct, url: string | undefined): string | undefined {
  if (url !== undefined && !Token.isUnresolved(url) && !/^https?:\/\/[^\s/]+/.test(url)) {
    throw new Error(`${scope.node.path}: watchdogUrl must be an http or https URL, got '${url}'`);
  }
  return url;
}
