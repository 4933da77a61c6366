import type { Contract } from '../../core/contract/contract';
import type { Instant } from '../../core/time';
import { limiter } from '../common/limiter';
import { Case, openCase } from '../evidence/case';
import { examine } from '../evidence/examine';
import type { EvidencePorts } from '../evidence/ports';
import type { ContractListing } from '../evidence/read-contracts';

/** So many pipelines are examined together: enough that their metrics fill calls, few enough that the last ones wait for nobody. */
const TOGETHER = 500;
/** Calls under way at once, of all groups. */
const AT_ONCE = 8;
/** Step Functions lists a few machines a second (Step Functions quotas): who has to wait for it must not keep the others. */
const LISTINGS_AT_ONCE = 6;

/**
 * Judges pipelines while others are still being listed, in groups: Parameter Store gives ten contracts a call, and of
 * thousands the listing takes longer than all the rest. So what was listed before a listing breaks off is judged in any case.
 */
export async function examineAsListed(ports: EvidencePorts, listing: ContractListing, now: Instant): Promise<Case[]> {
  const limited = limitedPorts(ports);
  const groups: Promise<Case[]>[] = [];
  const begin = (group: readonly Contract[]): void => {
    const examined = examine(limited, group.map(openCase), now);
    // Its failure is thrown below, when nothing is listed any more.
    examined.catch(() => undefined);
    groups.push(examined);
  };
  let group: Contract[] = [];
  for await (const contract of listing.contracts()) {
    group.push(contract);
    if (group.length < TOGETHER) continue;
    begin(group);
    group = [];
  }
  begin(group);
  return (await Promise.all(groups)).flat();
}

function limitedPorts(ports: EvidencePorts): EvidencePorts {
  const [calls, listings] = [limiter(AT_ONCE), limiter(LISTINGS_AT_ONCE)];
  return {
    contracts: () => ports.contracts(),
    readMetrics: (batch) => calls(() => ports.readMetrics(batch)),
    listExecutions: (source, from) => listings(() => calls(() => ports.listExecutions(source, from))),
    log: (entry) => ports.log(entry),
    timeLeft: () => ports.timeLeft(),
  };
}
