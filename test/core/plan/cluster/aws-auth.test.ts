import { describe, expect, it } from 'vitest';
import { mappedByConfigMap } from '../../../../core/plan/cluster/aws-auth.ts';

const MAP_ROLES = `- groups:
  - system:bootstrappers
  - system:nodes
  rolearn: arn:aws:iam::111111111111:role/node
  username: system:node:{{EC2PrivateDNSName}}
- groups:
  - system:masters
  rolearn: "arn:aws:iam::111111111111:role/oncall"
  username: oncall
`;
const MAP_USERS = `  - userarn: arn:aws:iam::111111111111:user/ann
    username: ann
    groups: [viewers]
`;
const api = (data?: object) => ({
  get: async () => data && { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'aws-auth' }, data },
});
const people = async (mode: 'API' | 'API_AND_CONFIG_MAP', data?: object) => {
  const findings = await mappedByConfigMap('dev', api(data), { authenticationMode: mode });
  return findings.map(({ severity, current }) => ({ severity, current }));
};

describe('who enters the source by its ConfigMap aws-auth', () => {
  it('is told, but for nodes', async () => {
    expect(await people('API_AND_CONFIG_MAP', { mapRoles: MAP_ROLES, mapUsers: MAP_USERS })).toEqual([
      {
        severity: 'warning',
        current: ['arn:aws:iam::111111111111:role/oncall', 'arn:aws:iam::111111111111:user/ann'],
      },
    ]);
  });

  it('is nobody where the cluster does not read it, or has none', async () => {
    expect(await people('API', { mapRoles: MAP_ROLES })).toEqual([]);
    expect(await people('API_AND_CONFIG_MAP')).toEqual([]);
  });
});
