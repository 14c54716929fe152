import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { untar } from '../../../../adapters/velero/untar.ts';
import { isRead, Kinds, readTarball } from '../../../../core/plan/velero/read-tarball.ts';

/** Objects and kinds of one of the two real backups. */
async function fixture(name: 'nightly-1' | 'csi-1') {
  const kinds = new Kinds();
  const files = untar(createReadStream(`test/fixtures/velero/team/backups/${name}/${name}.tar.gz`), isRead);
  const objects = await Array.fromAsync(readTarball(files, kinds));
  return { objects, kinds: kinds.served() };
}

async function* files(given: Record<string, unknown>) {
  for (const [path, body] of Object.entries(given))
    yield { path, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
}

const read = (given: Record<string, unknown>, kinds = new Kinds()) =>
  Array.fromAsync(readTarball(files({ 'metadata/version': '1.1.0\n', ...given }), kinds));

const object = (apiVersion: string, kind: string, name: string) => ({ apiVersion, kind, metadata: { name } });

describe('a backup by Velero 1.18', () => {
  it('has each object once, though the tarball has it twice', async () => {
    const { objects, kinds } = await fixture('nightly-1');
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
      'ConfigMap kube-root-ca.crt',
      'ConfigMap settings',
      'Deployment api',
      'Namespace shop',
      'PersistentVolume pv-db',
      'PersistentVolume pv-files',
      'PersistentVolume pv-queue',
      'PersistentVolumeClaim db',
      'PersistentVolumeClaim files',
      'PersistentVolumeClaim queue',
      'Pod web',
      'ReplicaSet api-79fc4b98f9',
      'ServiceAccount default',
    ]);
    expect(kinds).toContainEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      resource: 'deployments',
      namespaced: true,
      verbs: ['get', 'list'],
    });
  });

  it('gets the Namespace that a backup of some kinds does not hold', async () => {
    const { objects, kinds } = await fixture('csi-1');
    expect(objects.at(-1)).toEqual(object('v1', 'Namespace', 'shop'));
    expect(kinds).toContainEqual(expect.objectContaining({ kind: 'Namespace', namespaced: false }));
  });
});

it('puts the version first that the API server preferred, where a backup has all versions', async () => {
  const kinds = new Kinds();
  const at = (version: string) => `resources/horizontalpodautoscalers.autoscaling/${version}/namespaces/shop/web.json`;
  await read(
    {
      [at('v1')]: object('autoscaling/v1', 'HorizontalPodAutoscaler', 'web'),
      [at('v2-preferredversion')]: object('autoscaling/v2', 'HorizontalPodAutoscaler', 'web'),
    },
    kinds,
  );
  expect(kinds.served().map(({ apiVersion }) => apiVersion)).toEqual(['autoscaling/v2', 'v1', 'autoscaling/v1']);
});

it.each([
  [{ 'metadata/version': '1' }, 'its format is "1"'],
  [{ 'README.md': 'hello' }, 'it has no metadata/version'],
])('refuses what is no tarball of Velero 1.4 or later: %j', async (given, why) => {
  await expect(Array.fromAsync(readTarball(files(given), new Kinds()))).rejects.toThrow(why);
});

it.each(['{"apiVersion":', '[]', '{"apiVersion":"v1","kind":"ConfigMap"}'])(
  'names the file that is no object: %s',
  async (body) => {
    const path = 'resources/configmaps/v1-preferredversion/namespaces/shop/settings.json';
    await expect(read({ [path]: body })).rejects.toMatchObject({
      name: 'DataCorrupt',
      message: expect.stringContaining(`File "${path}" of the backup is no object of Kubernetes`),
    });
  },
);
