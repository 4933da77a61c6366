import { counted } from '../words/count';
import { badSlot } from './happening';
import { isRecovery, sentence, Telling } from './telling';

/** The one thing to do first: a sentence. */
export function nextStep(telling: Telling): string {
  const { facts: { diagnosis, notice } } = telling;
  return sentence(isRecovery(telling) ? afterRecovery(telling) : diagnosis.reasons[0]?.next ?? notice.alarm?.lookFirst ?? byVerdict(telling));
}

function afterRecovery({ facts: { notice: { recovered } }, incident }: Telling): string {
  const { slot, failures = 0 } = recovered ?? {};
  // The run that succeeded in the end has done its work.
  const madeUp = slot !== undefined && incident?.failedAt.includes(slot) ? 1 : 0;
  const lost = failures - madeUp;
  if (lost <= 0) return `nothing has to be done${madeUp === 0 ? '' : ': the run that went wrong has been made up for'}`;
  return `see whether the work of the ${lost === 1 ? 'run' : counted(lost, 'run')} that went wrong has to be made up for`;
}

function byVerdict({ facts }: Telling): string {
  switch (badSlot(facts)?.verdict) {
    case 'missed':
      return 'see whether what starts the pipeline is enabled';
    case 'stuck':
      return 'open the run that has not ended and see where it waits';
    default:
      return 'open the newest run and its log';
  }
}
