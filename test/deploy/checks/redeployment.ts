import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { paginateListFunctions } from '@aws-sdk/client-lambda';
import { GetParametersByPathCommand } from '@aws-sdk/client-ssm';
import { Account, all } from '../account';
import { templateFile } from '../assembly';
import { STACKS } from '../names';
import { same } from '../same';
import type { Trial } from '../trial';

/** The same code deployed again: contracts that were written anew would start every expectation anew. */
export async function checkRedeployment({ checks, account, cdk }: Trial, first: string, second: string): Promise<void> {
  await checks.check('a second synthesis of the same code gives the same templates, byte for byte', () => {
    for (const stack of Object.values(STACKS)) {
      assert.equal(readFileSync(templateFile(second, stack), 'utf8'), readFileSync(templateFile(first, stack), 'utf8'));
    }
  });
  await checks.check('a second deployment of the same code changes nothing', async () => {
    const before = await state(account);
    const said = await cdk.deploy(second);
    assert.equal(said.match(/\(no changes\)/g)?.length, Object.values(STACKS).length, said);
    same(await state(account), before);
  });
}

/** Everything that says when something was last changed. */
async function state(account: Account): Promise<unknown> {
  const stacks = await Promise.all(Object.values(STACKS).map(async (name) => {
    const { Stacks: found = [] } = await account.cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
    return found.map(({ StackStatus: status, LastUpdatedTime: updated, Outputs: outputs }) => ({ status, updated, outputs }));
  }));
  const resources = await Promise.all(Object.values(STACKS).map((name) => account.stackResources(name)));
  const contracts = await account.parameterStore.send(new GetParametersByPathCommand({ Path: '/observed-pipeline', Recursive: true }));
  const functions = await all(paginateListFunctions({ client: account.lambda }, {}), (page) => page.Functions);
  const alarms = await account.alarms();
  return {
    stacks,
    resources: resources.flat().map((one) => [one.LogicalResourceId, one.PhysicalResourceId, one.ResourceStatus, one.LastUpdatedTimestamp]),
    contracts: contracts.Parameters?.map((one) => [one.Name, one.Version, one.LastModifiedDate, one.Value]),
    functions: functions.map((one) => [one.FunctionName, one.LastModified, one.CodeSha256]),
    alarms: alarms.map((one) => [one.AlarmName, one.AlarmConfigurationUpdatedTimestamp]),
  };
}
