import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../adapters/kubernetes/connect.ts';
import { answerCall } from '../../../adapters/kubernetes/connector/answer-call.ts';
import { batches } from '../../../adapters/kubernetes/connector/batches.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { connectorFor } from './connector-in-process.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
let api: ClusterApi;
let calls: string[];

const MAPS = { apiVersion: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true, verbs: ['list'] };
const page = (names: string[], bytes: number, token?: string) => ({
  body: {
    kind: 'ConfigMapList',
    metadata: token ? { continue: token } : {},
    items: names.map((name) => ({
      metadata: { name, uid: `uid-of-${name}` },
      data: { x: randomBytes(bytes).toString('base64') },
    })),
  },
});

beforeAll(async () => {
  server = await startScriptedServer();
});
beforeEach(() => {
  calls = [];
  const { endpoint, certificateAuthority } = server;
  const connector = connectorFor(endpoint, calls);
  api = connect({ endpoint, certificateAuthority, credential: { token: () => 'secret-token' }, connector });
});
afterAll(() => server.stop());

async function names(limit: number): Promise<string[]> {
  const found: string[] = [];
  for await (const objects of api.list(MAPS, { limit })) found.push(...objects.map(({ metadata }) => metadata.name));
  return found;
}

const MIB = 1024 * 1024;

describe('a list through a connector', () => {
  it('is asked for by halves when a page is larger than what Lambda carries, and nothing comes twice', async () => {
    server.answer(page(['a', 'b', 'c'], 2 * MIB, 'x'), page(['a', 'b'], MIB, 'c'), page(['c'], 1));
    expect(await names(3)).toEqual(['a', 'b', 'c']);
    expect(server.seen.map(({ query }) => [query.limit, query.continue])).toEqual([
      ['3', undefined],
      ['2', undefined],
      ['2', 'c'],
    ]);
  });

  it('is refused where a single object is larger, with how large it is and the way out', async () => {
    server.answer(page(['a', 'b'], 4 * MIB), page(['a'], 5 * MIB));
    await expect(names(2)).rejects.toMatchObject({
      name: 'ClusterUnreachable',
      message: expect.stringMatching(
        /^Could not list v1 configmaps: its answer has \d+ bytes.*pass through a connector.*public endpoint/,
      ),
    });
  });

  it('of names goes on in pages when they are too many for one answer', async () => {
    const kinds = {
      body: {
        kind: 'APIResourceList',
        resources: [{ name: 'configmaps', kind: 'ConfigMap', namespaced: true, verbs: [] }],
      },
    };
    server.answer(kinds, page(['a', 'b'], 5 * MIB), page(['a'], 1, 'b'), page(['b'], 1));
    const found = await api.names({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop' });
    expect([...found.keys()]).toEqual(['a', 'b']);
  });
});

describe('a connector', () => {
  const call = (endpoint: string) => ({
    endpoint,
    certificateAuthority: 'none',
    requests: [{ method: 'GET', path: '/version', headers: {} }],
  });
  const ID = '0123456789abcdef0123456789ABCDEF';

  it('calls the endpoint of its configuration and nothing else', async () => {
    server.answer();
    const options = { endpoint: `https://${ID}.gr7.eu-west-1.eks.amazonaws.com`, region: 'eu-west-1' };
    for (const other of [
      server.endpoint,
      'https://10.0.0.1',
      `https://f${ID.slice(1)}.gr7.eu-west-1.eks.amazonaws.com`,
    ])
      await expect(answerCall(call(other), options)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(server.seen).toHaveLength(0);
  });

  it.each([
    'https://127.0.0.1:8443',
    'https://lambda.eu-west-1.api.aws',
    `https://${ID}.gr7.us-east-1.eks.amazonaws.com`,
    `https://${ID}.gr7.eu-west-1.eks.amazonaws.com.example.com`,
    `https://${ID}@evil.example/x.gr7.eu-west-1.eks.amazonaws.com`,
  ])('without one calls API servers of EKS in its Region only, and so not %s', async (endpoint) => {
    await expect(answerCall(call(endpoint), { region: 'eu-west-1' })).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('gets the token and the body, in no readable form but the token, and passes them on as they are', async () => {
    const object = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'shop' },
      data: { a: 'c2VlbiE=' },
    };
    const kinds = {
      body: { kind: 'APIResourceList', resources: [{ name: 'secrets', kind: 'Secret', namespaced: true, verbs: [] }] },
    };
    server.answer(kinds, { status: 201, body: object });
    await api.apply(object, { manager: 'kubeferry', force: true });
    expect(server.seen.at(-1)).toMatchObject({ method: 'PATCH', headers: { authorization: 'Bearer secret-token' } });
    expect(JSON.parse(server.seen.at(-1)!.body)).toEqual(object);
    const [{ body }] = JSON.parse(calls.at(-1)!).requests;
    expect(JSON.parse(gunzipSync(Buffer.from(body, 'base64')).toString())).toEqual(object);
  });

  it('that reaches no API server says what to look at', async () => {
    await server.stop();
    await expect(api.version()).rejects.toMatchObject({ name: 'ClusterUnreachable' });
  });
});

describe('calls that are made at the same time', () => {
  it('share few invocations, one kind in each, and every caller gets its own answer', async () => {
    const runs: string[][] = [];
    let underWay = 0;
    let most = 0;
    const ask = batches<{ kind: string; bytes: number; name: string }, string>(
      { calls: 2, items: 4, bytes: 100 },
      async (items) => {
        most = Math.max(most, ++underWay);
        runs.push(items.map(({ name }) => name));
        await new Promise((resolve) => setTimeout(resolve, 1));
        underWay -= 1;
        if (items.some(({ name }) => name === 'bad')) throw new Error('lost');
        return items.map(({ name }) => `answer to ${name}`);
      },
    );
    const item = (name: string, kind = 'GET', bytes = 1) => ({ name, kind, bytes });
    const asked = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ask(item(name)));
    const others = [ask(item('p', 'POST', 90)), ask(item('q', 'POST', 90)), ask(item('bad', 'DELETE'))];
    expect(await Promise.all(asked)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `answer to ${name}`));
    expect(await Promise.all(others.slice(0, 2))).toEqual(['answer to p', 'answer to q']);
    await expect(others[2]).rejects.toThrow('lost');
    expect(most).toBe(2);
    expect(runs).toEqual([['a', 'b', 'c', 'd'], ['e', 'f'], ['p'], ['q'], ['bad']]);
  });
});
