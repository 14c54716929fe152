import type { AksDescription, FederatedCredential } from './aks-description.ts';

/** A size of machine, where it is offered. */
export interface VmSizeOffer {
  /** `Standard_D4s_v5`. */
  size: string;
  /** Zones in which the subscription gets it: `1`, `2`, `3`; empty where the location has none. */
  zones: string[];
}

/** Describes, makes and removes the cluster of AKS of one name in one resource group. */
export interface AksFactory {
  /** Undefined when there is no such cluster. Credentials that name its issuer are looked for in these identities alone. */
  read(identities?: readonly string[]): Promise<AksDescription | undefined>;
  /** Minor versions that the location has for new clusters of a support plan, or of that of Kubernetes itself; undefined when nobody may ask. */
  versions(location: string, supportPlan?: string): Promise<string[] | undefined>;
  /** Of the sizes those that the location has for the subscription; undefined when nobody may ask. */
  offeredSizes(location: string, sizes: readonly string[]): Promise<VmSizeOffer[] | undefined>;
  /** Of an identity, whoever they trust; undefined when there is no such identity. */
  credentialsOf(identity: string): Promise<FederatedCredential[] | undefined>;
  /** Makes a cluster that is missing. No error when one is there by now, which is left as it is. */
  create(body: Record<string, unknown>): Promise<void>;
  /** Of the cluster as it was described with this entity tag; throws NotYet when it has changed since. So with the next. */
  tag(tags: Record<string, string>, eTag: string): Promise<void>;
  /** No error when it is gone. */
  remove(eTag: string): Promise<void>;
  /** No error when it is there. */
  federate(credential: FederatedCredential): Promise<void>;
  /** No error when it is gone. */
  unfederate(credential: Pick<FederatedCredential, 'identity' | 'name'>): Promise<void>;
}
