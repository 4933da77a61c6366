import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { Faults } from './faults';
import { queryAnswer, queryError, readForm } from './query-protocol';
import { Json, Service, ServiceError } from './wire';

/** A server on this machine that uses AWS's wire protocol. */
export interface StandIn {
  readonly endpoint: string;
  /** How many requests came, by operation. */
  readonly requests: Map<string, number>;
  /** How many of them were refused as too many. */
  readonly throttled: Map<string, number>;
  close(): Promise<void>;
}

/** Services by what names them in a request: the prefix of X-Amz-Target, or `query` for the one whose requests are forms. */
export type Services = Readonly<Record<string, Service>>;

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly input: Json;
}

/** Starts a server that answers for services. What it does not know does not exist. */
export async function startStandIn(services: Services, faults: Faults): Promise<StandIn> {
  const requests = new Map<string, number>();
  const throttled = new Map<string, number>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => answer(request, body, response));
  });
  // The clients keep connections for the next request.
  server.keepAliveTimeout = 60_000;

  const answer = async (request: IncomingMessage, body: string, response: ServerResponse): Promise<void> => {
    const call = callOf(request, body);
    const index = requests.get(call.operation) ?? 0;
    requests.set(call.operation, index + 1);
    const { delayMillis = 0, error } = faults({ operation: call.operation, index, input: call.input }) ?? {};
    if (delayMillis > 0) await pause(delayMillis);
    if (error?.code === 'ThrottlingException') throttled.set(call.operation, (throttled.get(call.operation) ?? 0) + 1);
    try {
      if (error !== undefined) throw error;
      const operation = services[call.service]?.[call.operation];
      if (operation === undefined) throw new ServiceError('ResourceNotFoundException', `the stand-in has no ${call.service} ${call.operation}`, 404);
      send(response, call, 200, operation(call.input));
    } catch (problem) {
      if (!(problem instanceof ServiceError)) throw problem;
      send(response, call, problem.status, problem);
    }
  };

  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    throttled,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** Bodies of PutMetricData beyond 10 KB come compressed. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

function callOf({ headers, method = '', url = '' }: IncomingMessage, body: string): Call {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const [service = '', operation = ''] = target.split('.');
    return { service, operation, input: JSON.parse(body) as Json };
  }
  if (headers['content-type'] === 'application/x-www-form-urlencoded') return { service: 'query', ...readForm(body) };
  return { service: 'rest', operation: `${method} ${url.split('?')[0]!.split('/')[1]!}`, input: {} };
}

function send(response: ServerResponse, { service, operation }: Call, status: number, what: Json | ServiceError | undefined): void {
  if (service === 'query') {
    response.writeHead(status, { 'content-type': 'text/xml' }).end(what instanceof ServiceError ? queryError(what) : queryAnswer(operation, what as Json | undefined));
    return;
  }
  if (what instanceof ServiceError) {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': what.code })
      .end(JSON.stringify({ __type: what.code, message: what.message, ...what.details }));
    return;
  }
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(what === undefined ? '' : JSON.stringify(what));
}
