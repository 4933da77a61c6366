import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { median } from './table';

/** How long a fresh process takes to load a handler's bundle. */
export function importMillis(bundle: string): number {
  const script = `const t=process.hrtime.bigint();await import(${JSON.stringify(pathToFileURL(bundle).href)});console.log(Number(process.hrtime.bigint()-t)/1e6)`;
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', OBSERVATORY: 'bench', CONTRACTS_PATH: '/bench', AWS_REGION: 'eu-west-1' };
  return median(Array.from({ length: 9 }, () => Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { env }).toString())));
}
