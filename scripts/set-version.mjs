// Copies the version of package.json to all other places, and dates the changelog. `npm version` runs it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
/** The other places of the version. */
const PLACES = [
  ['examples/java/pom.xml', /(?<=<observed-pipeline\.version>)[^<]+/],
  ['examples/go/go.mod', /(?<=cdkobservedpipeline v)\S+/],
];

/** The version that each place has now. */
export function versions() {
  return PLACES.map(([file, pattern]) => ({ file, version: pattern.exec(read(file))?.[0] }));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { version } = JSON.parse(read('package.json'));
  for (const [file, pattern] of PLACES) change(file, pattern, version);
  change('CHANGELOG.md', /(?<=^## )\S+ – unreleased$/m, `${version} – ${new Date().toISOString().slice(0, 10)}`);
}

function change(file, pattern, text) {
  const before = read(file);
  if (!pattern.test(before)) throw new Error(`${file} has nothing like ${pattern}`);
  writeFileSync(path.join(root, file), before.replace(pattern, text));
}

function read(file) {
  return readFileSync(path.join(root, file), 'utf8');
}
