import { AwsV4Signer } from 'aws4fetch';
import type { Send, Sending } from '../api/transport.ts';
import type { Keys } from './identity-pool.ts';
import type { Settings } from './settings.ts';
import { hostedTexts } from './texts.ts';

type Signing = Pick<Keys, 'accessKeyId' | 'secretAccessKey'> & Partial<Keys>;

/** One call to the API with its signature; `datetime` is that of the signature, now when left out. */
export async function signed(
  { api, region, service = 'execute-api' }: Pick<Settings, 'api' | 'region'> & { service?: string },
  { accessKeyId, secretAccessKey, sessionToken }: Signing,
  path: string,
  { method, headers, body }: Sending,
  datetime?: string,
) {
  const url = new URL(`${api.replace(/\/$/, '')}${path}`);
  // What is signed has %20 for a space, so what is sent must have it as well.
  url.search = url.search.replaceAll('+', '%20');
  const signer = new AwsV4Signer({
    method,
    url: url.href,
    headers,
    ...(body === undefined ? {} : { body }),
    accessKeyId,
    secretAccessKey,
    ...(sessionToken ? { sessionToken } : {}),
    service,
    region,
    ...(datetime ? { datetime } : {}),
  });
  return signer.sign();
}

/** Sends each call with the keys that there are by then; without any, the page says that the sign-in has ended. */
export function signedSend(settings: Settings, current: () => Promise<Keys | undefined>): Send {
  return async (path, sending) => {
    if (path === '/session') return Response.json({ people: [], routes: [], local: false });
    const keys = await current();
    if (!keys) return problem('signed-out', 401, hostedTexts.ended);
    const { url, method, headers, body } = await signed(settings, keys, path, sending);
    return fetch(url, { method, headers, ...(body === undefined ? {} : { body }) }).catch(() =>
      problem('no-answer', 502, hostedTexts.noAnswer(settings.api, location.origin)),
    );
  };
}

const problem = (name: string, status: number, detail: string): Response =>
  Response.json({ type: `urn:kubeferry:problem:${name}`, status, detail, problems: [] }, { status });
