import { describe, expect, it } from 'vitest';
import { createAksRequest } from '../../../../../core/plan/cluster/aks/create-aks-request.ts';
import { readAksBlueprint } from '../../../../../core/plan/cluster/aks/read-aks-blueprint.ts';
import { someAks } from './some-aks.ts';

const issuer = someAks().properties.oidcIssuerProfile.issuerURL;
const identity = '/subscriptions/s/resourceGroups/shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/web';
const description = (cluster: Record<string, unknown> = someAks()) => ({
  cluster,
  federatedCredentials: [{ identity, name: 'web', subject: 'system:serviceaccount:shop:web', issuer }],
});
const origin = { cloneId: 'run-1', route: 'prod-to-dev' };

describe('the blueprint of a cluster of AKS', () => {
  it('has what somebody chose, and nothing that Azure makes', () => {
    const { blueprint } = readAksBlueprint('dev', description());
    expect(blueprint.cluster).toMatchObject({
      version: '1.34',
      tier: 'Standard',
      network: { plugin: 'azure', pluginMode: 'overlay', policy: 'cilium', loadBalancerSku: 'standard' },
      entra: { azureRbac: true, adminGroups: ['g-1'] },
      workloadIdentity: true,
      apiServer: { private: false, authorizedIpRanges: ['203.0.113.0/24'] },
      addons: { azureKeyvaultSecretsProvider: { config: { enableSecretRotation: 'true' } } },
      tags: { team: 'shop' },
    });
    expect(blueprint.cluster.kubeletIdentity).toBeUndefined();
    expect(Object.keys(blueprint.cluster.addons)).toEqual(['azureKeyvaultSecretsProvider']);
    expect(blueprint.workloadIdentities).toEqual([{ namespace: 'shop', serviceAccount: 'web', identity }]);
  });

  it('has the pools in the order of their names, without what AKS puts on spot nodes by itself', () => {
    const { nodePools } = readAksBlueprint('dev', description()).blueprint;
    expect(nodePools.map(({ name }) => name)).toEqual(['cheap', 'system']);
    expect(nodePools[0]).toMatchObject({
      spot: true,
      labels: { tier: 'batch' },
      taints: ['batch=true:NoExecute'],
      count: 0,
    });
    expect(nodePools[1]).toMatchObject({ mode: 'System', scaling: { min: 3, max: 5 }, zones: ['1', '2', '3'] });
  });

  it('names what is not carried over, and stays silent on what is off or of Azure', () => {
    const { findings } = readAksBlueprint('dev', description());
    expect(findings.map(({ path }) => path)).toEqual([
      '/properties/agentPoolProfiles/1/kubeletConfig',
      '/properties/securityProfile/imageCleaner',
    ]);
  });

  it('names a field that nobody knows yet', () => {
    const cluster = someAks();
    const later = { ...cluster, properties: { ...cluster.properties, quantumProfile: { enabled: true } } };
    expect(readAksBlueprint('dev', description(later)).findings.map(({ path }) => path)).toContain(
      '/properties/quantumProfile',
    );
  });
});

describe('what of a cluster of AKS nobody is to read in a plan', () => {
  const later = (properties: object) => {
    const cluster = someAks();
    return readAksBlueprint('dev', description({ ...cluster, properties: { ...cluster.properties, ...properties } }));
  };

  it('is the password of its proxy', () => {
    const { findings } = later({ httpProxyConfig: { httpProxy: 'http://kube:hunter22-long@proxy.example:3128/' } });
    expect(findings.map(({ path }) => path)).toContain('/properties/httpProxyConfig');
    expect(JSON.stringify(findings)).toContain('proxy.example:3128');
    expect(JSON.stringify(findings)).not.toContain('hunter22');
  });

  it('is a secret in the configuration of an add-on, which is named and left out', () => {
    const config = { workspaceKey: 'c2VjcmV0LW9mLXdvcmtzcGFjZQ==', apiToken: 'hunter22-long', useAADAuth: 'true' };
    const { blueprint, findings } = later({ addonProfiles: { omsagent: { enabled: true, config } } });
    expect(blueprint.cluster.addons.omsagent?.config).toEqual({ useAADAuth: 'true' });
    expect(JSON.stringify([blueprint, findings])).not.toMatch(/hunter22|c2VjcmV0/);
    expect(findings.find(({ path }) => path === '/cluster/addons/omsagent')?.sentence).toContain(
      'workspaceKey, apiToken',
    );
  });
});

it('takes pools of a mode that came later for pools of workloads, and says so', () => {
  const cluster = someAks();
  const [system] = cluster.properties.agentPoolProfiles;
  const agentPoolProfiles = [system, { ...system, name: 'gateway', mode: 'Gateway' }];
  const { blueprint, findings } = readAksBlueprint(
    'dev',
    description({ ...cluster, properties: { ...cluster.properties, agentPoolProfiles } }),
  );
  expect(blueprint.nodePools.map(({ name, mode }) => [name, mode])).toEqual([
    ['gateway', 'User'],
    ['system', 'System'],
  ]);
  expect(findings.find(({ path }) => path === '/nodePools/gateway/mode')?.sentence).toContain('mode Gateway');
});

describe('the request that makes a cluster of AKS', () => {
  it('makes the same cluster again', () => {
    const { blueprint } = readAksBlueprint('dev', description());
    const body = createAksRequest('dev', 'MC_dev', blueprint, origin);
    const again = readAksBlueprint('dev', description(body)).blueprint;
    expect(again).toEqual(blueprint);
  });

  it('says by tags whose cluster it is, and that it is not ready', () => {
    const { blueprint } = readAksBlueprint('dev', description());
    expect(createAksRequest('dev', 'MC_dev', blueprint, origin)).toMatchObject({
      location: 'westeurope',
      tags: {
        team: 'shop',
        'kubeferry:made-by': 'kubeferry',
        'kubeferry:clone-id': 'run-1',
        'kubeferry:step': 'target-cluster',
        'kubeferry:route': 'prod-to-dev',
      },
      properties: { nodeResourceGroup: 'MC_dev', dnsPrefix: 'dev' },
    });
  });

  it.each([
    ['a_b_', 'a-b'],
    ['x'.repeat(60), /^x{45}-[0-9a-f]{8}$/],
  ])('gives cluster %s a DNS prefix that Azure takes', (name, prefix) => {
    const { blueprint } = readAksBlueprint('dev', description());
    const { properties } = createAksRequest(name, 'MC_dev', blueprint, origin);
    expect((properties as { dnsPrefix: string }).dnsPrefix).toMatch(
      prefix instanceof RegExp ? prefix : new RegExp(`^${prefix}$`),
    );
  });
});
