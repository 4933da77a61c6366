import { counted, listed, listedUpTo } from '../../core/text/count-and-duration';
import type { DrillReport, DrillResult, NotPlayedNote } from '../result';
import { OUTCOMES } from './outcome-text';

/** Something that a drill does not prove, and why. */
export interface Omission {
  readonly where: string;
  readonly what: string;
}

/** The most important gap first. */
const CONCERNS: readonly NonNullable<NotPlayedNote['concerns']>[] = ['pipeline', 'alarm', 'delivery', 'trigger', 'work', 'other'];
/** Most titles and types on one line. */
const MOST = 4;

/** Faults that can happen to a pipeline but were not played, by their reason; those that the drill cannot play come first. */
export function omittedFaults({ results }: Pick<DrillReport, 'results'>): Omission[] {
  return (['notPlayed', 'notWatched'] as const).flatMap((outcome) => {
    const left = results.filter((result) => result.outcome === outcome);
    return [...groupedBy(left, ({ pipeline, reason = '' }) => `${pipeline} ${reason}`)].map(([first, ...more]): Omission => ({
      where: first.pipeline,
      what: `${counted(more.length + 1, 'fault')} ${OUTCOMES[outcome].word} (${listedUpTo(MOST, [first, ...more].map(({ title }) => title))}). ${first.reason ?? ''}`.trim(),
    }));
  });
}

/** What of the templates was not played, the most important first. Resources with the same reason share one entry. */
export function omittedResources({ notPlayed }: Pick<DrillReport, 'notPlayed'>): Omission[] {
  const groups = [...groupedBy(notPlayed, ({ where, what, type, concerns }) => `${type === undefined ? where : serviceOf(type)} ${concerns ?? 'other'} ${what}`)];
  const weight = ([{ concerns = 'other' }]: Group<NotPlayedNote>): number => CONCERNS.indexOf(concerns);
  return groups.sort((a, b) => weight(a) - weight(b)).map(omission);
}

function omission([first, ...more]: Group<NotPlayedNote>): Omission {
  const { where, what, type } = first;
  if (type === undefined || more.length === 0) return { where: type === undefined ? where : `${where} (${type})`, what };
  const types = [...groupedBy([first, ...more], (note) => note.type ?? '')].map((notes) => ({ count: notes.length, name: notes[0].type! }));
  if (types.length === 1) return { where: `${more.length + 1} × ${type}, for example ${where}`, what };
  const names = types.sort((a, b) => b.count - a.count).map(({ count, name }) => `${count} ${name.slice(serviceOf(name).length + 2)}`);
  return { where: `${more.length + 1} × ${serviceOf(type)} (${names.length > MOST ? listedUpTo(MOST, names) : listed(names)}), for example ${where}`, what };
}

/** The service of a resource type: `AWS::EC2`. */
function serviceOf(type: string): string {
  return type.split('::').slice(0, 2).join('::');
}

type Group<T> = readonly [T, ...T[]];

function groupedBy<T extends NotPlayedNote | DrillResult>(items: readonly T[], keyOf: (item: T) => string): Iterable<Group<T>> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups.values();
}
