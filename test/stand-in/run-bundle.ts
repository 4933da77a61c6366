import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** How a bundle is run: as Lambda does, but for the processor and the version of Node. */
export interface Run {
  /** The folder of it in `assets`. */
  readonly bundle: string;
  readonly endpoint: string;
  readonly variables: NodeJS.ProcessEnv;
  /** Invoked one after the other in one process. */
  readonly invocations: readonly Invocation[];
  /** The function's timeout. */
  readonly timeoutMillis: number;
  readonly memoryMb: number;
}

export interface Invocation {
  readonly event: unknown;
  /** By how much the clock is ahead of what it is. @default 0 */
  readonly laterMillis?: number;
}

/** What became of one invocation. */
export interface Invoked {
  readonly millis: number;
  readonly cpuMillis: number;
  readonly result?: unknown;
  readonly error?: string;
}

export interface Ran {
  readonly invoked: readonly Invoked[];
  /** The most memory that the process ever had. */
  readonly peakMb: number;
  /** The lines of its log. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
}

/** Lambda lets the heap of Node have nine tenths of the function's memory. */
const HEAP_SHARE = 0.9;

/** Of a process of its own, in which the bundle is all there is. */
const SCRIPT = `
const { bundle, invocations, timeoutMillis } = await new Promise((resolve) => process.once('message', resolve));
const clock = Date.now;
let later = 0;
// The handler takes the clock when it is made.
Date.now = () => clock() + later;
const { handler } = await import(bundle);
const invoked = [];
for (const { event, laterMillis = 0 } of invocations) {
  later = laterMillis;
  const begun = performance.now();
  const cpu = process.cpuUsage();
  let outcome;
  try {
    outcome = { result: await handler(event, { getRemainingTimeInMillis: () => timeoutMillis - (performance.now() - begun) }) };
  } catch (error) {
    outcome = { error: String(error) };
  }
  const { user, system } = process.cpuUsage(cpu);
  invoked.push({ millis: performance.now() - begun, cpuMillis: (user + system) / 1000, ...outcome });
}
process.send({ invoked, peakMb: process.resourceUsage().maxRSS / 1024 }, () => process.exit());
`;

/** Runs a bundle of assets in a process of its own against an endpoint. */
export async function runBundle({ bundle, endpoint, variables, invocations, timeoutMillis, memoryMb }: Run): Promise<Ran> {
  const file = pathToFileURL(path.resolve(__dirname, '../../assets', bundle, 'index.mjs')).href;
  const child = spawn(process.execPath, [`--max-old-space-size=${Math.floor(memoryMb * HEAP_SHARE)}`, '--input-type=module', '--eval', SCRIPT], {
    env: {
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret', ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.send({ bundle: file, invocations, timeoutMillis });
  const [out, problems] = [collected(child.stdout!), collected(child.stderr!)];
  const reported = new Promise<Pick<Ran, 'invoked' | 'peakMb'>>((resolve) => { child.once('message', (message) => resolve(message as Pick<Ran, 'invoked' | 'peakMb'>)); });
  const died = once(child, 'close').then(async ([code]) => { throw new Error(`${bundle} ended with ${String(code)}: ${await problems}`); });
  const { invoked, peakMb } = await Promise.race([reported, died]);
  died.catch(() => undefined);
  const log = (await out).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
  return { invoked, peakMb, log };
}

async function collected(stream: NodeJS.ReadableStream): Promise<string> {
  const parts: string[] = [];
  for await (const part of stream) parts.push(String(part));
  return parts.join('');
}
