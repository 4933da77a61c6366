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
  const filled = template.replace(PLACE, (_place, root: string, path: string) => {
    const value = root === '$' ? at(record, path) : reserved[root];
    if (typeof value !== 'string') return value === undefined ? '' : JSON.stringify(value);
    return isText ? JSON.stringify(value).slice(1, -1) : value;
  });
  if (!isText) return filled;
  try {
    return String(JSON.parse(filled));
  } catch {
    return filled;
  }
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
