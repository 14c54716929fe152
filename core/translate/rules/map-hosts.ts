import type { KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import type { Mappings } from '../context.ts';
import { edit, valuesAt } from '../edit.ts';
import { kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import { HOST_ANNOTATIONS, HOST_FIELDS } from '../tables/host-fields.ts';
import { changed, warning } from '../verdicts.ts';

export const mapHosts: Rule = {
  name: 'map-hosts',
  description:
    'Host names of ingresses, routes and certificates become those that the request maps, single ones or whole domains.',
  appliesTo: [...Object.keys(HOST_FIELDS), '/Service'],
  apply(object, { mappings, profile }) {
    const fields = HOST_FIELDS[kindKey(object)] ?? [];
    const inFields = fields.reduce(
      (current, where) => edit(current, where, (host) => mappedHost(String(host), mappings.hosts)),
      object,
    );
    const mapped = HOST_ANNOTATIONS.reduce(
      (current, name) =>
        edit(current, ['metadata', 'annotations', name], (list) => mappedList(String(list), mappings.hosts)),
      inFields,
    );
    const unmapped = profile === 'clone' ? unmappedHosts(mapped, mappings.hosts) : [];
    const sentence = `The clone answers to the host names of its original (${unmapped.join(', ')}); map them in mappings.hosts.`;
    return changed(object, mapped, unmapped.length > 0 ? [warning('/spec', sentence)] : []);
  },
};

const byLength = memo((hosts: Mappings['hosts']) => Object.entries(hosts).toSorted(([a], [b]) => b.length - a.length));
const targets = memo((hosts: Mappings['hosts']) => Object.values(hosts));

/** The exact name wins over `*.domain`, a longer domain over a shorter one. */
function mappedHost(host: string, hosts: Mappings['hosts']): string {
  const exact = hosts[host];
  if (exact !== undefined) return exact;
  if (targets(hosts).includes(host)) return host;
  for (const [from, to] of byLength(hosts)) {
    if (!from.startsWith('*.') || !host.endsWith(from.slice(1))) continue;
    // A domain below the mapped one (*.example.com -> *.dev.example.com) must not be mapped twice.
    const isMapped = to.endsWith(from.slice(1)) && host.endsWith(to.slice(1));
    return isMapped ? host : host.slice(0, host.length - from.length + 1) + to.slice(1);
  }
  return host;
}

const mappedList = (list: string, hosts: Mappings['hosts']) =>
  list
    .split(',')
    .map((host) => mappedHost(host.trim(), hosts))
    .join(',');

/** Names inside of the cluster are nobody's public host. */
function unmappedHosts(object: KubeObject, hosts: Mappings['hosts']): string[] {
  const found = (HOST_FIELDS[kindKey(object)] ?? [])
    .flatMap((where) => valuesAt(object, where))
    .map(({ value }) => String(value));
  const isMapped = (host: string) =>
    targets(hosts).some((to) => host === to || (to.startsWith('*.') && host.endsWith(to.slice(1))));
  return [...new Set(found)].filter((host) => host.includes('.') && !/\.(svc|local)$/.test(host) && !isMapped(host));
}
