// What every bundle of this repository has in common: its build options, its size limit, and the licences beside it.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

export const root = path.resolve(import.meta.dirname, '..');

/** A CommonJS package in an ES module has no `require` of its own. */
const REQUIRE = "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** The SDK's clients import their package.json for their version; the rest of it would be 10 KB of unused data. */
export const versionOnly = {
  name: 'version-only',
  setup(bundler) {
    bundler.onLoad({ filter: /node_modules.*[\\/]package\.json$/ }, ({ path: file }) => {
      const { name, version } = JSON.parse(readFileSync(file, 'utf8'));
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};

/**
 * Bundles one entry point into a minified module, by default an ES module, with THIRD-PARTY-LICENSES.txt beside it. The bytes
 * depend only on the sources and the locked packages.
 * @param beside inputs of another bundle in the same folder, whose licences go into the same file
 * @param split whether what is imported when it is needed becomes a file of its own; the folder must hold nothing else
 * @param options further options of esbuild: `target` and others for this bundle
 * @returns where it was written, the size of what is loaded with it, and its inputs
 */
export async function bundleOne({ entryPoint, outfile, maxBytes, beside = [], split = false, format = 'esm', ...options }) {
  const { dir, name, ext } = path.parse(outfile);
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [{ in: entryPoint, out: name }],
    outdir: dir,
    outExtension: { '.js': ext },
    splitting: split,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format,
    // esbuild can remove unused parts of a package's ES modules. By default it takes the CommonJS, which is 217 KB more for the
    // SDK.
    mainFields: ['module', 'main'],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    banner: { js: format === 'esm' ? REQUIRE : '' },
    ...options,
  });
  const bytes = loadedBytes(metafile.outputs, outfile);
  if (bytes > maxBytes) throw new Error(`${outfile} has ${bytes} bytes, more than ${maxBytes}: look for the biggest inputs with esbuild --analyze`);

  if (split) rmSync(path.join(root, dir), { recursive: true, force: true });
  mkdirSync(path.join(root, dir), { recursive: true });
  for (const file of outputFiles) writeFileSync(file.path, file.contents);
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0));
  writeFileSync(path.join(root, dir, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(root, [...used, ...beside]));
  return { path: path.join(root, outfile), bytes, inputs: used };
}

/** The size of a file and of the files that it always loads; what is imported when it is needed is left out. */
function loadedBytes(outputs, file, seen = new Set()) {
  if (seen.has(file)) return 0;
  seen.add(file);
  const { bytes, imports } = outputs[file];
  return imports.filter(({ kind, external }) => kind === 'import-statement' && !external).reduce((sum, { path: other }) => sum + loadedBytes(outputs, other, seen), bytes);
}
