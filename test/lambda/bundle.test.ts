import { execFile } from 'node:child_process';
import { createServer, IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultProvider } from '../../lambda/credentials';

const BUNDLE = pathToFileURL(path.resolve(__dirname, '../../assets/checker/index.mjs')).href;
const RUN = `
  const { handler } = await import(${JSON.stringify(BUNDLE)});
  await handler({}, { getRemainingTimeInMillis: () => 5000 });`;

/** Runs one tick of the bundled checker against a server that refuses everything, and gives the headers of what it got. */
async function refusedRequests(credentials: NodeJS.ProcessEnv): Promise<IncomingHttpHeaders[]> {
  const requests: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers);
    response.writeHead(403).end();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const env = {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    OBSERVATORY: 'Prod', CONTRACTS_PATH: '/observatory', TOPIC_ARNS: 'arn:aws:sns:eu-west-1:111122223333:Critical', ...credentials,
  };
  try {
    await new Promise<void>((resolve, reject) => {
      execFile(process.execPath, ['--input-type=module', '--eval', RUN], { env }, (error) => (error === null ? resolve() : reject(error)));
    });
  } finally {
    server.close();
  }
  return requests;
}

test('The bundled clients sign with the credentials of the environment, as Lambda sets them.', async () => {
  const requests = await refusedRequests({ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' });
  const services = requests.map(({ authorization = '' }) => /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/([a-z]+)\/aws4_request, SignedHeaders=\S+, Signature=[0-9a-f]{64}$/.exec(authorization)?.[1]);
  expect(new Set(services)).toEqual(new Set(['ssm', 'sns', 'monitoring']));
  expect(new Set(requests.map((headers) => headers['x-amz-security-token']))).toEqual(new Set(['session']));
});

test('Without credentials in the environment nothing is sent.', async () => {
  expect(await refusedRequests({})).toEqual([]);
});

describe('credentials', () => {
  const before = process.env;
  afterEach(() => { process.env = before; });

  test('Whoever lacks them is told what is missing.', async () => {
    process.env = {};
    await expect(defaultProvider()()).rejects.toThrow(
      new Error('environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing: they are set by Lambda, for the role of the function'),
    );
  });

  test('They are read when they are needed.', async () => {
    const provide = defaultProvider();
    process.env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' };
    expect(await provide()).toEqual({ accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' });
  });
});
