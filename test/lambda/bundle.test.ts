import { execFile } from 'node:child_process';
import { createServer, IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultProvider } from '../../lambda/credentials';

/** The event and the required variables of a bundle. */
interface Invoked {
  readonly event: unknown;
  readonly variables: NodeJS.ProcessEnv;
  /** The signing names of the services that the bundle calls first. */
  readonly services: readonly string[];
}

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Critical';
const ALARM = {
  AlarmName: 'Orders-Failed', AlarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:Orders-Failed', NewStateValue: 'ALARM', NewStateReason: 'Threshold Crossed',
  StateChangeTime: '2026-03-10T06:20:30.123+0000', AlarmDescription: '[op1 critical FAILED passing Failed Orders]',
};
const BUNDLES: readonly (readonly [name: string, invoked: Invoked])[] = [
  ['checker', { event: {}, variables: { OBSERVATORY: 'Prod', CONTRACTS_PATH: '/observatory', TABLE_NAME: 'Ledger', TOPIC_ARNS: TOPIC }, services: ['ssm', 'sns', 'monitoring', 'dynamodb'] }],
  ['notifier', {
    event: { Records: [{ Sns: { Message: JSON.stringify(ALARM) } }] },
    variables: { OBSERVATORY: 'Prod', CONTRACTS_PATH: '/observatory', PROFILES_PATH: '/observatory/profiles', TABLE_NAME: 'Incidents', CRITICAL_TOPIC_ARN: TOPIC, WARNING_TOPIC_ARN: TOPIC },
    services: ['ssm', 'dynamodb', 'sns'],
  }],
];

/** Invokes a bundle against a server that refuses everything. @returns the headers of the requests */
async function refusedRequests(name: string, { event, variables }: Invoked, credentials: NodeJS.ProcessEnv): Promise<IncomingHttpHeaders[]> {
  const requests: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers);
    response.writeHead(403).end();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const bundle = pathToFileURL(path.resolve(__dirname, '../../assets', name, 'index.mjs')).href;
  // The notifier rejects when it can notify nobody. This test ignores that.
  const run = `
    const { handler } = await import(${JSON.stringify(bundle)});
    await handler(${JSON.stringify(event)}, { getRemainingTimeInMillis: () => 5000 }).catch((error) => { if (!/messages failed/.test(error.message)) throw error; });`;
  const env = {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, ...variables, ...credentials,
  };
  try {
    await new Promise<void>((resolve, reject) => {
      execFile(process.execPath, ['--input-type=module', '--eval', run], { env }, (error) => (error === null ? resolve() : reject(error)));
    });
  } finally {
    server.close();
  }
  return requests;
}

test.each(BUNDLES)('The clients of the bundled %s sign with the credentials of the environment, as Lambda sets them.', async (name, invoked) => {
  const requests = await refusedRequests(name, invoked, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' });
  const services = requests.map(({ authorization = '' }) => /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/([a-z]+)\/aws4_request, SignedHeaders=\S+, Signature=[0-9a-f]{64}$/.exec(authorization)?.[1]);
  expect(new Set(services)).toEqual(new Set(invoked.services));
  expect(new Set(requests.map((headers) => headers['x-amz-security-token']))).toEqual(new Set(['session']));
});

test.each(BUNDLES)('Without credentials in the environment the bundled %s sends nothing.', async (name, invoked) => {
  expect(await refusedRequests(name, invoked, {})).toEqual([]);
});

describe('credentials', () => {
  const before = process.env;
  afterEach(() => { process.env = before; });

  test('Missing credentials are an error that names the missing variables.', async () => {
    process.env = {};
    await expect(defaultProvider()()).rejects.toThrow(
      new Error('environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing: they are set by Lambda, for the role of the function'),
    );
  });

  test('Credentials are read when they are needed.', async () => {
    const provide = defaultProvider();
    process.env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' };
    expect(await provide()).toEqual({ accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' });
  });
});
