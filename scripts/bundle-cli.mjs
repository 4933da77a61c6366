// Bundles cli/main.ts into cli-dist/main.mjs, the program behind `npx observed-pipeline`, with the licences of what is in it.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleOne, root } from './bundle-one.mjs';

const outfile = 'cli-dist/main.mjs';
/**
 * More than this means that something like aws-cdk-lib slipped in: the program reads templates and plays the checker and
 * the notifier against them, for which it needs no CDK.
 */
const MAX_BYTES = 560 * 1024;

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const file = await bundleOne({
  entryPoint: 'cli/main.ts',
  outfile,
  maxBytes: MAX_BYTES,
  target: 'node20',
  firstLine: '#!/usr/bin/env node\n',
  define: { PACKAGE_VERSION: JSON.stringify(version) },
});
// npm pack keeps the mode as it is, and jsii's kernel executes the file itself.
chmodSync(file.path, 0o755);

const told = execFileSync(process.execPath, [file.path, '--version'], { encoding: 'utf8' }).trim();
if (told !== version) throw new Error(`${outfile} says that it is version ${told}, not ${version}`);
console.log(`${outfile}: ${file.bytes} bytes`);
