// Writes the tables of docs/security.md. A test fails when they are not current.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RESOURCES, ROLES } from './allowed';
import { tables, withTable } from './page';

const page = path.join(__dirname, '..', '..', 'docs', 'security.md');
writeFileSync(page, [...tables(ROLES, RESOURCES)].reduce((text, [name, table]) => withTable(text, name, table), readFileSync(page, 'utf8')));
