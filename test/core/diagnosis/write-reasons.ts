// Writes the tables of reasons and permissions into docs/diagnosis.md. A test fails if the page has others.
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './reasons-table';

const PAGE = 'docs/diagnosis.md';
writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8')));
