/** How loudly something is told, from the loudest. Each severity has a topic of its own in an observatory. */
export const SEVERITIES = ['critical', 'warning'] as const;

export type SeverityName = (typeof SEVERITIES)[number];

/** The louder of two severities. */
export function louder(a: SeverityName, b: SeverityName): SeverityName {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}
