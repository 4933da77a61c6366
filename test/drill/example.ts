import { App } from 'aws-cdk-lib/core';
import { ExampleStack } from '../../bin/example-stack';
import { readStack } from '../../drill/account/assembly/read-stack';
import type { Account } from '../../drill/account/model';

let account: Account | undefined;

/** The example app as a drill reads it, synthesized once per test file. */
export function exampleAccount(): Account {
  account ??= readStack(new ExampleStack(new App(), 'Example', { email: 'data@example.com', phone: '+15550100' }));
  return account;
}
