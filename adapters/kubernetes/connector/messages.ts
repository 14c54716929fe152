import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';

/**
 * Lambda takes 6 MB of text each way when it is called synchronously
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html); the rest is for what stands around.
 */
export const MAX_MESSAGE_BYTES = 6 * 1024 * 1024 - 64 * 1024;

/** What the hub asks of a connector: a few requests at once, or one command in a pod. */
export const ConnectorCall = z.object({
  endpoint: z.url(),
  /** PEM: the endpoint is told by it, not by its address. */
  certificateAuthority: z.string(),
  requests: z
    .array(
      z.object({
        method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
        path: z.string().startsWith('/'),
        headers: z.record(z.string(), z.string()),
        /** `pack`ed. */
        body: z.string().optional(),
      }),
    )
    .default([]),
  exec: z
    .object({
      path: z.string().startsWith('/'),
      headers: z.record(z.string(), z.string()),
      what: z.string(),
      timeoutSeconds: z.number().positive(),
    })
    .optional(),
});
export type ConnectorCall = z.input<typeof ConnectorCall>;

/** What became of one request. */
export type ConnectorResponse =
  | { status: number; headers: Record<string, string>; body: string }
  /** It was done, but its answer does not fit; its size when packed. */
  | { tooLarge: number }
  | { failed: Failed };

/** No answer came: an error of the network, or one of kubeferry with its name. */
export interface Failed {
  name: string;
  code?: string | undefined;
  message: string;
}

export interface ConnectorAnswer {
  responses?: ConnectorResponse[];
  /** `pack`ed ExecResult. */
  exec?: { result: string } | { tooLarge: number } | { failed: Failed };
}

/** Calls a connector; throws KubeferryError when it could not be called. */
export type CallConnector = (call: ConnectorCall) => Promise<ConnectorAnswer>;

/** Fast: a page of objects shrinks to a tenth, and what it costs is less than its time on the wire. */
export const pack = (bytes: Uint8Array): string => gzipSync(bytes, { level: 1 }).toString('base64');
export const unpack = (text: string): Buffer => gunzipSync(Buffer.from(text, 'base64'));
