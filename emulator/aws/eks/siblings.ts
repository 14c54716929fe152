import * as z from 'zod';
import { clusterOf, type EksCall, page, paging } from './operation.ts';

export const ListSiblings = z.strictObject({ ...paging, clusterName: z.string() });
type Input = z.output<typeof ListSiblings>;

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_ListIdentityProviderConfigs.html: those that a cluster was seeded with. */
export function listIdentityProviders(input: Input, eks: EksCall) {
  const { identityProviders = [] } = clusterOf(input.clusterName, 'eks:ListIdentityProviderConfigs', eks);
  const { items, nextToken } = page(identityProviders, input);
  return { identityProviderConfigs: items.map((name) => ({ type: 'oidc', name })), nextToken };
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_ListCapabilities.html: those that a cluster was seeded with. */
export function listCapabilities(input: Input, eks: EksCall) {
  const { capabilities = [] } = clusterOf(input.clusterName, 'eks:ListCapabilities', eks);
  const { items, nextToken } = page(capabilities, input);
  return { capabilities: items.map((capabilityName) => ({ capabilityName, status: 'ACTIVE' })), nextToken };
}
