// Bundles cli/main.ts into cli-dist/main.mjs, the program behind `npx observed-pipeline`, with the licences of what is in it.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

const root = path.resolve(import.meta.dirname, '..');
const outfile = 'cli-dist/main.mjs';
/** More than this means that something like aws-cdk-lib slipped in: the program reads templates, it needs no CDK. */
const MAX_BYTES = 400 * 1024;

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const { outputFiles: [file], metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['cli/main.ts'],
  outfile,
  bundle: true,
  write: false,
  metafile: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  define: { PACKAGE_VERSION: JSON.stringify(version) },
  // Commander is CommonJS, which finds no `require` of its own in an ES module.
  banner: { js: "#!/usr/bin/env node\nimport{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
});
const bytes = file.contents.length;
if (bytes > MAX_BYTES) throw new Error(`${outfile} has ${bytes} bytes, more than ${MAX_BYTES}: look for the biggest inputs with esbuild --analyze`);

mkdirSync(path.dirname(file.path), { recursive: true });
writeFileSync(file.path, file.contents);
// npm pack keeps the mode as it is, and jsii's kernel executes the file itself.
chmodSync(file.path, 0o755);
const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0));
writeFileSync(path.join(path.dirname(file.path), 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(root, used));

const told = execFileSync(process.execPath, [file.path, '--version'], { encoding: 'utf8' }).trim();
if (told !== version) throw new Error(`${outfile} says that it is version ${told}, not ${version}`);
console.log(`${outfile}: ${bytes} bytes`);
