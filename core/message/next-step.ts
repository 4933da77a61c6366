import { counted } from '../words/count';
import { badSlot, missedDeadline, succeededAt } from './happening';
import { ended, sentence } from './sentence';
import { isRecovery, Telling } from './telling';

/** The one thing to do first: a sentence. */
export function nextStep(telling: Telling): string {
  const { facts: { diagnosis, notice } } = telling;
  if (isRecovery(telling)) return sentence(afterRecovery(telling));
  const advice = diagnosis.reasons[0]?.next ?? afterDeadline(telling) ?? notice.alarm?.lookFirst;
  return advice === undefined ? sentence(byVerdict(telling)) : ended(advice);
}

/** What the alarm advises is about a run that is not done yet. */
function afterDeadline({ facts }: Telling): string | undefined {
  const late = missedDeadline(facts);
  return late !== undefined && succeededAt(late) !== undefined ? 'See which step took the time, before it is late again.' : undefined;
}

function afterRecovery({ facts: { pipeline, notice: { recovered } }, incident }: Telling): string {
  // Nothing that an observatory does not do is lost: its next tick looks back.
  if (pipeline === undefined) return 'nothing has to be done';
  const { slot, unwatched, failures = 0 } = recovered ?? {};
  if (unwatched === true) return 'see that this was meant; what goes by another name now, or belongs to another observatory, is told anew';
  // The run that succeeded in the end has done its work.
  const madeUp = slot !== undefined && incident?.failedAt.includes(slot) ? 1 : 0;
  const lost = failures - madeUp;
  if (lost <= 0) return `nothing has to be done${madeUp === 0 ? '' : ': the run that went wrong has been made up for'}`;
  const runs = lost === 1 ? 'run' : counted(lost, 'run');
  return `see whether the work of the ${madeUp === 0 ? '' : 'other '}${runs} that went wrong has to be made up for`;
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
