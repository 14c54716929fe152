import type { ExecResult } from '../../kube/cluster-api.ts';

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query. */
  path: string;
  accept?: string;
  contentType?: string;
  body?: unknown;
  /** A refusal may repeat values that the request does not have, such as those of a Secret that is deleted. */
  mayShowSecrets?: boolean;
}

export interface Response {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed JSON, or the text when it is no JSON. */
  body: unknown;
}

export interface Pod {
  namespace: string;
  name: string;
  container?: string;
}

/** The way to the API server: straight over HTTPS, or through a connector in the cluster's network. */
export interface Transport {
  /**
   * Throws ClusterUnreachable or Unavailable when no answer came; any HTTP status is an answer. A GET that is
   * answered 413 has an answer that is too large for the way: a list may be asked for in smaller pages.
   */
  send(request: Request): Promise<Response>;
  /** As ClusterApi.exec. */
  exec(pod: Pod, command: string[], timeoutSeconds: number): Promise<ExecResult>;
  close(): void;
}

export function headersOf({ accept, contentType, body }: Request): Record<string, string> {
  return {
    accept: accept ?? 'application/json',
    'user-agent': 'kubeferry',
    ...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
  };
}

export function bytesOf({ body }: Request): Buffer | undefined {
  return body === undefined ? undefined : Buffer.from(JSON.stringify(body));
}

export function parse(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
