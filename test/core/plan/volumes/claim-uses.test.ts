import { describe, expect, it } from 'vitest';
import { Request } from '../../../../core/base/request/request.ts';
import { findClaimUses } from '../../../../core/plan/volumes/claim-uses.ts';
import type { SourceIndex } from '../../../../core/translate/context.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';

const object = (
  apiVersion: string,
  kind: string,
  name: string,
  more: object = {},
  metadata: object = {},
): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', labels: { app: name }, ...metadata },
  ...more,
});
const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const claim = (name: string, accessModes = ['ReadWriteOnce']) =>
  object('v1', 'PersistentVolumeClaim', name, { spec: { accessModes } });
const mounting = (claimName: string) => ({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] });
const pod = (name: string, claimName: string, metadata: object = {}) =>
  object('v1', 'Pod', name, { spec: mounting(claimName) }, metadata);
const deployment = (name: string, claimName: string) =>
  object('apps/v1', 'Deployment', name, { spec: { template: { spec: mounting(claimName) } } }, { uid: `uid-${name}` });
const SET = object('apps/v1', 'StatefulSet', 'db', {
  spec: { template: { spec: {} }, volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
});

const uses = async (objects: KubeObject[], name: string, { exported = [name], labelSelector = '' } = {}) => {
  const api = memoryCluster({ objects: [SHOP, ...objects] });
  const { selection } = Request.parse({
    selection: { namespaces: ['shop'], ...(labelSelector ? { labelSelector } : {}) },
  });
  const claims = Object.fromEntries(exported.map((each) => [`shop/${each}`, {}]));
  const found = await findClaimUses(
    api,
    { selection },
    { claims } as unknown as SourceIndex,
    new Set([`shop/${name}`]),
  );
  return found.get(`shop/${name}`);
};

describe('whether the volume of a claim may leave the source', () => {
  it('is so where the workloads that the run quiesces are all who mount it', async () => {
    const web = deployment('web', 'files');
    expect(await uses([claim('files'), web], 'files')).toBeUndefined();
    expect(await uses([claim('data-db-0'), SET], 'data-db-0')).toBeUndefined();
  });

  it('is not so where somebody else mounts it', async () => {
    expect(await uses([claim('files'), deployment('web', 'files'), pod('backup', 'files')], 'files')).toBe(
      'v1 Pod shop/backup uses its claim as well, and the run does not quiesce that',
    );
  });

  it('is not so where a workload beside the selection mounts it', async () => {
    const both = [claim('files'), deployment('web', 'files'), deployment('admin', 'files')];
    expect(await uses(both, 'files', { labelSelector: 'app=web' })).toBe(
      'apps/v1 Deployment shop/admin uses its claim as well, and the run does not quiesce that',
    );
  });

  it('is not so where a workload of an operator mounts it, which would scale it back', async () => {
    const owned = object(
      'apps/v1',
      'StatefulSet',
      'db',
      { spec: SET.spec },
      {
        ownerReferences: [{ apiVersion: 'example.com/v1', kind: 'Database', name: 'db', uid: 'u', controller: true }],
      },
    );
    expect(await uses([claim('data-db-0'), owned], 'data-db-0')).toContain('the run does not quiesce that');
  });

  it.each(['ReadWriteMany', 'ReadOnlyMany'])('is not so where pods of several nodes may mount it: %s', async (mode) => {
    expect(await uses([claim('files', [mode])], 'files')).toBe(`pods of several nodes may mount its claim (${mode})`);
  });

  it('is not so where its StatefulSet has a claim that is not copied with it', async () => {
    const objects = [claim('data-db-0'), claim('data-db-1'), claim('data-dbs-2'), SET];
    expect(await uses(objects, 'data-db-0')).toBe(
      'claim shop/data-db-1 belongs to apps/v1 StatefulSet shop/db as well, and is not in the selection',
    );
    expect(await uses(objects, 'data-db-0', { exported: ['data-db-0', 'data-db-1'] })).toBeUndefined();
  });

  it('is asked of no cluster where no claim is meant', async () => {
    const silent = { list: () => expect.unreachable() } as never;
    expect(await findClaimUses(silent, Request.parse({}), {} as SourceIndex, new Set())).toEqual(new Map());
  });
});
