import { paginateListStacks } from '@aws-sdk/client-cloudformation';
import { all } from '../account';
import { Inventory, inventory } from '../inventory';
import { same } from '../same';
import type { TrialContext } from '../trial';

/** What `cdk destroy` leaves on purpose. */
const LEFT: readonly string[] = [];

/** @param before what there was before the first deployment */
export async function checkDestruction({ checks, account, cdk }: TrialContext, assembly: string, before: Inventory): Promise<void> {
  await checks.check('cdk destroy succeeds', async () => {
    await cdk.destroy(assembly);
  });
  await checks.check('no stack is left but the bootstrap\'s', async () => {
    const stacks = await all(paginateListStacks({ client: account.cloudFormation }, {}), (page) => page.StackSummaries);
    same(stacks.filter((stack) => stack.StackStatus !== 'DELETE_COMPLETE').map((stack) => stack.StackName), ['CDKToolkit']);
  });
  await checks.check('no resource is left', async () => {
    const after = await inventory(account);
    const left = Object.entries(after).flatMap(([type, ids]) => ids.filter((id) => !before[type].includes(id)).map((id) => `${type} ${id}`));
    same(left, LEFT);
    return `${Object.keys(after).length} types of resources`;
  });
}
