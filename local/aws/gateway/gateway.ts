/**
 * One loopback port for all services, Regions and accounts. Service and Region come from the signature's scope, the
 * caller from the access key: a stock SDK needs no more than AWS_ENDPOINT_URL.
 *
 * Each request: read it, prove who sent it, find the operation, apply the faults, run it, write the answer in the
 * words of the service's protocol.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../core/ports/clock.ts';
import type { Fault, RecordedCall } from '../../cloud.ts';
import type { Faults } from '../../faults.ts';
import { AwsError, RawOutput, type Service } from '../service.ts';
import { AuthenticationError, authenticate, type FindCredential } from './authenticate.ts';
import { type Access, authorizer } from './authorize.ts';
import { decodeChunked } from './aws-chunked.ts';
import { authenticationError } from './error-codes.ts';
import { type HttpAnswer, type HttpRequest, readRequest } from './http-message.ts';
import { PROTOCOLS } from './protocols/index.ts';
import { readScope } from './signature.ts';

/** Accounts as the gateway sees them: who an access key is, and what its policies allow. */
export interface Principals {
  credential: FindCredential;
  decide(access: Access): { allowed: boolean; reason: string };
}

export interface GatewayOptions {
  services: Service[];
  principals: Principals;
  clock: Clock;
  record(call: RecordedCall): void;
  faults: Faults;
  /** 0, or left out, picks a free port. */
  port?: number;
}

export interface Gateway {
  /** `http://127.0.0.1:PORT`. */
  endpoint: string;
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1 only. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const services = new Map(options.services.map((service) => [service.signingName, service]));
  const server = createServer(async (message, response) => {
    const answer = await answerTo(await readRequest(message), services, options);
    if (answer === 'lost') message.socket.destroy();
    else send(response, answer);
  });
  // Above the idle time of SDK agents, so that it is the client who closes a connection.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
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
  const name = readScope(request)?.service ?? '';
  const service = services.get(name) ?? unknownService(name, request);
  const requestId = randomUUID();
  try {
    return await run(request, service, requestId, options);
  } catch (error) {
    return PROTOCOLS[service.protocol].writeError(service, awsError(service, error), requestId);
  }
}

async function run(
  signed: HttpRequest,
  service: Service,
  requestId: string,
  options: GatewayOptions,
): Promise<HttpAnswer | 'lost'> {
  const { caller, scope } = authenticate(signed, options.principals.credential);
  const request = service.protocol === 'rest-xml' ? decodeChunked(signed) : signed;
  const protocol = PROTOCOLS[service.protocol];
  const { operation, input } = protocol.read(service, request);
  const execute = Object.hasOwn(service.operations, operation) ? service.operations[operation] : undefined;
  if (!execute) throw unsupported(`The operation '${operation}' of the service '${service.signingName}'`);
  const effects = options.faults.match(`${service.signingName}:${operation}`);
  await suffer(effects, options.clock);
  const { region } = scope;
  const about = { caller, region, service: service.signingName, operation, protocol: service.protocol };
  const output = await execute(input, {
    ...about,
    account: caller.account,
    body: request.body,
    headers: request.headers,
    clock: options.clock,
    authorize: authorizer(about, options.principals.decide, options.record),
  });
  if (effects.some(({ kind }) => kind === 'kill-after')) return 'lost';
  return output instanceof RawOutput ? output : protocol.write(service, operation, output, requestId);
}

/** Faults that strike before the work is done. */
async function suffer(effects: Fault['effect'][], clock: Clock): Promise<void> {
  for (const effect of effects) {
    if (effect.kind === 'delay') await clock.sleep(effect.milliseconds);
    if (effect.kind === 'error') throw new AwsError(effect.code, effect.message, effect.status ?? 400);
  }
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

const unsupported = (what: string) =>
  new AwsError('UnsupportedByLocalCloud', `${what} is not implemented by the local cloud.`, 501);

function send(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}
