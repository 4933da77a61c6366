import { existsSync } from 'node:fs';
import path from 'node:path';
import { FAULT_IDS } from '../../drill';
import { FAULTS } from '../../drill/faults/catalogue';
import { ran } from '../cli/fake-program';
import { codeBlocks, PAGES, ROOT, textOf } from './project-files';

const COMMANDS = ['drill', 'list-faults', 'overview', 'cost', 'status'] as const;
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

/** The long options in the help of a command. */
async function optionsOf(command: string): Promise<string[]> {
  const { stdout } = await ran([command, '--help']);
  return [...stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option!);
}

/** The calls of the program on the pages, each with its command and its options. An indented line continues the one before. */
const calls = PAGES.flatMap((page) => [...textOf(page).matchAll(/(?:npx|cdk-observed-pipeline|main\.mjs) (?:observed-pipeline )?((?:drill|list-faults|overview|cost|status)\b(?:[^\n`#|&]|\n {8,})*)/g)]
  .map(([, text]) => ({ page, command: text!.split(/\s/)[0]!, options: text!.match(/--[\w-]+/g) ?? [], faults: /--fault ([A-Za-z ]+)/.exec(text!)?.[1]?.trim().split(' ') ?? [] })));

test.each(COMMANDS)('Every option of %s that a page names is one that it has.', async (command) => {
  const known = await optionsOf(command);
  const own = calls.filter((call) => call.command === command);
  expect(own).not.toEqual([]);
  expect(own.flatMap(({ page, options }) => options.filter((option) => !known.includes(option)).map((option) => `${page}: ${option}`))).toEqual([]);
});

test('docs/drills.md names every option of drill.', async () => {
  const [synopsis] = codeBlocks(textOf('docs/drills.md')).filter(({ language, text }) => language === 'text' && text.startsWith('npx observed-pipeline drill [--app'));
  expect((await optionsOf('drill')).filter((option) => option !== '--help' && !synopsis!.text.includes(option))).toEqual([]);
});

test('Every page that calls a program names a command of it.', () => {
  const named = PAGES.flatMap((page) => [...textOf(page).matchAll(/(?:npx|npx -p cdk-observed-pipeline) observed-pipeline ([a-z][a-z-]*)/g)].map(([, command]) => command!));
  expect([...new Set(named)].filter((command) => !(COMMANDS as readonly string[]).includes(command))).toEqual([]);
});

test('Every script of npm that a page names is in package.json.', () => {
  const named = PAGES.flatMap((page) => [...textOf(page).matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, script]) => ({ page, script: script! })));
  expect(named.filter(({ script }) => scripts[script] === undefined)).toEqual([]);
});

test('Every bundle that a page runs is one that a build writes.', () => {
  const named = PAGES.flatMap((page) => [...textOf(page).matchAll(/\bnode ((?:cli-dist|scripts)\/[\w./-]+)/g)].map(([, file]) => file!));
  expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
});

describe('The output of npm start in the README', () => {
  const [, block] = /<!-- start-output -->\n```\n(.*?)```/s.exec(textOf('README.md'))!;
  const lines = block!.split('\n');

  test('has rows of the catalogue\'s faults, each below the head of its column.', () => {
    const head = lines.findIndex((line) => line.startsWith('Fault '));
    const column = lines[head]!.indexOf('NightlyOrders');
    const rows = lines.slice(head + 2, lines.indexOf('…', head));
    const titles = FAULT_IDS.map((id) => FAULTS[id].title);
    expect(rows.filter((row) => !titles.includes(row.slice(0, column).trimEnd()) || row[column - 1] !== ' ' || row[column] === ' ')).toEqual([]);
  });
});
