import { NodeHttpHandler } from '@smithy/node-http-handler';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import { Sha256 } from '../sha256.ts';
import { type AwsCredentials, endpointOf } from './clients.ts';

/** Where a call goes, and as whom. */
export interface CallPlace {
  region: string;
  credentials: () => Promise<AwsCredentials>;
}

export interface PlainCall {
  /** As the signature names it. */
  service: string;
  /** POST when left out. */
  method?: 'GET' | 'POST';
  /** `/` when left out. */
  path?: string;
  headers: Record<string, string>;
  body: string;
}

const handler = new NodeHttpHandler({ connectionTimeout: 5_000, requestTimeout: 15_000 });

/**
 * One signed call, a POST where it says nothing else, to a service of which so few operations are used that its SDK client would not earn its place in a
 * function. Answers status and text; errors are for `errorOf` of the protocol.
 */
export async function plainCall({ region, credentials }: CallPlace, call: PlainCall) {
  const endpoint = endpointOf(call.service, region);
  const signer = new SignatureV4({ service: call.service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign(
    new HttpRequest({
      method: call.method ?? 'POST',
      protocol: endpoint.protocol,
      hostname: endpoint.hostname,
      ...(endpoint.port ? { port: Number(endpoint.port) } : {}),
      path: call.path ?? '/',
      headers: { ...call.headers, host: endpoint.host, 'content-length': String(Buffer.byteLength(call.body)) },
      body: call.body,
    }),
  );
  const { response } = await handler.handle(signed as HttpRequest);
  const chunks: Buffer[] = [];
  for await (const chunk of response.body) chunks.push(chunk as Buffer);
  return { status: response.statusCode, text: Buffer.concat(chunks).toString('utf8') };
}

/** An error in the form in which SDK clients throw theirs, for `awsCall`. */
export function serviceError(code: string, message: string, status: number): Error {
  return Object.assign(new Error(outsideText(message)), { name: code, $metadata: { httpStatusCode: status } });
}
