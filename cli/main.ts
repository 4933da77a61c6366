import { EXIT } from './exit-code';
import { run } from './program';

/** Defined by scripts/bundle-cli.mjs. */
declare const PACKAGE_VERSION: string | undefined;

/** `observed-pipeline` with the arguments of this process. */
export function main(): void {
  // When you pipe into `head`, it closes the pipe before everything is written. That is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    // Node's own exit code for an uncaught error is 1, which would mean that the drill found something.
    process.stderr.write(`error: cannot write to standard output: ${error.message}\n`);
    process.exit(EXIT.usage);
  });
  // There is no other place to report it. The exit code still says what happened.
  process.stderr.on('error', () => undefined);
  const terminal = { stdout: process.stdout, stderr: process.stderr, env: process.env, clock: () => performance.now() };
  const version = typeof PACKAGE_VERSION === 'string' ? PACKAGE_VERSION : 'not bundled';
  // Only set the exit code, so that everything is written to a pipe before the process ends.
  void run(process.argv.slice(2), { terminal, version }).then((code) => { process.exitCode = code; });
}
