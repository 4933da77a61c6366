import { isObject } from '../intrinsics/json';

/**
 * Construct paths by logical id, from the metadata of a stack artifact. Templates have them in their own metadata only
 * when the CDK CLI ran the app. A logical id that two constructs have, of a stack and one nested in it, is left out.
 */
export function constructPaths(metadata: unknown): ReadonlyMap<string, string> {
  const paths = new Map<string, string[]>();
  for (const [path, entries] of isObject(metadata) ? Object.entries(metadata) : []) {
    for (const entry of Array.isArray(entries) ? entries as unknown[] : []) {
      if (!isObject(entry) || entry['type'] !== 'aws:cdk:logicalId' || typeof entry['data'] !== 'string') continue;
      paths.set(entry['data'], [...paths.get(entry['data']) ?? [], path.replace(/^\//, '')]);
    }
  }
  const unique = [...paths].filter(([, found]) => found.length === 1);
  return new Map(unique.map(([logicalId, found]) => [logicalId, found.join()]));
}
