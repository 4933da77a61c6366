import { App } from 'aws-cdk-lib/core';
import { ExampleStack } from '../../bin/example-stack';
import type { Account } from '../../template/model';
import { readStack } from '../../template/read-stack';

let account: Account | undefined;

/** The example app as a drill reads it, synthesized once per test file. */
export function exampleAccount(): Account {
  account ??= readStack(new ExampleStack(new App(), 'Example', { email: 'data@example.com', phone: '+15550100' }));
  return account;
}
