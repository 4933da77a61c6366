// The licence notice of a bundle, because minifying removes the licences from the code.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The innermost package folder of a path; nested node_modules are separate packages. */
const PACKAGE_FOLDER = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE_FILE = /^(licen[sc]e|notice|copying)(\.(md|txt))?$/i;
const RULE = '-'.repeat(80);

/**
 * The licences of the bundled packages: a list of them, and each text once with the packages that have it.
 * @param {string} root the folder that the inputs are relative to
 * @param {readonly string[]} inputs the bundle's inputs as esbuild's metafile names them
 */
export function thirdPartyLicenses(root, inputs) {
  const folders = [...new Set(inputs.flatMap((input) => PACKAGE_FOLDER.exec(input)?.[1] ?? []))];
  const packages = folders.map((folder) => readPackage(path.join(root, folder))).sort((a, b) => compare(a.id, b.id));
  const byText = new Map();
  for (const { id, texts } of packages) {
    for (const text of texts) byText.set(text, [...(byText.get(text) ?? []), id]);
  }
  return [
    'This bundle contains the following packages.',
    '',
    ...packages.map(({ id, license, texts }) => `${id}  ${license}${texts.length === 0 ? ' (the package has no licence file)' : ''}`),
    ...[...byText].flatMap(([text, ids]) => ['', RULE, ...ids, RULE, '', text]),
    '',
  ].join('\n');
}

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string' || license === '') throw new Error(`${name} ${version} does not state its licence and would be part of a bundle: replace it`);
  const texts = readdirSync(folder).filter((file) => LICENCE_FILE.test(file)).sort(compare)
    .map((file) => readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return { id: `${name} ${version}`, license, texts };
}

/** By code units, because the order of a locale differs from machine to machine. */
function compare(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
