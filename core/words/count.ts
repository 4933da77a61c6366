/** `1 blind spot`, `2 blind spots`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? singular : plural}`;
}

const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const RULES = new Intl.PluralRules('en', { type: 'ordinal' });

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(count: number): string {
  return `${count.toLocaleString('en-US')}${ENDINGS[RULES.select(count)]}`;
}

/** `A, B and C`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** The first few of many: `A, B and 7 more`. */
export function listedUpTo(most: number, items: readonly string[]): string {
  return items.length <= most ? listed(items) : `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
}
