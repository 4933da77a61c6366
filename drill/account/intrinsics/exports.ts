import { property, scalarText } from './json';
import type { Resolver } from './resolver';
import { everyScope, type Scope } from './scope';

/** An output that a template exports. */
export interface Export {
  readonly scope: Scope;
  readonly output: string;
  readonly name: string;
}

/** What identifies an account and Region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** The export of that name, of the importing stack's account and Region if there is one there. */
export function findExport(resolver: Resolver, name: string): Export | undefined {
  return nearest(exportsOf(resolver).filter((candidate) => candidate.name === name), ({ scope }) => scope, resolver.scope.environment);
}

/** The stack of that name, of that account and Region if there is one there. */
export function findStack(resolver: Resolver, name: string, place: Place): Scope | undefined {
  return nearest(resolver.cloud.stacks.filter(({ stack }) => stack === name), (scope) => scope, place);
}

/** Names of exports may be made of intrinsics; one that needs an import to be known finds no exports. */
function exportsOf(resolver: Resolver): readonly Export[] {
  const { cloud } = resolver;
  return cloud.once(['exports'], () => cloud.stacks.flatMap(everyScope).flatMap((scope) => exportsOfScope(resolver, scope)), () => []);
}

function exportsOfScope(resolver: Resolver, scope: Scope): Export[] {
  return [...scope.outputs].flatMap(([output, definition]) => {
    const name = property(property(definition, 'Export'), 'Name');
    const resolved = scalarText(resolver.at(scope, scope.part(output, 'Output')).resolve(name));
    return resolved === undefined ? [] : [{ scope, output, name: resolved }];
  });
}

function nearest<T>(candidates: readonly T[], scopeOf: (candidate: T) => Scope, place: Place): T | undefined {
  const isThere = ({ environment }: Scope): boolean => environment.accountId === place.accountId && environment.region === place.region;
  return candidates.find((candidate) => isThere(scopeOf(candidate))) ?? candidates[0];
}
