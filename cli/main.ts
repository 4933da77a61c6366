import { run } from './program';

/** Put in by scripts/bundle-cli.mjs. */
declare const PACKAGE_VERSION: string | undefined;

/** `observed-pipeline` with the arguments of this process. */
export function main(): void {
  // Whoever pipes into `head` closes the pipe before all is written: nothing to complain about.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const terminal = { stdout: process.stdout, stderr: process.stderr, env: process.env, clock: () => performance.now() };
  const version = typeof PACKAGE_VERSION === 'string' ? PACKAGE_VERSION : 'not bundled';
  // The exit code is only set: whatever is still to be written to a pipe is written first.
  void run(process.argv.slice(2), { terminal, version }).then((code) => { process.exitCode = code; });
}
