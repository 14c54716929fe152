import type { AzureParameter } from './azure-template.ts';

/** What of an end of a route in Azure the template needs to know. */
export interface AzureEnd {
  cluster: string;
  nodeResourceGroup?: string | undefined;
  snapshotResourceGroup?: string | undefined;
  /** Of a target: what a missing cluster is made of. */
  create?: object | undefined;
  /** ARN of the role of this end. */
  roleArn?: string | undefined;
}

/** The parameters of the template as a route says them: all but the issuer, which the account of the role has. */
export const azureParameters = (
  side: 'source' | 'target',
  { cluster, nodeResourceGroup = '', snapshotResourceGroup, create, roleArn = '' }: AzureEnd,
): Partial<Record<AzureParameter, string>> => ({
  side: side === 'target' && create ? 'new-target' : side,
  cluster,
  nodeResourceGroup,
  ...(snapshotResourceGroup ? { snapshotResourceGroup } : {}),
  role: roleArn,
});
