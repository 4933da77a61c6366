// Bundles cli/bundle.ts into cli-dist/program.cjs, with one entry file for each use: main.mjs is `npx observed-pipeline`,
// drill.js is `require('cdk-observed-pipeline/drill')`, worker.js is a thread of the drill. The AWS clients of the command
// `status` are in aws.mjs, which only that command loads. The licences of their packages are in the same folder.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bundleOne, root, versionOnly } from './bundle-one.mjs';

/**
 * Half of it is the drill with the code of the checker and the notifier that it plays. A larger bundle contains something like
 * aws-cdk-lib or an AWS client by mistake: the program reads templates and needs neither.
 */
const MAX_BYTES = 600 * 1024;
/** Six AWS clients and the whole credential chain: profiles, single sign-on, web identities, instance metadata. */
const MAX_AWS_BYTES = 650 * 1024;
const AWS = 'aws.mjs';

/** An import of `./aws` is the other file, and is not bundled. */
const awsApart = {
  name: 'aws-apart',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/aws$/ }, ({ kind }) => (kind === 'dynamic-import' ? { path: `./${AWS}`, external: true } : undefined));
  },
};

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const aws = await bundleOne({ entryPoint: 'cli/status/aws/index.ts', outfile: `cli-dist/${AWS}`, maxBytes: MAX_AWS_BYTES, target: 'node20', plugins: [versionOnly] });
const program = await bundleOne({
  entryPoint: 'cli/bundle.ts',
  outfile: 'cli-dist/program.cjs',
  format: 'cjs',
  maxBytes: MAX_BYTES,
  target: 'node20',
  beside: aws.inputs,
  define: { PACKAGE_VERSION: JSON.stringify(version) },
  plugins: [awsApart],
});

const main = path.join(root, 'cli-dist', 'main.mjs');
for (const [file, text] of Object.entries(entries())) writeFileSync(path.join(root, 'cli-dist', file), text);
// npm pack keeps the file mode, and jsii's kernel executes the file itself.
chmodSync(main, 0o755);

const printed = execFileSync(process.execPath, [main, '--version'], { encoding: 'utf8' }).trim();
if (printed !== version) throw new Error(`cli-dist/main.mjs reports version ${printed}, not ${version}`);
requireAws();
console.log(`cli-dist/program.cjs: ${program.bytes} bytes\ncli-dist/${AWS}: ${aws.bytes} bytes`);

/** The entry files of the bundle. */
function entries() {
  const load = "require('./program.cjs')";
  return {
    'main.mjs': "#!/usr/bin/env node\nimport program from './program.cjs';\n\nprogram.main();\n",
    // Node finds names that an ES module imports only where they are written out.
    'drill.js': `const { ${drillNames()} } = ${load};\n\nmodule.exports = { ${drillNames()} };\n`,
    'worker.js': `${load}.serveThread();\n`,
  };
}

/** What the package's entry `./drill` exports. */
function drillNames() {
  const { main: _program, serveThread: _thread, ...drill } = createRequire(import.meta.url)(program.path);
  return Object.keys(drill).join(', ');
}

/**
 * The program must find the other file and look for credentials, which do not exist here. It must print nothing else, not even
 * a warning of the SDK.
 */
function requireAws() {
  const env = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  const { status, stderr } = spawnSync(process.execPath, [main, 'status', '--region', 'us-east-1'], { encoding: 'utf8', env });
  if (status !== 2 || !stderr.startsWith('error: there are no AWS credentials.')) throw new Error(`cli-dist/${AWS} does not load correctly:\n${stderr}`);
}
