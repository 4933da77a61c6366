/** A CloudFormation template as JSON has it. */
export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  readonly [section: string]: unknown;
}

/**
 * Where two templates differ, as paths with both values; empty when they are the same. What tells where a template comes
 * from is left out: `Metadata` (paths of constructs and files) and CDK's usage report (versions and language).
 */
export function differences(expected: Template, actual: Template): string[] {
  return compare('', withoutOrigin(expected), withoutOrigin(actual));
}

function withoutOrigin(template: Template): Template {
  const resources = Object.entries(template.Resources)
    .filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata')
    .map(([id, resource]) => [id, { ...resource, Metadata: undefined }]);
  return { ...template, Metadata: undefined, Resources: Object.fromEntries(resources) as Template['Resources'] };
}

function compare(path: string, expected: unknown, actual: unknown): string[] {
  if (isObject(expected) && isObject(actual) && Array.isArray(expected) === Array.isArray(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].sort().flatMap((key) => compare(path === '' ? key : `${path}.${key}`, expected[key], actual[key]));
  }
  return Object.is(expected, actual) ? [] : [`${path}: expected ${show(expected)}, got ${show(actual)}`];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
