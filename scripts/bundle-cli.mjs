// Bundles cli/main.ts into cli-dist/main.mjs, the program behind `npx observed-pipeline`, and the AWS clients of its command
// `status` into cli-dist/aws.mjs, which is loaded by that command alone; with the licences of what is in them.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleOne, root, versionOnly } from './bundle-one.mjs';

/**
 * Half of it is the drill with the code of checker and notifier that it plays. More means that something like aws-cdk-lib or
 * an AWS client slipped in: the program reads templates, for which it needs neither.
 */
const MAX_BYTES = 600 * 1024;
/** Six AWS clients and the whole chain that finds credentials: profiles, single sign-on, web identities, instance metadata. */
const MAX_AWS_BYTES = 650 * 1024;
const AWS = 'aws.mjs';

/** What is imported as `./aws` is the other file, and stays outside. */
const awsApart = {
  name: 'aws-apart',
  setup(bundler) {
    bundler.onResolve({ filter: /^\.\/aws$/ }, ({ kind }) => (kind === 'dynamic-import' ? { path: `./${AWS}`, external: true } : undefined));
  },
};

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const aws = await bundleOne({ entryPoint: 'cli/status/aws/index.ts', outfile: `cli-dist/${AWS}`, maxBytes: MAX_AWS_BYTES, target: 'node20', plugins: [versionOnly] });
const main = await bundleOne({
  entryPoint: 'cli/main.ts',
  outfile: 'cli-dist/main.mjs',
  maxBytes: MAX_BYTES,
  target: 'node20',
  firstLine: '#!/usr/bin/env node\n',
  beside: aws.inputs,
  define: { PACKAGE_VERSION: JSON.stringify(version) },
  plugins: [awsApart],
});
// npm pack keeps the mode as it is, and jsii's kernel executes the file itself.
chmodSync(main.path, 0o755);

const told = execFileSync(process.execPath, [main.path, '--version'], { encoding: 'utf8' }).trim();
if (told !== version) throw new Error(`cli-dist/main.mjs says that it is version ${told}, not ${version}`);
requireAws();
console.log(`cli-dist/main.mjs: ${main.bytes} bytes\ncli-dist/${AWS}: ${aws.bytes} bytes`);

/** The program must find the other file and look for credentials, of which there are none here. Nothing else may be printed, no warning of the SDK either. */
function requireAws() {
  const env = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  const { status, stderr } = spawnSync(process.execPath, [main.path, 'status', '--region', 'us-east-1'], { encoding: 'utf8', env });
  if (status !== 2 || !stderr.startsWith('error: there are no AWS credentials.')) throw new Error(`cli-dist/${AWS} is not loaded as it should be:\n${stderr}`);
}
