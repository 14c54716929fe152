import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../adapters/sha256.ts';

export interface Signer {
  region: string;
  credentials: ConstructorParameters<typeof SignatureV4>[0]['credentials'];
}

export interface ApiCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the API's URL, encoded: `/routes/prod-to-dev/clones?limit=5`. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface ApiReply {
  status: number;
  headers: Headers;
  /** Parsed; a text when it is no JSON. */
  body: unknown;
}

/** One call, signed for `execute-api`. Throws what `fetch` throws when nobody answers. */
export async function signedFetch(api: string, { region, credentials }: Signer, call: ApiCall): Promise<ApiReply> {
  const url = new URL(`${api.replace(/\/$/, '')}${call.path}`);
  // What is signed has %20 for a space, so what is sent must have it as well, and not the + of forms
  // (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
  url.search = url.search.replaceAll('+', '%20');
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const { headers } = await signer.sign(
    new HttpRequest({
      method: call.method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port ? { port: Number(url.port) } : {}),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host, ...(body ? { 'content-type': 'application/json' } : {}), ...call.headers },
      ...(body ? { body } : {}),
    }),
  );
  const { host: _, ...sent } = headers;
  const answer = await fetch(url, { method: call.method, headers: sent, ...(body ? { body } : {}) });
  return { status: answer.status, headers: answer.headers, body: parsed(await answer.text()) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
