import { describe, expect, it } from 'vitest';
import { listKind } from '../../../../core/plan/export/list-kind.ts';
import type { ClusterApi } from '../../../../kube/cluster-api.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';

const namespaces = (count: number) => Array.from({ length: count }, (_, at) => `team-${at}`);
const served = (kind: string) => ({
  apiVersion: 'v1',
  kind,
  resource: `${kind.toLowerCase()}s`,
  namespaced: true,
  verbs: ['list'],
});

/** So many objects of a kind in each namespace; a list is noted by its namespace, or `*`. */
function cluster(kind: string, homes: string[], each: number) {
  const objects = homes.flatMap((namespace) =>
    Array.from(
      { length: each },
      (_, at): KubeObject => ({
        apiVersion: 'v1',
        kind,
        metadata: { namespace, name: `${kind.toLowerCase()}-${at}`, labels: { at: String(at) } },
      }),
    ),
  );
  const homesThere = homes.map((name): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  const memory = memoryCluster({ objects: [...homesThere, ...objects] });
  const lists: string[] = [];
  const api: ClusterApi = {
    ...memory,
    list: (resource, options = {}) => {
      lists.push(options.namespace ?? '*');
      return memory.list(resource, options);
    },
  };
  return { api, lists };
}

async function exported(api: ClusterApi, kind: string, listed: Parameters<typeof listKind>[2]) {
  const found: string[] = [];
  for await (const page of listKind(api, served(kind), listed))
    found.push(...page.objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  return found;
}

describe('the objects of a kind', () => {
  it('that are few come by one list of the whole cluster, without those of other namespaces', async () => {
    const { api, lists } = cluster('ConfigMap', [...namespaces(30), 'kube-system'], 3);
    const found = await exported(api, 'ConfigMap', { namespaces: namespaces(30), isEverything: true });
    expect(found).toHaveLength(90);
    expect(found.filter((name) => name.startsWith('kube-system/'))).toEqual([]);
    expect(lists).toEqual(['*']);
  });

  it('come namespace by namespace where the cluster has far more of them than are selected', async () => {
    const { api, lists } = cluster('Pod', namespaces(100), 20);
    const found = await exported(api, 'Pod', { namespaces: ['team-7', 'team-9'], isEverything: false });
    expect(found).toHaveLength(40);
    expect(lists).toEqual(['*', 'team-7', 'team-9']);
  });

  it('come by pages of the whole cluster where all of them are wanted', async () => {
    const { api, lists } = cluster('Pod', namespaces(20), 100);
    const found = await exported(api, 'Pod', { namespaces: namespaces(20), isEverything: true });
    expect(new Set(found).size).toBe(2_000);
    expect(found).toHaveLength(2_000);
    expect(lists).toEqual(['*']);
  });

  it('of one namespace are asked for there', async () => {
    const { api, lists } = cluster('ConfigMap', namespaces(3), 2);
    expect(await exported(api, 'ConfigMap', { namespaces: ['team-1'], isEverything: false })).toHaveLength(2);
    expect(lists).toEqual(['team-1']);
  });

  // Promise: unselected-secrets-unread
  it('that are Secrets are read in the selected namespaces alone', async () => {
    const { api, lists } = cluster('Secret', [...namespaces(5), 'kube-system'], 1);
    const found = await exported(api, 'Secret', { namespaces: namespaces(5), isEverything: true });
    expect(found).toHaveLength(5);
    expect(lists).toEqual(namespaces(5));
  });

  it('are those that a label selects, of the whole cluster or not', async () => {
    const { api } = cluster('ConfigMap', namespaces(10), 3);
    const listed = { namespaces: namespaces(10), isEverything: true, labelSelector: 'at=1' };
    expect(await exported(api, 'ConfigMap', listed)).toHaveLength(10);
  });
});
