import type { NewCluster } from '../clone/route.ts';
import type { Blueprint } from './blueprint.ts';
import type { Taker } from './trust.ts';

/** Something that belongs to the source's account or Region and has no counterpart yet. */
export interface Unmapped {
  /** Path into the blueprint. */
  field: string;
  current: string;
  /** Who is to take it, if it is a role. */
  taker?: Taker | undefined;
  kind: 'role' | 'principal' | 'key' | 'subnet' | 'security-group' | 'launch-template' | 'other';
}

interface Place {
  account: string;
  region: string;
}

/** What of a text belongs to an account, a Region or a cluster: ARNs with an account, ids that AWS hands out, issuers. */
const BOUND =
  /arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:\d{12}:[^\s"',]+|\b(?:subnet|sg|vpc|ami|eni|lt)-[0-9a-f]{8,17}\b|\boidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\/[0-9A-F]+/g;

/**
 * The blueprint for the target: each thing of one account or Region is replaced as the route says. What the route does
 * not name stays as it is and is listed. Network things of the cluster itself are always the route's.
 */
export function mapBlueprint(
  source: Blueprint,
  { create, place }: { create: NewCluster; place: Place },
): { blueprint: Blueprint; unmapped: Unmapped[] } {
  const unmapped: Unmapped[] = [];
  /** Undefined: left out by the route's wish. */
  const map = (
    field: string,
    kind: Unmapped['kind'],
    current: string,
    { otherwise, taker }: { otherwise?: string | undefined; taker?: Taker } = {},
  ): string | undefined => {
    const mapped = Object.hasOwn(create.map, current) ? create.map[current] : otherwise;
    if (mapped === null) return undefined;
    if (mapped !== undefined) return mapped;
    if (!isHere(current, place)) unmapped.push({ field, current, kind, taker });
    return current;
  };
  const role = (field: string, current: string, taker?: Taker, otherwise?: string) =>
    map(field, 'role', current, { otherwise, ...(taker ? { taker } : {}) });
  const subnets = (current: string[]) =>
    current.every((id) => create.map[id])
      ? current.map((id) => create.map[id]!).toSorted()
      : create.subnetIds.toSorted();

  const { cluster } = source;
  const blueprint: Blueprint = {
    cluster: {
      ...cluster,
      version: create.version ?? cluster.version,
      roleArn: create.roleArn,
      subnetIds: create.subnetIds.toSorted(),
      securityGroupIds: create.securityGroupIds.toSorted(),
      // Access entries need it, and the default of the API is the ConfigMap alone.
      authenticationMode: 'API',
      ...optional('secretsKeyArn', cluster.secretsKeyArn, (arn) => map('cluster.secretsKeyArn', 'key', arn)),
      ...optional('oidcProvider', withProvider(cluster, create), (provider) => provider),
      ...optional('autoMode', cluster.autoMode, ({ nodePools, nodeRoleArn }) => ({
        nodePools,
        ...optional('nodeRoleArn', nodeRoleArn, (arn) =>
          role('cluster.autoMode.nodeRoleArn', arn, 'node', create.nodeRoleArn),
        ),
      })),
    },
    nodegroups: kept(source.nodegroups, (group) => {
      const at = `nodegroups.${group.name}`;
      const nodeRole = role(`${at}.nodeRole`, group.nodeRole, 'node', create.nodeRoleArn);
      return (
        nodeRole && {
          ...group,
          nodeRole,
          instanceTypes: group.instanceTypes.map((type) => create.map[type] ?? type),
          subnets: subnets(group.subnets),
          ...optional('launchTemplate', group.launchTemplate, ({ id }) => {
            const mapped = map(`${at}.launchTemplate.id`, 'launch-template', id);
            // Versions count for each template on their own.
            return mapped && { id: mapped };
          }),
        }
      );
    }),
    fargateProfiles: kept(source.fargateProfiles, (profile) => {
      const at = `fargateProfiles.${profile.name}.podExecutionRoleArn`;
      const podExecutionRoleArn = role(at, profile.podExecutionRoleArn, 'fargate', create.podExecutionRoleArn);
      return podExecutionRoleArn && { ...profile, podExecutionRoleArn, subnets: subnets(profile.subnets) };
    }),
    addons: source.addons.map((addon) => ({
      ...addon,
      ...optional('serviceAccountRoleArn', addon.serviceAccountRoleArn, (arn) =>
        role(`addons.${addon.name}.serviceAccountRoleArn`, arn),
      ),
      ...optional('configurationValues', addon.configurationValues, (text) =>
        text.replaceAll(BOUND, (found) => map(`addons.${addon.name}.configurationValues`, 'other', found) ?? ''),
      ),
      podIdentities: kept(addon.podIdentities, (identity) => {
        const roleArn = role(`addons.${addon.name}.podIdentities.${identity.serviceAccount}`, identity.roleArn, 'pod');
        return roleArn && { ...identity, roleArn };
      }),
    })),
    accessEntries: kept(source.accessEntries, (entry) => {
      const principalArn = map(`accessEntries.${entry.principalArn}`, 'principal', entry.principalArn);
      return principalArn && { ...entry, principalArn };
    }).toSorted((a, b) => (a.principalArn < b.principalArn ? -1 : 1)),
    podIdentities: kept(source.podIdentities, (identity) => {
      const at = `podIdentities.${identity.namespace}/${identity.serviceAccount}`;
      const roleArn = role(`${at}.roleArn`, identity.roleArn, 'pod');
      return (
        roleArn && {
          ...identity,
          roleArn,
          ...optional('targetRoleArn', identity.targetRoleArn, (arn) => role(`${at}.targetRoleArn`, arn)),
        }
      );
    }),
  };
  return { blueprint, unmapped };
}

/** Only where the route says so: a provider is a way into roles. Of the source's, the audiences and tags count. */
const withProvider = ({ oidcProvider }: Blueprint['cluster'], { serviceAccountRoles }: NewCluster) =>
  serviceAccountRoles === 'oidc-provider'
    ? (oidcProvider ?? { clientIds: ['sts.amazonaws.com'], tags: {} })
    : undefined;

/** Roles of the account, and what is of the account and the Region, mean the same in the target. */
function isHere(value: string, { account, region }: Place): boolean {
  const [prefix, , , ofRegion, ofAccount] = value.split(':');
  return prefix === 'arn' && ofAccount === account && (ofRegion === '' || ofRegion === region);
}

/** The member with its new value; undefined as value removes it. */
function optional<K extends string, T, U>(
  name: K,
  value: T | undefined,
  change: (value: T) => U | undefined | '',
): { [P in K]?: Exclude<U, undefined | ''> } {
  const changed = value === undefined ? undefined : change(value);
  return { [name]: changed === '' ? undefined : changed } as { [P in K]?: Exclude<U, undefined | ''> };
}

function kept<T>(items: T[], change: (item: T) => T | undefined | ''): T[] {
  return items.flatMap((item) => change(item) || []);
}
