/** The name of a role from its ARN, which may have a path, or from its name. */
export function roleNameOf(text: string): string {
  return text.split('/').at(-1) ?? text;
}
