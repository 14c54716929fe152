import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { entraTokens } from '../../../adapters/azure/entra.ts';
import { azureError } from '../../../adapters/azure/errors.ts';
import { armClient } from '../../../adapters/azure/resource-manager.ts';
import { makeCertificate } from '../../../emulator/kubernetes/http/certificate.ts';
import { PLACE } from './stand-in.ts';

let end = async () => {};
afterEach(() => end());

/** Whatever answers in the place of Azure; `seen` has the paths that were asked for. */
async function answering(answer: (path: string, response: ServerResponse, root: string) => void) {
  const { cert, key, certificateAuthority } = await makeCertificate('azure');
  const seen: string[] = [];
  let root = '';
  const server = createServer({ cert, key }, ({ url = '' }: IncomingMessage, response) => {
    seen.push(url.split('?')[0]!);
    answer(url, response, root);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  root = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tls.setDefaultCACertificates([certificateAuthority]);
  process.env.AZURE_AUTHORITY_HOST = root;
  process.env.AZURE_RESOURCE_MANAGER_ENDPOINT = root;
  end = async () => {
    server.closeAllConnections();
    server.close();
  };
  const waits: number[] = [];
  const sleep = async (milliseconds: number) => void waits.push(milliseconds / 1000);
  const clock = { now: () => new Date(0), sleep };
  return { seen, waits, clock, arm: armClient(async () => 'token', clock) };
}

const ID = `/subscriptions/${PLACE.subscription}/resourceGroups/shop`;
const ASKED = { what: 'look', id: ID, version: '1' };

describe('a token of Azure goes to Resource Manager alone', () => {
  const elsewhere = 'https://127.0.0.2:9/stolen';
  it('whatever the next page of a list is said to be at', async () => {
    const { arm, seen } = await answering((_, response) =>
      response.end(JSON.stringify({ value: [], nextLink: elsewhere })),
    );
    await expect(arm.list(ASKED)).rejects.toThrow('names 127.0.0.2:9, which is not its own');
    expect(seen).toEqual([ID]);
  });

  it.each(['location', 'azure-asyncoperation'])('whatever %s a long operation is said to have', async (header) => {
    const { arm, seen } = await answering((_, response) => response.writeHead(202, { [header]: elsewhere }).end());
    await expect(arm.whole({ ...ASKED, method: 'POST' })).rejects.toThrow('names 127.0.0.2:9, which is not its own');
    expect(seen).toEqual([ID]);
  });

  it('wherever an answer redirects to', async () => {
    const { arm, seen } = await answering((_, response) => response.writeHead(302, { location: '/other' }).end());
    await expect(arm.call({ ...ASKED, method: 'GET' })).rejects.toMatchObject({ name: 'Unavailable' });
    expect(seen).toEqual([ID]);
  });
});

describe('a long operation', () => {
  it('is waited for to its end where its first answer is 200, never for an hour at once', async () => {
    const { arm, seen, waits } = await answering((path, response, root) =>
      path.startsWith('/operation')
        ? response.end('{"status": "Succeeded"}')
        : response.writeHead(200, { 'azure-asyncoperation': `${root}/operation`, 'retry-after': '3600' }).end('{}'),
    );
    await arm.whole({ ...ASKED, method: 'PATCH' });
    expect(seen).toEqual([ID, '/operation']);
    expect(waits).toEqual([60]);
  });
});

describe('what Azure says', () => {
  it('is no token where it has none', async () => {
    const { clock } = await answering((_, response) => response.end('{"token_type": "Bearer"}'));
    const token = entraTokens(PLACE, async () => 'signed', clock)('https://example.com/.default');
    await expect(token).rejects.toThrow(/get a token of Entra ID.*the answer has none/);
  });

  it.each([
    { error: { code: 'no code: password=hunter2', message: 'm' } },
    { error: 'Bearer hunter2.hunter2', error_description: 'm' },
    { error: { code: { password: 'hunter2' }, message: { password: 'hunter2' } } },
    { error: { code: 'Refused', message: 'https://a.example.com/b?sv=1&sig=hunter2%2Fhunter2' } },
    { error: { code: 'Refused', message: 'client_assertion=eyJhbGciOi.eyJzdWIiOi.hunter2' } },
  ])('shows no secret, whatever part of it has one: %j', (body) => {
    const { name, message } = azureError('look', 400, body);
    expect(`${name} ${message}`).not.toContain('hunter2');
    expect(message).toContain('Could not look: ');
  });
});
