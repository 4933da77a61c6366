import type { PolicyStatementModel } from '../model';

/** The kinds of principals by their prefix in the model. */
const KINDS: Readonly<Record<string, string>> = { aws: 'AWS', service: 'Service', federated: 'Federated', canonical: 'CanonicalUser' };

/** A resource's policy as the service gives it: the JSON text that reads as these statements. */
export function policyText(statements: readonly PolicyStatementModel[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ sid, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions }) => ({
      Sid: sid,
      Effect: effect,
      ...oneOf('Principal', principals, notPrincipals, byKind),
      ...oneOf('Action', actions, notActions),
      ...oneOf('Resource', resources, notResources),
      Condition: conditions,
    })),
  });
}

function oneOf(name: string, these: readonly string[], notThese: readonly string[] | undefined, write: (texts: readonly string[]) => unknown = (texts) => texts): Record<string, unknown> {
  return notThese === undefined ? { [name]: write(these) } : { [`Not${name}`]: write(notThese) };
}

function byKind(principals: readonly string[]): unknown {
  if (principals.includes('*')) return '*';
  const lists = new Map<string, string[]>();
  for (const principal of principals) {
    const colon = principal.indexOf(':');
    const kind = KINDS[principal.slice(0, colon)]!;
    lists.set(kind, [...(lists.get(kind) ?? []), principal.slice(colon + 1)]);
  }
  return Object.fromEntries(lists);
}
