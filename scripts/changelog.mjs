// Reads CHANGELOG.md. Run as a program, it prints the section of one version, which is the text of a release.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const page = path.resolve(import.meta.dirname, '..', 'CHANGELOG.md');
const HEADING = /^## (?<version>\S+) – (?<date>unreleased|\d{4}-\d\d-\d\d)$/;

/** The sections of the changelog, newest first: version, date (`unreleased` until there is one) and text. */
export function sections() {
  const found = [];
  for (const line of readFileSync(page, 'utf8').split('\n')) {
    if (line.startsWith('## ')) {
      const heading = HEADING.exec(line);
      if (heading === null) throw new Error(`CHANGELOG.md has the heading '${line}'; it must be '## <version> – <date or unreleased>'`);
      found.push({ ...heading.groups, lines: [] });
    } else {
      found.at(-1)?.lines.push(line);
    }
  }
  return found.map(({ version, date, lines }) => ({ version, date, text: lines.join('\n').trim() }));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const section = sections().find(({ version }) => version === process.argv[2]);
  if (section === undefined) throw new Error(`CHANGELOG.md has no section of version '${process.argv[2]}'`);
  console.log(section.text);
}
