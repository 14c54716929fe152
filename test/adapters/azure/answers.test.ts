import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { describeAks } from '../../../adapters/azure/aks-cluster.ts';
import { aksFactory } from '../../../adapters/azure/aks-factory.ts';
import { entraTokens } from '../../../adapters/azure/entra.ts';
import { azureError } from '../../../adapters/azure/errors.ts';
import { armClient } from '../../../adapters/azure/resource-manager.ts';
import { makeCertificate } from '../../../emulator/kubernetes/http/certificate.ts';
import { PLACE } from './stand-in.ts';

let end = async () => {};
afterEach(() => end());

/** Whatever answers in the place of Azure; `seen` has the paths that were asked for. */
async function answering(
  answer: (path: string, response: ServerResponse, root: string, authorization: string) => void,
) {
  const { cert, key, certificateAuthority } = await makeCertificate('azure');
  const seen: string[] = [];
  let root = '';
  const server = createServer({ cert, key }, ({ url = '', headers }: IncomingMessage, response) => {
    seen.push(url.split('?')[0]!);
    answer(url, response, root, headers.authorization ?? '');
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

describe('what Azure refuses', () => {
  const refused = (status: number, code: string) => azureError('make it', status, { error: { code, message: 'No.' } });

  it('is tried again where something else is done to the same thing, whatever that is called', () => {
    expect(refused(412, 'EtagMismatch').name).toBe('NotYet');
    const concurrent = 'ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity';
    expect(refused(409, concurrent).name).toBe('NotYet');
  });

  it.each([
    [409, 'ScopeLocked', 'az lock delete'],
    [403, 'RequestDisallowedByPolicy', 'az policy exemption create'],
    [400, 'InsufficientVCPUQuota', 'raise the quota'],
  ])('for good (%i %s) has a way out, which is no role assignment', (status, code, way) => {
    const error = refused(status, code);
    expect(error.name).toBe(code);
    expect(error.message).toMatch(new RegExp(`^Could not make it: ${code}: No\\. Way out: .*${way}.*\\.$`));
  });
});

it('offers versions of Kubernetes that have the support plan of the new cluster', async () => {
  const version = (name: string, ...supportPlan: string[]) => ({ version: name, capabilities: { supportPlan } });
  const values = [
    version('1.34', 'KubernetesOfficial', 'AKSLongTermSupport'),
    version('1.30', 'AKSLongTermSupport'),
    { version: '1.33' },
    { ...version('1.35', 'KubernetesOfficial'), isPreview: true },
  ];
  const { arm } = await answering((_, response) => response.end(JSON.stringify({ values })));
  const { versions } = aksFactory(arm, PLACE);
  expect(await versions('westeurope')).toEqual(['1.33', '1.34']);
  expect(await versions('westeurope', 'AKSLongTermSupport')).toEqual(['1.30', '1.33', '1.34']);
});

it.each([
  ['ResourceGroupNotFound', /has no resource group shop, and a run makes none/],
  ['SubscriptionNotFound', /SubscriptionNotFound: The thing is missing/],
])('says what is missing where a cluster cannot be made (%s)', async (code, said) => {
  const { arm } = await answering((_, response) =>
    response.writeHead(404).end(JSON.stringify({ error: { code, message: 'The thing is missing.' } })),
  );
  await expect(aksFactory(arm, PLACE).create({})).rejects.toThrow(said);
});

it('has what is null in an answer for missing', async () => {
  const body = {
    tags: null,
    properties: { autoUpgradeProfile: { upgradeChannel: null, nodeOSUpgradeChannel: 'NodeImage' } },
  };
  const { arm } = await answering((_, response) => response.end(JSON.stringify(body)));
  const found = await describeAks(arm, PLACE);
  expect(found?.cluster).toEqual({ properties: { autoUpgradeProfile: { nodeOSUpgradeChannel: 'NodeImage' } } });
});

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

describe('a list that does not end', () => {
  it.each([
    ['names a page that it has named before', () => 1, 2],
    ['names ever more pages', (page: number) => page, 2_001],
  ])(
    'is given up in a sentence where it %s',
    async (_, nextOf: (page: number) => number, asked) => {
      let page = 0;
      const { arm, seen } = await answering((_path, response, root) => {
        page++;
        response.end(JSON.stringify({ value: [page], nextLink: `${root}/next?page=${nextOf(page)}` }));
      });
      await expect(arm.list(ASKED)).rejects.toMatchObject({
        name: 'Unavailable',
        message: expect.stringMatching(/Could not look: the list of Azure does not end/),
      });
      expect(seen).toHaveLength(asked);
    },
    60_000,
  );
});

describe('a token that was revoked before its time', () => {
  const tokensOf = (clock: { now: () => Date; sleep: (milliseconds: number) => Promise<void> }) =>
    entraTokens(PLACE, async () => 'signed', clock);

  it('is replaced once for all that were refused, and the work goes on', async () => {
    let made = 0;
    const { clock } = await answering((path, response, _, authorization) => {
      if (path.endsWith('/token'))
        return response.end(JSON.stringify({ access_token: `token-${++made}`, expires_in: 3_600 }));
      return response.writeHead(authorization === 'Bearer token-2' ? 200 : 401).end('{}');
    });
    const client = armClient(tokensOf(clock), clock);
    await Promise.all([1, 2, 3].map(() => client.call({ ...ASKED, method: 'GET' })));
    await client.call({ ...ASKED, method: 'GET' });
    expect(made).toBe(2);
  });

  it('ends in a sentence where the next one is refused as well', async () => {
    let made = 0;
    const { clock, seen } = await answering((path, response) =>
      path.endsWith('/token')
        ? response.end(JSON.stringify({ access_token: `token-${++made}`, expires_in: 3_600 }))
        : response.writeHead(401).end(JSON.stringify({ error: { code: 'InvalidAuthenticationToken', message: 'no' } })),
    );
    await expect(armClient(tokensOf(clock), clock).call({ ...ASKED, method: 'GET' })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/Could not look: InvalidAuthenticationToken.*role assignments/),
    });
    expect(seen.filter((path) => path === ID)).toHaveLength(2);
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
