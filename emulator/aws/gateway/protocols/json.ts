import { AwsError, type Service } from '../../../base/service.ts';
import type { HttpAnswer, HttpRequest } from '../http-message.ts';
import type { Protocol } from './protocol.ts';

/** awsJson1_0 and awsJson1_1: the operation in X-Amz-Target, JSON both ways. */
export const json: Protocol = {
  read: (_service, request) => ({
    operation: (request.headers['x-amz-target'] ?? '').replace(/^.*\./, ''),
    input: parseJson(request),
  }),
  write: (service, _operation, output) => jsonAnswer(200, output ?? {}, contentType(service)),
  writeError: (service, error) => jsonError(error, contentType(service)),
};

const contentType = ({ jsonVersion }: Service) => ({
  'content-type': jsonVersion ? `application/x-amz-json-${jsonVersion}` : 'application/json',
});

export function parseJson(request: HttpRequest): Record<string, unknown> {
  if (request.body.length === 0) return {};
  try {
    return JSON.parse(request.body.toString('utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw new AwsError('SerializationException', `The body is no JSON: ${(cause as Error).message}`);
  }
}

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: toJson(value) };
}

/** Clients take the name from the header or from `__type`. */
export function jsonError(error: AwsError, headers: Record<string, string> = {}): HttpAnswer {
  const body = { __type: error.code, message: error.message, ...error.fields };
  return jsonAnswer(error.status, body, { 'x-amzn-errortype': error.code, ...headers });
}

/** Timestamps as epoch seconds, bytes in base64: what both JSON protocols ask for. */
function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name, encoded: unknown) {
    const raw = this[name];
    if (raw instanceof Date) return raw.getTime() / 1000;
    if (raw instanceof Uint8Array) return Buffer.from(raw).toString('base64');
    return encoded;
  });
}
