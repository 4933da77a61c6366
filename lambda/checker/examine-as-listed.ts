import type { Contract, Instant } from '../../core';
import { Case, openCase } from '../evidence/case';
import { examine } from '../evidence/examine';
import type { ContractListing } from '../evidence/read-contracts';
import type { CheckerPorts } from './ports';

/** So many pipelines are examined together: enough that their metrics fill calls, few enough that the last ones wait for nobody. */
const TOGETHER = 500;

/**
 * Judges pipelines while others are still being listed, group after group: Parameter Store gives ten contracts a call, and of
 * thousands the listing takes longer than all the rest. So what was listed before a listing breaks off is judged in any case.
 */
export async function examineAsListed(ports: CheckerPorts, listing: ContractListing, now: Instant): Promise<Case[]> {
  let judged: Promise<Case[]> = Promise.resolve([]);
  const examineNext = (group: readonly Contract[]): void => {
    const before = judged;
    judged = before.then(async (cases) => [...cases, ...await examine(ports, group.map(openCase), now)]);
    // Its failure is thrown below, when nothing is listed any more.
    judged.catch(() => undefined);
  };
  let group: Contract[] = [];
  for await (const contract of listing.contracts()) {
    group.push(contract);
    if (group.length < TOGETHER) continue;
    examineNext(group);
    group = [];
  }
  examineNext(group);
  return judged;
}
