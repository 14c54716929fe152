import { expect, it } from 'vitest';
import { readNetworkPolicy } from '../../../../core/plan/cluster/read-network-policy.ts';
import type { KubeObject, ObjectRef } from '../../../../kube/kube-object.ts';

const awsNode = (args: string[]) => ({
  'kube-system/aws-node': {
    spec: { template: { spec: { containers: [{ name: 'aws-node' }, { name: 'aws-eks-nodeagent', args }] } } },
  },
});

const clusterWith = (there: Record<string, object>) => ({
  get: async ({ namespace, name }: ObjectRef) => there[`${namespace}/${name}`] as KubeObject | undefined,
});

// Promise: isolated-clone
it.each([
  ['the VPC CNI with its agent', awsNode(['--enable-network-policy=true']), false, { by: 'Amazon VPC CNI', on: true }],
  ['the VPC CNI as it comes', awsNode(['--enable-network-policy=false']), false, { by: 'Amazon VPC CNI', on: false }],
  ['Calico beside the VPC CNI', { ...awsNode([]), 'calico-system/calico-node': {} }, false, { by: 'Calico', on: true }],
  ['Cilium', { 'kube-system/cilium': {} }, false, { by: 'Cilium', on: true }],
  ['that of AKS', { 'kube-system/azure-npm': {} }, false, { by: 'Azure Network Policy Manager', on: true }],
  ['Auto Mode as it comes', {}, true, { by: 'EKS Auto Mode', on: false }],
  [
    'Auto Mode with its controller',
    { 'kube-system/amazon-vpc-cni': { data: { 'enable-network-policy-controller': 'true' } } },
    true,
    { by: 'EKS Auto Mode', on: true },
  ],
  ['nothing that is known', {}, false, undefined],
])('sees whether network policies are enforced: %s', async (_, there, isAutoMode, facts) => {
  expect(await readNetworkPolicy(clusterWith(there), isAutoMode)).toEqual(facts);
});
