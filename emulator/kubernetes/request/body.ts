import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import { ApiError, badRequest, unsupportedMediaType } from '../errors/status.ts';

/** The limit of a real server (etcd's request limit, twice, for base64). */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** The whole body; throws 413 when it is longer than a real server would take. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (size <= MAX_BODY_BYTES) return Buffer.concat(chunks);
  const limit = `limit is ${MAX_BODY_BYTES}`;
  throw new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: ${limit}`, {});
}

/** Media type without its parameters. */
export function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? 'application/json').split(';')[0]!.trim().toLowerCase();
}

/** The body as an object, from JSON or YAML; throws 400 or 415. */
export function parseObject(body: Buffer, type: string): Record<string, unknown> {
  const value = parseValue(body, type);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw badRequest('the body of the request must be one object');
}

/** The body as any JSON value. */
export function parseValue(body: Buffer, type: string): unknown {
  const yaml = type.endsWith('yaml');
  if (!yaml && !type.endsWith('json')) {
    throw unsupportedMediaType(
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml`,
    );
  }
  try {
    return yaml ? parse(body.toString(), { maxAliasCount: 100 }) : JSON.parse(body.toString() || '{}');
  } catch (error) {
    throw badRequest(`the body of the request is no ${yaml ? 'YAML' : 'JSON'}: ${(error as Error).message}`);
  }
}
