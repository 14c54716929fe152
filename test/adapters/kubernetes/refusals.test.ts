import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../adapters/kubernetes/connect.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
let api: ClusterApi;
let slept: number[];
let tokens: string[];
let now = Date.parse('2026-01-01T00:00:00Z');

const clock = {
  now: () => new Date(now),
  sleep: async (milliseconds: number) => {
    slept.push(milliseconds);
  },
};
const token = () => {
  tokens.push(`token-${tokens.length + 1}`);
  return tokens.at(-1)!;
};
const status = (code: number, message: string, more: object = {}) => ({
  status: code,
  body: { kind: 'Status', status: 'Failure', message, code, ...more },
});
const version = { body: { gitVersion: 'v1.36.3' } };

beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  slept = [];
  tokens = [];
  const { endpoint, certificateAuthority } = server;
  api = connect({ endpoint, certificateAuthority, credential: { token }, clock, random: () => 0 });
});
afterEach(() => api.close());

describe('what the API server refuses', () => {
  it.each([
    [403, 'AccessDenied', 'pods is forbidden: User "x" cannot list resource "pods"'],
    [404, 'NotFound', 'the server could not find the requested resource'],
    [422, 'ApplyFailed', 'ConfigMap "x" is invalid: metadata.name: Invalid value'],
    [413, 'ApplyFailed', 'Request entity too large: limit is 3145728'],
    [500, 'Unavailable', 'Internal error occurred: failed calling webhook "x.example"'],
    [503, 'Unavailable', 'the server is currently unable to handle the request'],
  ])('keeps the sentence of a %i and calls it %s', async (code, name, sentence) => {
    server.answer(status(code, sentence));
    await expect(api.version()).rejects.toMatchObject({ name, message: expect.stringContaining(sentence) });
  });

  // Promise: no-secret-in-a-sentence
  it('keeps no value of the Secret that it refuses, whatever a webhook says', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace: 'shop', name: 'db' },
      data: { word: Buffer.from('correct horse').toString('base64') },
    };
    const resources = [{ name: 'secrets', kind: 'Secret', namespaced: true, verbs: ['patch'] }];
    const kinds = { kind: 'APIResourceList', groupVersion: 'v1', resources };
    server.answer(
      { body: kinds },
      status(400, `\u001b[1mwebhook "x": correct horse (${secret.data.word}) is too weak`),
    );
    const refused = api.apply(secret, { manager: 'kubeferry', force: true });
    await expect(refused).rejects.toThrow('Could not apply v1 Secret shop/db: webhook "x": *** (***) is too weak');
  });

  // Promise: no-secret-in-a-sentence
  it.each([403, 409])('keeps no value of a Secret whose deletion a webhook refuses with %i', async (code) => {
    const resources = [{ name: 'secrets', kind: 'Secret', namespaced: true, verbs: ['delete'] }];
    const there = { apiVersion: 'v1', kind: 'Secret', metadata: { namespace: 'shop', name: 'db', uid: 'u-1' } };
    const kinds = { kind: 'APIResourceList', groupVersion: 'v1', resources };
    server.answer({ body: kinds }, status(code, 'webhook "x": "correct horse" is still in use'), { body: there });
    const refused = api.delete({ apiVersion: 'v1', kind: 'Secret', namespace: 'shop', name: 'db' }, { uid: 'u-1' });
    const error = await refused.then(() => expect.fail('It was deleted.'), String);
    expect(error).toContain('withheld');
    expect(error).not.toContain('horse');
  });

  it('knows a schema mismatch as permanent, though the server says 500', async () => {
    const sentence = 'failed to create typed patch object (/x; /v1, Kind=ConfigMap): .data.a: expected string';
    server.answer(status(500, sentence));
    await expect(api.version()).rejects.toMatchObject({ name: 'ApplyFailed' });
  });

  it('tells of an answer that is no JSON', async () => {
    server.answer({ status: 502, body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } });
    await expect(api.version()).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringContaining('Bad gateway'),
    });
  });
});

describe('tokens', () => {
  it('are sent with each call, and asked for once in ten minutes', async () => {
    server.answer(version, version, version);
    await api.version();
    now += 9 * 60_000;
    await api.version();
    now += 60_000;
    await api.version();
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('are renewed once when the cluster does not take them', async () => {
    server.answer(status(401, 'Unauthorized'), version);
    expect(await api.version()).toBe('v1.36.3');
    expect(tokens).toEqual(['token-1', 'token-2']);
  });

  it('are asked for by the one that was refused, so that nobody gives that again', async () => {
    const asked: (string | undefined)[] = [];
    const { endpoint, certificateAuthority } = server;
    const remembering = (refused?: string) => {
      asked.push(refused);
      return refused === 'revoked' ? 'other' : 'revoked';
    };
    const own = connect({ endpoint, certificateAuthority, credential: { token: remembering }, clock, random: () => 0 });
    server.answer(status(401, 'Unauthorized'), version);
    expect(await own.version()).toBe('v1.36.3');
    own.close();
    expect(asked).toEqual([undefined, 'revoked']);
    expect(server.seen.map(({ headers }) => headers.authorization).slice(-2)).toEqual([
      'Bearer revoked',
      'Bearer other',
    ]);
  });

  it('that are refused twice end the call, and are not shown', async () => {
    server.answer(status(401, 'Unauthorized'), status(401, 'Unauthorized'));
    const error = await api.version().catch((caught) => caught);
    expect(error).toMatchObject({ name: 'ClusterRejectedToken', message: expect.stringContaining('access entry') });
    expect(JSON.stringify(error) + error.message).not.toContain('token-');
  });

  it('pass on why they could not be made', async () => {
    const { endpoint, certificateAuthority } = server;
    const without = connect({
      endpoint,
      certificateAuthority,
      credential: { token: () => Promise.reject(new Error('no keys')) },
    });
    await expect(without.version()).rejects.toThrow('no keys');
    without.close();
  });
});

describe('a server that asks to slow down', () => {
  it('is asked again after as many seconds as it wants', async () => {
    server.answer(
      { ...status(429, 'slow'), headers: { 'retry-after': '2' } },
      { ...status(503, 'busy'), headers: { 'retry-after': '1' } },
      version,
    );
    expect(await api.version()).toBe('v1.36.3');
    expect(slept).toEqual([2000, 1000]);
  });

  it('is not asked forever', async () => {
    server.answer(
      ...Array.from({ length: 9 }, () => ({ ...status(429, 'too many requests'), headers: { 'retry-after': '3600' } })),
    );
    await expect(api.version()).rejects.toMatchObject({ name: 'Throttled' });
    expect(server.seen).toHaveLength(6);
    expect(slept.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(30_000);
  });
});

describe('a server that cannot be reached', () => {
  const unreachable = (endpoint: string, certificateAuthority = server.certificateAuthority) => {
    const lost = connect({ endpoint, certificateAuthority, credential: { token } });
    return lost.version().finally(lost.close);
  };

  it('is named with the way out', async () => {
    await expect(unreachable('https://127.0.0.1:1')).rejects.toMatchObject({
      name: 'ClusterUnreachable',
      message: expect.stringMatching(/https:\/\/127\.0\.0\.1:1 did not answer .*ECONNREFUSED.*private endpoint.*CIDR/),
    });
  });

  it('is named when its name is not known', async () => {
    await expect(unreachable('https://cluster.invalid')).rejects.toMatchObject({ name: 'ClusterUnreachable' });
  });

  it('is not trusted under another certificate authority', async () => {
    const other = await startScriptedServer();
    await expect(unreachable(server.endpoint, other.certificateAuthority).finally(other.stop)).rejects.toMatchObject({
      name: 'ClusterUnreachable',
      message: expect.stringContaining('certificate authority did not sign'),
    });
  });

  it('may be asked again when it broke off a call', async () => {
    server.answer({ hangUp: true }, { hangUp: true });
    await expect(api.version()).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringContaining('broke off'),
    });
  });

  it('is asked again when it had closed a kept connection', async () => {
    server.answer(version, { hangUp: true }, version);
    await api.version();
    expect(await api.version()).toBe('v1.36.3');
  });
});
