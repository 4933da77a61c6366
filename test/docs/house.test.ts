import { existsSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { codeBlocks, fileOf, PAGES, PROJECT_FILES, ROOT, textOf } from './project-files';

const ROOMS = ['lib', 'lambda', 'core', 'template', 'cost', 'drill', 'cli'];
const SOURCES = PROJECT_FILES.filter((file) => file.endsWith('.ts') && ROOMS.includes(file.split('/')[0]!) && existsSync(path.join(ROOT, file)));
const KNOWN = new Set(SOURCES);

/** No file is longer: it is one subject, and fits a reader's head. */
const MOST_LINES = 400;

/** What a file imports or exports again: files of the project, and packages. */
function importsOf(file: string): { readonly files: readonly string[]; readonly packages: readonly string[] } {
  const names = ts.preProcessFile(textOf(file), true, true).importedFiles.map(({ fileName }) => fileName);
  const files = names.filter((name) => name.startsWith('.')).flatMap((name) => {
    const target = path.posix.join(path.posix.dirname(file), name);
    return [`${target}.ts`, `${target}/index.ts`].filter((candidate) => KNOWN.has(candidate));
  });
  return { files, packages: names.filter((name) => !name.startsWith('.')) };
}

const IMPORTS = new Map(SOURCES.map((file) => [file, importsOf(file)]));

/** The arrows as ARCHITECTURE.md draws them. */
const ARROWS = new Map([.../<!-- arrows.*?```\n(.*?)```/s.exec(textOf('ARCHITECTURE.md'))![1]!.matchAll(/^(\w+) +→ (.+)$/gm)]
  .map(([, from, to]) => [from!, to!.split(', ')]));

function roomOf(file: string): string {
  return file.split('/')[0]!;
}

test('A room imports only from the rooms that its arrow in ARCHITECTURE.md names.', () => {
  const wrong = SOURCES.flatMap((file) => IMPORTS.get(file)!.files
    .filter((target) => roomOf(target) !== roomOf(file) && !ARROWS.get(roomOf(file))?.includes(roomOf(target)))
    .map((target) => `${file} → ${target}`));
  expect(wrong).toEqual([]);
});

test('Each arrow in ARCHITECTURE.md stands for at least one import.', () => {
  const unused = [...ARROWS].flatMap(([from, rooms]) => rooms
    .filter((to) => !SOURCES.some((file) => roomOf(file) === from && IMPORTS.get(file)!.files.some((target) => roomOf(target) === to)))
    .map((to) => `${from} → ${to}`));
  expect(unused).toEqual([]);
});

test('Core imports no package and no module of Node.', () => {
  const wrong = SOURCES.filter((file) => roomOf(file) === 'core').flatMap((file) => IMPORTS.get(file)!.packages.map((name) => `${file} → ${name}`));
  expect(wrong).toEqual([]);
});

test(`No source file is longer than ${MOST_LINES} lines.`, () => {
  const lengths = SOURCES.map((file) => ({ file, lines: textOf(file).split('\n').length - 1 }));
  expect(lengths.filter(({ lines }) => lines > MOST_LINES)).toEqual([]);
});

test('No function has more than four parameters, but a callback whose caller decides that.', () => {
  const found: string[] = [];
  for (const file of SOURCES) {
    const look = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) && node.parameters.length > 4 && !ts.isCallExpression(node.parent)) found.push(`${file}: ${node.name?.getText() ?? 'a function'}`);
      ts.forEachChild(node, look);
    };
    look(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true));
  }
  expect(found).toEqual([]);
});

/** Files that may import each other in a circle, by why they may. */
const CIRCLES: Readonly<Record<string, readonly string[]>> = {
  'An intrinsic function resolves its arguments, which may be intrinsic functions.': ['template/intrinsics/functions.ts', 'template/intrinsics/resolver.ts'],
};

test('Files import each other in a circle only where it is listed why.', () => {
  const allowed = Object.values(CIRCLES);
  const wrong = circles().filter((circle) => !allowed.some((files) => circle.every((file) => files.includes(file))));
  expect(wrong).toEqual([]);
});

/** The strongly connected components of more than one file (Tarjan). */
function circles(): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  function visit(file: string): void {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    open.push(file);
    for (const target of IMPORTS.get(file)!.files) {
      if (!order.has(target)) visit(target);
      if (open.includes(target)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  }
  for (const file of SOURCES) if (!order.has(file)) visit(file);
  return found;
}

/** Files that are not in the repository: the build makes them. */
const BUILT = ['assets', 'cli-dist', 'dist', 'dist-jsii', 'cdk.out'];

test.each(PAGES.filter((page) => page !== 'CHANGELOG.md'))('Every path that %s names exists.', (page) => {
  const text = textOf(page);
  // A recipe of CONTRIBUTING.md names the files that it writes.
  const written = codeBlocks(text).flatMap((block) => fileOf(block) ?? []);
  const named = [...text.replaceAll(/^ *```.*?^ *```$/gms, '').matchAll(/`([^`\s]+)`/g)].map(([, name]) => name!.replace(/[,;:]$/, ''));
  const paths = named.filter((name) => /^[\w.-]+\//.test(name) && [...ROOMS, 'bin', 'test', 'bench', 'scripts', 'docs', 'examples', 'rosetta', '.ci'].includes(roomOf(name)));
  expect(paths.filter((name) => !BUILT.includes(roomOf(name)) && !written.includes(name) && !exists(name))).toEqual([]);
});

/** Whether a path leads to a file or a folder; `*` stands for any name. */
function exists(name: string): boolean {
  const pattern = name.replace(/\/$/, '').replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  const wanted = new RegExp(`^${pattern}(/|$)`);
  return PROJECT_FILES.some((file) => wanted.test(file));
}

test('Every check that a page names by its id exists.', () => {
  const ids = new Set(SOURCES.filter((file) => file.startsWith('lib/checks/')).flatMap((file) => [...textOf(file).matchAll(/\bid: '(\w+)'/g)].map(([, id]) => id!)));
  const tabled = /^\| id \| what is wrong[^\n]*\n[^\n]*\n((?:\|[^\n]*\n)+)/m.exec(textOf('docs/proof-of-life.md'))![1]!;
  const named = [
    ...[...tabled.matchAll(/^\| `(\w+)`/gm)].map(([, id]) => id!),
    ...PAGES.filter((page) => page !== 'CONTRIBUTING.md').flatMap((page) => [...textOf(page).matchAll(/cdk-observed-pipeline:(\w+)/g)].map(([, id]) => id!)),
  ];

  expect(named.length).toBeGreaterThanOrEqual(8);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});
