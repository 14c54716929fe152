import { KubeferryError } from '../../core/base/errors.ts';
import { discreetText } from '../../core/base/outside/outside-text.ts';
import type { FederatedCredential } from '../../core/base/ports/aks-description.ts';
import type { AksFactory } from '../../core/base/ports/aks-factory.ts';
import type { Described } from '../../core/base/ports/cluster-factory.ts';
import { ENTRA_AUDIENCE } from '../../core/base/run/names.ts';
import { type ClusterOfAzure, CONTAINER_SERVICE, clusterIdOf, describeAks } from './aks-cluster.ts';
import { offeredSizes, offeredVersions } from './aks-offers.ts';
import type { ArmCall, ResourceManager } from './resource-manager.ts';

/** https://learn.microsoft.com/rest/api/managedidentity/federated-identity-credentials */
const MANAGED_IDENTITY = '2024-11-30';

interface ArmCredential {
  name: string;
  properties: { issuer: string; subject: string };
}

/** The cluster of one name in one resource group (https://learn.microsoft.com/rest/api/aks/managed-clusters). */
export function aksFactory(arm: ResourceManager, place: ClusterOfAzure): AksFactory {
  const { subscription, cluster } = place;
  const managed = (method: ArmCall['method'], verb: string, more: Pick<ArmCall, 'body' | 'headers'> = {}) =>
    arm.call({
      what: `${verb} cluster "${cluster}" in resource group ${place.resourceGroup}`,
      ...{ method, id: clusterIdOf(place), version: CONTAINER_SERVICE, ...more },
    });
  const credentialsOf = async (identity: string) =>
    unlessGone(async () => {
      const what = `list whom ${identity} trusts`;
      const id = `${identity}/federatedIdentityCredentials`;
      const found = await arm.list<ArmCredential>({ what, id, version: MANAGED_IDENTITY });
      return found.map(({ name, properties: { issuer, subject } }) => ({ identity, name, issuer, subject }));
    });
  const credential = (
    method: ArmCall['method'],
    { identity, name }: { identity: string; name: string },
    body?: object,
  ) =>
    arm.call({
      what: `let ${identity} trust a service account`,
      ...{ method, id: `${identity}/federatedIdentityCredentials/${name}`, version: MANAGED_IDENTITY },
      ...(body ? { body } : {}),
    });

  return {
    async read(identities = []) {
      const found = await describeAks(arm, place);
      if (!found) return undefined;
      const issuer = issuerOf(found.cluster);
      const federatedCredentials: FederatedCredential[] = [];
      for (const identity of issuer ? identities : [])
        federatedCredentials.push(...((await credentialsOf(identity)) ?? []).filter((each) => each.issuer === issuer));
      return { ...found, federatedCredentials };
    },
    versions: (location, supportPlan) => offeredVersions(arm, subscription, location, supportPlan),
    offeredSizes: (location, sizes) => offeredSizes(arm, subscription, location, sizes),
    credentialsOf,
    async create(body) {
      try {
        // A PUT changes what is there, whoever's it is: this one makes, or does nothing (…/azure/aks/use-etags).
        await unlessBusy(managed('PUT', 'make', { body, headers: { 'if-none-match': '*' } }));
      } catch (error) {
        // A subnet or a subscription may be missing as well, of which Azure says which.
        throw isNamed(error, 'NotFound') && discreetText(error.message).includes('ResourceGroupNotFound')
          ? withoutGroup(place)
          : error;
      }
    },
    async tag(tags, eTag) {
      await onceIdle(managed('PATCH', 'tag', { body: { tags }, headers: { 'if-match': eTag } }));
    },
    async remove(eTag) {
      await unlessGone(() => onceIdle(managed('DELETE', 'delete', { headers: { 'if-match': eTag } })));
    },
    async federate({ issuer, subject, ...named }) {
      await credential('PUT', named, { properties: { issuer, subject, audiences: [ENTRA_AUDIENCE] } });
    },
    async unfederate(named) {
      await unlessGone(() => credential('DELETE', named));
    },
  };
}

function issuerOf({ properties }: Described): string | undefined {
  const { oidcIssuerProfile } = (properties ?? {}) as { oidcIssuerProfile?: { issuerURL?: string } };
  return oidcIssuerProfile?.issuerURL;
}

const withoutGroup = ({ cluster, resourceGroup, subscription }: ClusterOfAzure) =>
  new KubeferryError(
    'InvalidRequest',
    `Cluster "${cluster}" cannot be made: subscription ${subscription} has no resource group ${resourceGroup}, and a run makes none. Make it first.`,
  );

const isNamed = (error: unknown, name: string): error is KubeferryError =>
  error instanceof KubeferryError && error.name === name;

/** Undefined when the thing is missing. */
async function unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!isNamed(error, 'NotFound')) throw error;
    return undefined;
  }
}

/**
 * What Azure says while it is at something else, which may have begun since the look. Where machines are made it says the same of a
 * quota, but not where a cluster is tagged or deleted.
 */
const AT_SOMETHING_ELSE = 'OperationNotAllowed';

async function onceIdle(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error && error.name === AT_SOMETHING_ELSE)) throw error;
    const said = `${discreetText(error.message)} Way out: it is tried again when that has ended.`;
    throw new KubeferryError('NotYet', said, { cause: error });
  }
}

/** One is there, or something is done to one: who asks looks again. */
async function unlessBusy(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isNamed(error, 'NotYet')) throw error;
  }
}
