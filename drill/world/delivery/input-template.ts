import { own } from '../../../core/names';
import { isObject } from '../../account/intrinsics/json';

const PLACE = /<(\$|aws\.pipes\.[a-z.-]+)((?:\.[A-Za-z0-9_-]+|\[\d+\])*)>/g;

/**
 * What a pipe makes of a record by its template: places such as `<$.body.Message>` are replaced by parts of the record;
 * a text of JSON in it is looked into as if it were an object. A template in quotes gives a text.
 * (EventBridge user guide, "Amazon EventBridge Pipes input transformation")
 *
 * @param record an object
 * @param reserved values of `aws.pipes.…`
 */
export function filledIn(template: string, record: unknown, reserved: Readonly<Record<string, string>> = {}): string {
  const isText = template.trimStart().startsWith('"');
  const filled = template.replace(PLACE, (place, root: string, path: string, offset: number) => {
    const value = root === '$' ? at(record, path) : own(reserved, root);
    if (value === undefined) return '';
    if (isText || isQuoted(template, place, offset)) return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(JSON.stringify(value)).slice(1, -1);
    return typeof value === 'string' && typeof parsed(value) !== 'string' ? value : JSON.stringify(value);
  });
  if (!isText) return filled;
  try {
    return String(JSON.parse(filled));
  } catch {
    return filled;
  }
}

/** Whether a place stands alone between quotes. */
function isQuoted(template: string, place: string, offset: number): boolean {
  return template[offset - 1] === '"' && template[offset + place.length] === '"';
}

function at(record: unknown, path: string): unknown {
  let value = record;
  for (const [, name, index] of path.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]/g)) {
    value = parsed(value);
    if (name !== undefined) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    else value = Array.isArray(value) ? (value as unknown[])[Number(index)] : undefined;
  }
  return value;
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
