import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../adapters/kubernetes/connect.ts';
import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { type Answer, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

let server: ScriptedServer;
let api: ClusterApi;

const OF_MAPS = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop' };
const SETTINGS = { ...OF_MAPS, name: 'settings' };
const KINDS: Answer = {
  body: {
    kind: 'APIResourceList',
    resources: [{ name: 'configmaps', kind: 'ConfigMap', namespaced: true, verbs: [] }],
  },
};
const HTML: Answer = { body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } };
const CUT_OFF: Answer = {
  body: '{"kind":"PartialObjectMetadataList","metadata":{},"items":[{"metadata":{"name":"settings","uid"',
  headers: { 'content-type': 'application/json' },
};
const settings = (metadata: object = {}): Answer => ({
  body: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'shop', uid: 'ours', ...metadata },
  },
});
const conflict = (message: string): Answer => ({
  status: 409,
  body: { kind: 'Status', reason: 'Conflict', message, code: 409 },
});

beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  const { endpoint, certificateAuthority } = server;
  api = connect({ endpoint, certificateAuthority, credential: { token: () => 't' } });
});
afterEach(() => api.close());

describe('a look for what is there', () => {
  // Promise: no-answer-is-no-absence
  it.each<[string, Answer]>([
    ['a page of HTML', HTML],
    ['a bare list', { body: [] }],
    ['an empty document', { body: {} }],
    ['nothing at all', { body: '' }],
    ['JSON that was cut off', CUT_OFF],
    ['a list without its items', { body: { kind: 'ConfigMapList', metadata: {} } }],
    ['a list of something else', { body: { kind: 'ConfigMap', metadata: { name: 'x' }, items: [] } }],
    ['an object without a uid', { body: { kind: 'ConfigMapList', items: [{ metadata: { name: 'settings' } }] } }],
    ['an object without a name', { body: { kind: 'ConfigMapList', items: [{ metadata: { uid: 'x' } }] } }],
  ])('never takes %s for "nothing there"', async (_, answer) => {
    server.answer(KINDS, answer);
    await expect(api.names(OF_MAPS)).rejects.toMatchObject({ name: 'Unavailable' });
  });

  it('never takes a strange list of kinds for a kind that is not served', async () => {
    for (const answer of [HTML, { body: {} }, { ...HTML, status: 404 }]) {
      server.answer(answer);
      await expect(api.names(OF_MAPS)).rejects.toMatchObject({ name: 'Unavailable' });
    }
  });

  it('believes a list that is empty in either way', async () => {
    for (const items of [null, []]) {
      server.answer(KINDS, { body: { kind: 'PartialObjectMetadataList', metadata: {}, items } });
      expect((await api.names(OF_MAPS)).size).toBe(0);
      api.close();
      api = connect({ ...server, credential: { token: () => 't' } });
    }
  });

  it('never takes the 404 of a proxy for an object that is gone', async () => {
    server.answer(KINDS, { ...HTML, status: 404 });
    await expect(api.get(SETTINGS)).rejects.toMatchObject({ name: 'Unavailable' });
    server.answer({ ...HTML, status: 404 });
    await expect(api.delete(SETTINGS, { uid: 'ours' })).rejects.toMatchObject({ name: 'Unavailable' });
  });
});

describe('a delete that is answered 409', () => {
  const remove = () => api.delete(SETTINGS, { uid: 'ours' });
  const TERMINATING = 'The system is ensuring all content is removed from this namespace.';

  it('is not done where the object is still there: it says what the server says, to be asked again', async () => {
    server.answer(KINDS, conflict('a webhook holds it back'), settings());
    await expect(remove()).rejects.toMatchObject({
      name: 'NotYet',
      message: expect.stringMatching(/ConfigMap shop\/settings.*a webhook holds it back/),
    });
  });

  it('is under way where the object is going already', async () => {
    server.answer(KINDS, conflict(TERMINATING), settings({ deletionTimestamp: '2026-01-01T00:00:00Z' }));
    expect(await remove()).toBe('deleting');
  });

  it.each<[string, Answer]>([
    ['another object has the name', settings({ uid: 'theirs' })],
    ['there is none any more', { status: 404, body: { kind: 'Status', reason: 'NotFound', code: 404 } }],
  ])('is over where %s', async (_, there) => {
    server.answer(KINDS, conflict('Precondition failed'), there);
    expect(await remove()).toBe('gone');
  });

  it('believes nothing else than an object', async () => {
    server.answer(KINDS, conflict('Precondition failed'), HTML);
    await expect(remove()).rejects.toMatchObject({ name: 'Unavailable' });
  });
});
