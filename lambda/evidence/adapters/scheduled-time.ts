import type { Instant } from '../../../core/time';

/** A date with a time and a zone; `Date.parse` alone would take a bare number for a year. */
const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The scheduled time that an execution's input carries in one of its fields: what EventBridge Scheduler writes for
 * `<aws.scheduler.scheduled-time>`, or a rule as `time`. Undefined when it is not there or no ISO 8601 instant, as when
 * somebody started the execution by hand; the run is then placed by its start.
 */
export function scheduledTime(input: string | undefined, field: string): Instant | undefined {
  const value = fieldOf(input, field);
  if (typeof value !== 'string' || !ISO_INSTANT.test(value)) return undefined;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant;
}

function fieldOf(input: string | undefined, field: string): unknown {
  try {
    const parsed: unknown = JSON.parse(input ?? '');
    return typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, field) ? (parsed as Record<string, unknown>)[field] : undefined;
  } catch {
    return undefined;
  }
}
