import { counted } from '../words/count';
import { badSlot } from './happening';
import { isRecovery, Telling } from './telling';

/** The one thing to do first. */
export function nextStep(telling: Telling): string {
  const { facts: { diagnosis, notice } } = telling;
  if (isRecovery(telling)) return afterRecovery(notice.recovered?.failures ?? 0);
  return diagnosis.reasons[0]?.next ?? notice.alarm?.lookFirst ?? byVerdict(telling);
}

function afterRecovery(failures: number): string {
  if (failures === 0) return 'nothing has to be done';
  return `see whether the work of the ${counted(failures, 'run')} that went wrong has to be made up for`;
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
