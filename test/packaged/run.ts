import { spawnSync } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '../..');

const LAST_LINES = 60;

/** Where and with what a command runs. */
export interface RunOptions {
  readonly cwd: string;
  /** In addition to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end. @returns what it wrote to its output @throws when it fails, with the end of what it wrote */
export function run(command: string, args: readonly string[], { cwd, env = {} }: RunOptions): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd, env: { ...QUIET, ...process.env, ...env }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (status === 0) return stdout;
  const printed = (stdout + stderr).trimEnd().split('\n').slice(-LAST_LINES).join('\n');
  throw new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${printed}`);
}

/** What Node 20 being past its end of life, a newer CDK and CDK's slow validator have to say is no subject of these tests. */
const QUIET = {
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  CDK_DISABLE_VERSION_CHECK: '1',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CDK_VALIDATION: 'false',
};
