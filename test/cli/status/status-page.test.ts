import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PERMISSIONS } from '../../../cli/status/access';

const DOCS = path.join(__dirname, '..', '..', '..', 'docs');
const page = readFileSync(path.join(DOCS, 'status.md'), 'utf8');

test('The policy on the page allows what status calls and nothing else.', () => {
  const [, json] = /<!-- policy -->\n```json\n(.*?)```/s.exec(page)!;
  const { Statement: statements } = JSON.parse(json!) as { Statement: { Action: string | string[] }[] };
  expect(statements.flatMap(({ Action: action }) => action)).toEqual(PERMISSIONS);
});

test('Every link of the page leads to an existing file.', () => {
  for (const [, target] of page.matchAll(/\]\(([\w./-]+)(?:#[\w-]+)?\)/g)) expect(() => readFileSync(path.join(DOCS, target!))).not.toThrow();
});
