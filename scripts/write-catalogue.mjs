// Writes the catalogue of faults into docs/drills.md. A test fails when the page has another one.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const page = path.join(root, 'docs', 'drills.md');
const table = execFileSync(process.execPath, [path.join(root, 'cli-dist', 'main.mjs'), 'list-faults', '--markdown'], { encoding: 'utf8' });
const marked = /(<!-- catalogue[^>]*-->\n).*?(<!-- \/catalogue -->)/s;
const text = readFileSync(page, 'utf8');
if (!marked.test(text)) throw new Error(`${page} has no <!-- catalogue --> … <!-- /catalogue -->`);
writeFileSync(page, text.replace(marked, (_, begin, end) => begin + table + end));
