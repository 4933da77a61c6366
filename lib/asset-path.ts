import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of a bundled handler. It lies beside package.json, whether this file runs from lib/ or from dist/lib/. */
export function assetPath(name: string): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  const path = join(folder, 'assets', name);
  if (!existsSync(path)) throw new Error(`the bundled handler '${name}' is missing at ${path}; in a checkout run: npm run bundle`);
  return path;
}
