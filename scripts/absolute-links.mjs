// Registries show the README without the files that it links to. So published links are absolute and lead to the files
// of the released version in the repository; the README in the repository keeps relative links. Run by itself, this changes
// the copy of the README in .jsii, which the packages of the other languages show.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const IMAGE = /\.(png|svg|gif|jpe?g)$/;
/** A link target in Markdown that is neither absolute nor within the page. */
const RELATIVE = /(?<=\]\()(?![a-z][a-z+.-]*:|#|\/\/)[^)\s]+(?=\))/g;

/** Markdown whose relative links lead to the repository. Code blocks are left unchanged. */
export function withAbsoluteLinks(markdown, { repository, version }) {
  const home = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  const blocks = markdown.split(/(^```[\s\S]*?^```)/m);
  return blocks.map((text, index) => (index % 2 === 1 ? text : text.replaceAll(RELATIVE, (target) => (
    `${home}/${IMAGE.test(target) ? 'raw' : 'blob'}/v${version}/${target}`)))).join('');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = path.join(root, '.jsii');
  const assembly = JSON.parse(readFileSync(file, 'utf8'));
  assembly.readme.markdown = withAbsoluteLinks(assembly.readme.markdown, JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  writeFileSync(file, JSON.stringify(assembly, undefined, 2));
}
