import { once } from 'node:events';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { makeCertificate } from '../../../../emulator/kubernetes/http/certificate.ts';

interface Identity {
  ClientAssertionCredential: new (
    tenant: string,
    client: string,
    assertion: () => Promise<string>,
    options: object,
  ) => { getToken(scope: string): Promise<{ token: string }> };
}

/** The form by which Azure's own client asks Entra ID for a token, of an application that trusts whoever signs `assertion`. */
export async function stockForm(
  folder: string,
  { tenant, client }: { tenant: string; client: string },
  assertion: string,
  scope: string,
): Promise<Record<string, string>> {
  const { ClientAssertionCredential } = createRequire(join(folder, 'package.json'))('@azure/identity') as Identity;
  const { cert, key, certificateAuthority } = await makeCertificate('entra');
  let form = '';
  const server = createServer({ cert, key }, async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const isToken = /\/token(\?|$)/.test(request.url ?? '');
    if (isToken) form = text;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(isToken ? { token_type: 'Bearer', expires_in: 3600, access_token: 'given' } : places()),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const places = () => ({
    jwks_uri: `${host}/keys`,
    issuer: `${host}/${tenant}/v2.0`,
    authorization_endpoint: `${host}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${host}/${tenant}/oauth2/v2.0/token`,
  });
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, certificateAuthority]);
  try {
    const options = { authorityHost: host, disableInstanceDiscovery: true };
    await new ClientAssertionCredential(tenant, client, async () => assertion, options).getToken(scope);
  } finally {
    tls.setDefaultCACertificates(before);
    server.closeAllConnections();
    server.close();
  }
  return Object.fromEntries(new URLSearchParams(form));
}
