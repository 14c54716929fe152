/**
 * One loopback port for all services, Regions and accounts. Service and Region come from the signature's scope, the
 * caller from the access key: a stock SDK needs no more than AWS_ENDPOINT_URL.
 *
 * Each request: read it, prove who sent it, find the operation, apply the faults, run it, write the answer in the
 * words of the service's protocol.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { AwsError, RawOutput, type Service } from '../../base/service.ts';
import { AuthenticationError, authenticate, type FindCredential } from './authenticate.ts';
import { decodeChunked } from './aws-chunked.ts';
import { authenticationError } from './error-codes.ts';
import { execute, type Judge, type Surroundings } from './execute.ts';
import { type HttpAnswer, type HttpRequest, readRequest } from './http-message.ts';
import { PROTOCOLS } from './protocols/index.ts';
import { readScope } from './signature.ts';

export interface Principals extends Judge {
  credential: FindCredential;
}

export interface GatewayOptions extends Surroundings {
  services: Service[];
  principals: Principals;
  /** 0, or left out, picks a free port. */
  port?: number;
  /** PEM: it speaks TLS then, with this certificate. */
  tls?: { cert: string; key: string };
}

export interface Gateway {
  /** `http://127.0.0.1:PORT`, or `https://…`. */
  endpoint: string;
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1 only. Throws when the port is taken. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  const listener: RequestListener = async (message, response) => {
    try {
      const answer = await answerTo(await readRequest(message), services, options);
      if (answer !== 'lost') return send(response, answer);
    } catch {
      // The client went away, or what it sent is no request: there is nobody to answer in words of a protocol.
    }
    message.socket.destroy();
  };
  const { tls } = options;
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  // Above the idle time of SDK agents, so that it is the client who closes a connection.
  server.keepAliveTimeout = 120_000;
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerTo(
  request: HttpRequest,
  services: Map<string, Service>,
  options: GatewayOptions,
): Promise<HttpAnswer | 'lost'> {
  const service = serviceOf(request, services);
  const requestId = randomUUID();
  const name = REQUEST_ID[service.protocol] ?? 'x-amzn-requestid';
  const identified = (answer: HttpAnswer) => ({
    ...answer,
    headers: { [name]: requestId, ...answer.headers, ...service.headersFor?.(request) },
  });
  try {
    const answer = await run(request, service, requestId, options);
    return answer === 'lost' ? answer : identified(answer);
  } catch (error) {
    return identified(PROTOCOLS[service.protocol].writeError(service, awsError(service, error), requestId));
  }
}

/** The header that names the request in its answer, where it is not that of most services. */
const REQUEST_ID: Partial<Record<Service['protocol'], string>> = {
  'rest-xml': 'x-amz-request-id',
  'http-api': 'apigw-requestid',
};

/** By its path, where that is its alone, and else by what the request was signed for. */
function serviceOf(request: HttpRequest, services: Map<string, Service>): Service {
  const byPath = [...services.values()].find(({ prefix }) => prefix && request.path.startsWith(prefix));
  const name = readScope(request)?.service ?? '';
  return byPath ?? services.get(name) ?? unknownService(name, request);
}

async function run(
  signed: HttpRequest,
  service: Service,
  requestId: string,
  options: GatewayOptions,
): Promise<HttpAnswer | 'lost'> {
  const preflight = service.preflight?.(signed);
  if (preflight) return preflight;
  const { caller, scope } = authenticate(signed, options.principals.credential);
  if (scope.service !== service.signingName) {
    const message = `Credential should be scoped to correct service: '${service.signingName}'.`;
    throw new AuthenticationError('wrong-signature', message);
  }
  const request = service.protocol === 'rest-xml' ? decodeChunked(signed) : signed;
  const protocol = PROTOCOLS[service.protocol];
  const { operation, input } = protocol.read(service, request);
  const { body, headers } = request;
  const result = await execute({ service, operation, input, caller, region: scope.region, body, headers }, options);
  if (result.lost) return 'lost';
  const { output } = result;
  return output instanceof RawOutput ? output : protocol.write(service, operation, output, requestId);
}

function awsError(service: Service, error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof AuthenticationError) return authenticationError(service, error);
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError('InternalFailure', `The local cloud failed in ${service.signingName}: ${text}`, 500);
}

/** Nobody can say which protocol the client speaks: the body type is the best hint. */
function unknownService(signingName: string, request: HttpRequest): Service {
  const type = request.headers['content-type'] ?? '';
  const protocol = request.headers['x-amz-target'] ? 'json' : type.includes('form') ? 'query' : 'rest-json';
  return { signingName, protocol, operations: {} };
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}
