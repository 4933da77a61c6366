import { untilAborted } from '../../../common/until-aborted';

/** What the services call something that does not exist. */
const MISSING = new Set([
  'StateMachineDoesNotExist', 'ExecutionDoesNotExist', 'ResourceNotFoundException', 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue',
]);

/** Awaits a call until the signal aborts; undefined where the service says that what is asked about does not exist. */
export async function asking<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await untilAborted(signal, call);
  } catch (error) {
    if (error instanceof Error && MISSING.has(error.name)) return undefined;
    throw error;
  }
}

/** An instant of a date that a service gave; undefined where it gave none, or none that is. */
export function instantOf(date: Date | undefined): number | undefined {
  const instant = date?.getTime();
  return instant === undefined || Number.isNaN(instant) ? undefined : instant;
}
