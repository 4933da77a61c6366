import type { DiagnosisContext } from '../context';
import type { DeadLetter } from '../facts';
import { TriggerFindings, valueOf } from '../findings';
import { lookFrom } from '../look-back';

/** What was refused since the run in question was due, and belongs to this trigger: several may share a queue. Oldest first. */
export function undelivered({ profile, deadLetters }: TriggerFindings, context: DiagnosisContext): readonly DeadLetter[] {
  const from = lookFrom(context);
  const path = profile.kind === 'schedule' ? `/${profile.group}/${profile.name}` : `/${profile.name}`;
  return (valueOf(deadLetters) ?? [])
    // Tried for up to a day, an invocation may be given up long after it was due.
    .filter(({ scheduledAt, at }) => (scheduledAt ?? at ?? Infinity) >= from)
    .filter(({ source }) => source === undefined || source.endsWith(path))
    .sort((a, b) => timeOf(a) - timeOf(b));
}

function timeOf({ scheduledAt, at }: DeadLetter): number {
  return at ?? scheduledAt ?? 0;
}

/** Whether the target was not even asked, since the role may not. */
export function isDenied({ errorCode = '', errorMessage = '' }: DeadLetter): boolean {
  return /AccessDenied|NO_PERMISSIONS|NotAuthorized|Unauthorized|Forbidden|KMS/i.test(errorCode) || /is not authorized to|not authorized to perform|access denied/i.test(errorMessage);
}
