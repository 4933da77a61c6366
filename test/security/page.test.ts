import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RESOURCES, ROLES } from './allowed';
import { tables, withTable } from './page';

const page = readFileSync(path.join(__dirname, '..', '..', 'docs', 'security.md'), 'utf8');

test.each([...tables(ROLES, RESOURCES)])('The page on security has the table of %s, as `npm run docs` writes it.', (name, table) => {
  expect(page).toBe(withTable(page, name, table));
});

test('A page without a place for a table is an error.', () => {
  expect(() => withTable('# Security', 'roles', '')).toThrow(new Error('the page has no <!-- roles: … --> … <!-- /roles -->'));
});
