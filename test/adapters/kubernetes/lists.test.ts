import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../adapters/kubernetes/connect.ts';
import type { ClusterApi, ListOptions, RestOfList } from '../../../kube/cluster-api.ts';
import { type Answer, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
let api: ClusterApi;

const PODS = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: ['list'] };

const page = (names: string[], token?: string): Answer => ({
  body: { kind: 'PodList', metadata: { continue: token }, items: names.map((name) => ({ metadata: { name } })) },
});
const expired = (token?: string): Answer => ({
  status: 410,
  body: {
    kind: 'Status',
    reason: 'Expired',
    message: 'The provided continue parameter is too old',
    metadata: { continue: token },
  },
});

async function names(options: ListOptions = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const objects of api.list(PODS, { limit: 2, ...options }))
    found.push(...objects.map(({ metadata }) => metadata.name));
  return found;
}

beforeAll(async () => {
  server = await startScriptedServer();
  const { endpoint, certificateAuthority } = server;
  api = connect({ endpoint, certificateAuthority, credential: { token: () => 't' } });
});
afterAll(() => {
  api.close();
  return server.stop();
});

describe('a list', () => {
  it('continues with the token of the page before', async () => {
    server.answer(page(['a', 'b'], 'one'), page(['c', 'd'], 'two'), page(['e']));
    expect(await names()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(server.seen.map(({ query }) => query.continue)).toEqual([undefined, 'one', 'two']);
    expect(server.seen.every(({ query }) => query.limit === '2')).toBe(true);
  });

  it('that expires continues with the token that the server gives, and has nothing twice', async () => {
    server.answer(page(['a', 'b'], 'old'), expired('fresh'), page(['c', 'd'], 'more'), page(['e']));
    expect(await names()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(server.seen.map(({ query }) => query.continue)).toEqual([undefined, 'old', 'fresh', 'more']);
  });

  // Promise: bounded-answers
  it('that never ends is given up, with the way out', async () => {
    server.answer(page(['a'], 'same'), page(['b'], 'same'), page(['c'], 'same'));
    await expect(names()).rejects.toMatchObject({
      name: 'ClusterUnreachable',
      message: expect.stringMatching(/after 2 pages the server still says that there are more.*excludeKinds/s),
    });
  });

  it('that expires without such a token has to start over', async () => {
    server.answer(page(['a', 'b'], 'old'), expired());
    await expect(names()).rejects.toMatchObject({
      name: 'Unavailable',
      message: expect.stringContaining('start over'),
    });
  });

  it('goes on behind a page of an earlier one, and tells the token of each page', async () => {
    server.answer(page(['c', 'd'], 'two'), page(['e']));
    const tokens: (string | undefined)[] = [];
    const told = ({ token }: RestOfList) => tokens.push(token);
    expect(await names({ from: 'one', told })).toEqual(['c', 'd', 'e']);
    expect(server.seen.map(({ query }) => query.continue)).toEqual(['one', 'two']);
    expect(tokens).toEqual(['two', undefined]);
  });

  it('that goes on from a token which has expired meanwhile begins again, and says so', async () => {
    server.answer(expired(), page(['a', 'b'], 'fresh'), page(['c']));
    const again: unknown[] = [];
    expect(await names({ from: 'old', told: (rest) => again.push(rest.again) })).toEqual(['a', 'b', 'c']);
    expect(server.seen.map(({ query }) => query.continue)).toEqual(['old', undefined, 'fresh']);
    expect(again).toEqual([true, true]);
  });

  it('asks for no page that nobody reads', async () => {
    server.answer(page(['a', 'b'], 'one'), page(['c']));
    for await (const _ of api.list(PODS)) break;
    expect(server.seen).toHaveLength(1);
  });
});

describe('discovery', () => {
  const groups = (items: unknown[]): Answer => ({ body: { kind: 'APIGroupDiscoveryList', items } });
  const group = (name: string, version: object) => ({ metadata: name ? { name } : {}, versions: [version] });

  it('names an aggregated API that is down, and keeps all others', async () => {
    const pods = {
      resource: 'pods',
      responseKind: { group: '', version: 'v1', kind: 'Pod' },
      scope: 'Namespaced',
      verbs: ['get'],
    };
    const stale = { version: 'v1beta1', freshness: 'Stale', resources: [{ ...pods, resource: 'nodes' }] };
    server.answer(
      groups([group('', { version: 'v1', freshness: 'Current', resources: [pods] })]),
      groups([group('metrics.k8s.io', stale)]),
    );
    expect(await api.discover()).toEqual({
      resources: [{ apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: ['get'] }],
      failed: [{ groupVersion: 'metrics.k8s.io/v1beta1', reason: expect.stringContaining('APIService') }],
    });
  });

  it('refuses a server that is too old for it', async () => {
    server.answer({ body: { kind: 'APIVersions', versions: ['v1'] } });
    await expect(api.discover()).rejects.toMatchObject({ message: expect.stringContaining('1.30 or newer') });
  });
});
