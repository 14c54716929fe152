import type { Blueprint } from './blueprint.ts';
import { kept, optional } from './changed-members.ts';
import type { Mapper } from './mapper.ts';

/** Add-ons, access entries and pod identities: whoever takes a role or is one. */
export function mapIdentities(source: Blueprint, mapper: Mapper, namespace: (name: string) => string) {
  const addons = source.addons.map((addon) => ({
    ...addon,
    ...optional('serviceAccountRoleArn', addon.serviceAccountRoleArn, (arn) =>
      mapper.role(`addons.${addon.name}.serviceAccountRoleArn`, arn),
    ),
    ...optional('configurationValues', addon.configurationValues, (text) =>
      mapper.text(`addons.${addon.name}.configurationValues`, text),
    ),
    podIdentities: kept(addon.podIdentities, (identity) => {
      const at = `addons.${addon.name}.podIdentities.${identity.serviceAccount}`;
      const roleArn = mapper.role(at, identity.roleArn, 'pod');
      return roleArn && { ...identity, roleArn };
    }),
  }));
  const accessEntries = kept(source.accessEntries, (entry) => {
    const principalArn = mapper.thing(`accessEntries.${entry.principalArn}`, 'principal', entry.principalArn);
    const policies = entry.policies.map(({ namespaces, ...policy }) =>
      namespaces ? { ...policy, namespaces: namespaces.map(namespace) } : policy,
    );
    return principalArn && { ...entry, principalArn, policies };
  }).toSorted((a, b) => (a.principalArn < b.principalArn ? -1 : 1));
  const podIdentities = kept(source.podIdentities, (identity) => {
    const at = `podIdentities.${identity.namespace}/${identity.serviceAccount}`;
    const roleArn = mapper.role(`${at}.roleArn`, identity.roleArn, 'pod');
    return (
      roleArn && {
        ...identity,
        namespace: namespace(identity.namespace),
        roleArn,
        // Taken by the role above, wherever it is: nobody hands it over.
        ...optional('targetRoleArn', identity.targetRoleArn, (arn) =>
          mapper.thing(`${at}.targetRoleArn`, 'principal', arn),
        ),
        ...optional('policy', identity.policy, (text) => mapper.text(`${at}.policy`, text)),
      }
    );
  }).toSorted((a, b) => (`${a.namespace} ${a.serviceAccount}` < `${b.namespace} ${b.serviceAccount}` ? -1 : 1));
  return { addons, accessEntries, podIdentities };
}
