import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../../../core/base/access/cluster-rights.ts';
import type { ClusterInfo } from '../../../../core/base/ports/clusters.ts';
import type { Route } from '../../../../core/base/request/route.ts';
import { clusterRights } from '../../../../core/serve/doctor/cluster-rights.ts';
import { judge } from '../../../../core/serve/doctor/examine-route.ts';
import type { RouteFacts } from '../../../../core/serve/doctor/facts.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { failed, found, healthy, notAsked, ROUTE } from './facts.ts';

const ID = '7c1b6a10-9d1e-4d0f-8b8e-6f0a3f1d2e03';
const AKS = {
  ...{ kind: 'aks' as const, tenant: ID, client: ID, subscription: ID, connector: undefined },
  ...{ resourceGroup: 'shop', nodeResourceGroup: 'MC_shop_prod_westeurope' },
};
const FROM: Route = { ...ROUTE, source: { ...ROUTE.source, ...AKS } };
const { create: _, ...TARGET } = ROUTE.target;
const INTO: Route = { ...ROUTE, target: { ...TARGET, ...AKS, location: 'westeurope', kmsKeyArn: '' } };

type End = Partial<RouteFacts['source']>;
const brokenAt = (route: Route, side: 'source' | 'target', end: End) => {
  const facts = healthy();
  return judge(route, { ...facts, [side]: { ...facts[side], ...end } })
    .filter(({ status }) => status === 'broken')
    .map(({ check, fix }) => [check, fix]);
};
const denied = (action: string) => ({
  rights: found([{ action, answer: 'denied' as const, said: 'No role assignment on /subscriptions/s has it.' }]),
});
const unknown = { entry: notAsked, inside: notAsked, rights: notAsked };

describe('doctor, of an end in Azure,', () => {
  it('has the command for the template that brings a missing right', () => {
    for (const [route, side] of [
      [FROM, 'source'],
      [INTO, 'target'],
    ] as const)
      expect(brokenAt(route, side, denied('Microsoft.Compute/snapshots/write'))).toContainEqual([
        `${side} rights`,
        `npm run -s kubeferry -- azure-member ${ROUTE.name} ${side}`,
      ]);
  });

  it('names the assignment for a set of keys, on which the template gives no right', () => {
    const set = `/subscriptions/${ID}/resourceGroups/keys/providers/Microsoft.Compute/diskEncryptionSets/own`;
    const route = { ...INTO, target: { ...INTO.target, diskEncryptionSet: set } } as Route;
    expect(brokenAt(route, 'target', denied('Microsoft.Compute/diskEncryptionSets/read'))).toContainEqual([
      'target rights',
      expect.stringMatching(new RegExp(`--role Reader --scope ${set}$`)),
    ]);
  });

  it('takes a missing target for right where the route may make it', () => {
    const gone = { cluster: failed('NotFound'), ...unknown };
    const create = { tier: 'Standard' as const, adminGroups: [], map: {} };
    const making = { ...INTO, target: { ...INTO.target, create } } as Route;
    expect(brokenAt(making, 'target', gone)).toEqual([]);
    expect(brokenAt(INTO, 'target', gone).map(([check]) => check)).toEqual(['target cluster']);
    expect(brokenAt(making, 'target', { ...gone, cluster: failed('ClusterUnreachable') })).toHaveLength(1);
  });

  it('says how it is entered, and nothing of access entries or secrets', () => {
    const shut = { cluster: failed('ClusterUnreachable'), ...unknown };
    expect(brokenAt(FROM, 'source', shut)).toEqual([
      ['source cluster', expect.stringMatching(/^az aks show .*aadProfile/)],
    ]);
    expect(brokenAt(INTO, 'target', shut)).toEqual([
      ['target cluster', expect.stringMatching(/^az aks show .*aadProfile/)],
    ]);
    expect(brokenAt(FROM, 'source', { inside: failed('AccessDenied') })).toEqual([
      ['source entry', expect.stringContaining('rbac --identity')],
    ]);
  });

  it('names no command of AWS for a cluster of AKS that is old or has stopped answering', () => {
    const info = healthy().target.cluster as { value: ClusterInfo };
    const old = found({ ...info.value, version: '1.20' });
    const told = (end: End) => {
      const facts = healthy();
      return judge(INTO, { ...facts, target: { ...facts.target, ...end } }).flatMap(
        ({ check, fix = '' }) => `${check}: ${fix}`,
      );
    };
    expect(told({ cluster: old })).toContainEqual(
      `versions: az aks upgrade --subscription ${ID} --resource-group shop --name ${INTO.target.cluster} --kubernetes-version 1.21`,
    );
    expect(told({ inside: failed('ClusterUnreachable') })).toContainEqual(
      expect.stringMatching(/^target endpoint: az aks show /),
    );
  });

  it('asks for the driver of managed disks in a target, and for no key and quota of AWS', () => {
    const checks = judge(INTO, healthy());
    const named = (what: RegExp) => checks.filter(({ check }) => what.test(check));
    expect(named(/^target key$|^target key policy$|^target quota$/)).toEqual([]);
    expect(named(/^target driver$/).map(({ fix }) => fix)).toEqual([expect.stringContaining('--enable-disk-driver')]);
  });
});

it('asks a target in Azure for everything, since what a clone holds is not known before', async () => {
  const asked: unknown[] = [];
  const create = async ({ spec }: KubeObject) => {
    asked.push((spec as { resourceAttributes: unknown }).resourceAttributes);
    return { status: { allowed: true } } as unknown as KubeObject;
  };
  await clusterRights(async () => ({ create }), [], EVERYTHING).tryOut();
  expect(asked).toEqual([{ group: '*', resource: '*', verb: '*' }]);
});
