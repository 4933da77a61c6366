import { Json, refuseUnless, Service } from '../wire';

/** A parameter of Parameter Store. */
export interface Parameter {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly lastChanged: number;
}

/** The most that either call gives (API reference). */
const PAGE = 10;

export function parameterStore(parameters: ReadonlyMap<string, Parameter>): Service {
  const shown = (name: string): Json => {
    const { text, lastChanged } = parameters.get(name)!;
    return { Name: name, Type: 'String', Value: text, Version: 1, LastModifiedDate: lastChanged / 1000, DataType: 'text' };
  };
  // A listing of thousands must not look at thousands for each page.
  const levels = new Map<string, string[]>();
  for (const name of [...parameters.keys()].sort()) {
    const path = name.slice(0, name.lastIndexOf('/'));
    const level = levels.get(path);
    if (level === undefined) levels.set(path, [name]);
    else level.push(name);
  }
  return {
    GetParametersByPath: ({ Path: path, MaxResults: most = PAGE, NextToken: token = '0' }) => {
      refuseUnless(Number(most) <= PAGE, `MaxResults must be ${PAGE} at most`);
      const names = levels.get(String(path)) ?? [];
      const begin = Number(token);
      const end = begin + Number(most);
      return { Parameters: names.slice(begin, end).map(shown), ...(end < names.length ? { NextToken: String(end) } : {}) };
    },
    GetParameters: ({ Names: asked }) => {
      const names = asked as string[];
      refuseUnless(names.length <= PAGE && new Set(names).size === names.length, `Names must be ${PAGE} different ones at most`);
      return { Parameters: names.filter((name) => parameters.has(name)).map(shown), InvalidParameters: names.filter((name) => !parameters.has(name)) };
    },
  };
}
