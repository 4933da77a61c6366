import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
const { license, stability, engines, peerDependencies, dependencies = {} } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  license: string; stability: string; engines: { node: string }; peerDependencies: Record<string, string>; dependencies?: Record<string, string>;
};

/** What a static badge says: its address is label-message-colour, with a hyphen written twice. */
function badge(label: string, message: string): string {
  return [label, message].map((text) => encodeURIComponent(text.replaceAll('-', '--'))).join('-');
}

test.each([
  ['licence', license], ['stability', stability], ['aws-cdk-lib', peerDependencies['aws-cdk-lib']!], ['node', engines.node], ['runtime dependencies', String(Object.keys(dependencies).length)],
])('The badge on %s says what package.json says.', (label, message) => {
  expect(readme).toContain(`https://img.shields.io/badge/${badge(label, message)}-`);
});

const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md', ...folder('docs'), ...folder('docs/decisions')];

function folder(name: string): string[] {
  return readdirSync(path.join(ROOT, name)).filter((file) => file.endsWith('.md')).map((file) => `${name}/${file}`);
}

test.each(pages)('Every link of %s within the project leads to a file that is there.', (page) => {
  const text = readFileSync(path.join(ROOT, page), 'utf8').replaceAll(/```.*?```/gs, '');
  const targets = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!);
  expect(targets.filter((target) => !existsSync(path.join(ROOT, path.dirname(page), target)))).toEqual([]);
});

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(page: string): string[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8').replaceAll(/^ *```.*?^ *```$/gms, '');
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

test.each(pages)('Every anchor to which %s links is a heading that is there.', (page) => {
  const text = readFileSync(path.join(ROOT, page), 'utf8').replaceAll(/```.*?```/gs, '');
  const targets = [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)#([^)\s]+)\)/g)].map(([, file, anchor]) => ({
    file: file === '' ? page : path.posix.join(path.posix.dirname(page), file!), anchor: anchor!,
  }));
  expect(targets.filter(({ file, anchor }) => file.endsWith('.md') && !anchorsOf(file).includes(anchor))).toEqual([]);
});
