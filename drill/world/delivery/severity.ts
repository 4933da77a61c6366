import type { TopicModel } from '../../account/model';

/** How loud a topic is, from the loudest. Any other name is a severity of its own. */
export const SEVERITIES = ['critical', 'warning'] as const;

/** A topic's severity: what its display name, or its name, says of it. */
export function severityOf({ displayName, name }: Pick<TopicModel, 'displayName' | 'name'>): string {
  const text = `${displayName ?? ''} ${name}`.toLowerCase();
  return SEVERITIES.find((severity) => text.includes(severity)) ?? displayName ?? name;
}

/** Whether a message of one severity does where another was asked for. A name that says no severity always does. */
export function isAtLeast(severity: string, wanted: string): boolean {
  const [is, asked] = [severity, wanted].map((name) => SEVERITIES.indexOf(name as (typeof SEVERITIES)[number]));
  return is! < 0 || asked! < 0 || is! <= asked!;
}
