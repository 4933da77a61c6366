import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { Processes, requireGone, tail } from './processes';
import { until } from './until';

/** The emulated account. Its number as the access key is the emulator's root user, who may do everything. */
export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

const SERVICES = 's3,sts,iam,cloudformation,ssm,ecr,kms,lambda,logs,monitoring,sns,sqs,scheduler,events,states,dynamodb,pipes';

/** A running emulator. */
export interface Emulator {
  readonly endpoint: string;
  readonly log: string;
  stop(): Promise<void>;
  /** @throws when a process of it is left */
  requireGone(): Promise<void>;
}

/**
 * Starts the emulator on a free port of the loopback interface, with its files in a folder of the test. Policies are
 * enforced: what a role may not do fails, as on AWS.
 */
export async function startEmulator(processes: Processes, bin: string, temp: string): Promise<Emulator> {
  const port = await freePort();
  const home = path.join(temp, 'emulator');
  mkdirSync(path.join(home, 'tmp'), { recursive: true });
  const log = path.join(temp, 'emulator.log');
  // Nothing of this process's environment: the emulated Lambda functions would inherit it.
  const env = {
    PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    HOME: home,
    TMPDIR: path.join(home, 'tmp'),
    LANG: 'C.UTF-8',
    BIND_HOST: '127.0.0.1',
    GATEWAY_PORT: `${port}`,
    MINISTACK_HOST: '127.0.0.1',
    MINISTACK_ACCOUNT_ID: ACCOUNT,
    MINISTACK_REGION: REGION,
    AUTH: 'true',
    SERVICES,
    LAMBDA_EXECUTOR: 'local',
    PERSIST_STATE: '0',
    S3_PERSIST: '0',
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    DOCKER_HOST: 'unix:///nonexistent',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
  const child = processes.start(path.join(bin, 'python'), ['-u', path.join(__dirname, 'emulator.py')], { env, log });
  const endpoint = `http://127.0.0.1:${port}`;
  await until('the emulator', 30, async () => {
    if (child.exitCode !== null) throw new Error(`the emulator ended with ${child.exitCode}:\n${tail(log)}`);
    return await isReady(endpoint) ? true : undefined;
  });
  return { endpoint, log, stop: () => processes.stop(child), requireGone: () => requireGone(child) };
}

async function isReady(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/_ministack/ready`);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
