// Bundles each lambda/<name>/index.ts into assets/<name>/index.mjs, together with the licences of the bundled packages.
// The bytes depend only on the sources and the locked packages, so that an unchanged handler is not deployed again.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleOne, root, versionOnly } from './bundle-one.mjs';

/** A cold start reads and compiles all of this; a larger bundle contains something by mistake. */
const MAX_BYTES = 400 * 1024;
const MAX_BYTES_OF = {
  // The clients of six services take most of it: esbuild cannot remove unused parts of their tables of errors and shapes. The
  // notifier itself and core are 160 KB. The clients of a diagnosis are in a file of their own, which is loaded when it is needed.
  notifier: 560 * 1024,
};
/** Printed, not enforced: a busy machine must not break the build. */
const MAX_IMPORT_MILLIS = 200;

const names = readdirSync(path.join(root, 'lambda')).filter((name) => existsSync(path.join(root, 'lambda', name, 'index.ts'))).sort();
removeStale(names);
for (const name of names) await bundle(name);

async function bundle(name) {
  const outfile = `assets/${name}/index.mjs`;
  const file = await bundleOne({
    entryPoint: `lambda/${name}/index.ts`,
    outfile,
    split: true,
    maxBytes: MAX_BYTES_OF[name] ?? MAX_BYTES,
    target: 'node22',
    define: { 'process.env.NODE_ENV': '"production"' },
    // In Lambda, credentials come from the environment. The SDK's chain of all other sources would be 130 KB of unused code.
    alias: { '@aws-sdk/credential-provider-node': './lambda/credentials.ts' },
    plugins: [versionOnly],
  });

  const millis = importMillis(file.path);
  const slow = millis > MAX_IMPORT_MILLIS ? ` (more than ${MAX_IMPORT_MILLIS} ms)` : '';
  console.log(`${outfile}: ${file.bytes} bytes, imports in ${millis} ms${slow}`);
}

/** Best of three imports, each in a process of its own. Fails when the bundle does not export a handler. */
function importMillis(file) {
  const script = `
    const begun = performance.now();
    const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)});
    const took = performance.now() - begun;
    if (typeof handler !== 'function') throw new Error('the bundle exports no function named handler');
    console.log(Math.round(took));`;
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
  const once = () => Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env, encoding: 'utf8' }));
  return Math.min(once(), once(), once());
}

/** Removes the assets of handlers that do not exist any more. */
function removeStale(current) {
  const assets = path.join(root, 'assets');
  if (!existsSync(assets)) return;
  for (const name of readdirSync(assets)) {
    if (!current.includes(name)) rmSync(path.join(assets, name), { recursive: true });
  }
}
