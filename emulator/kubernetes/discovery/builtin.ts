import { readFileSync } from 'node:fs';
import { builtinType } from '../schema/builtin.ts';
import type { ResourceType } from './resource-type.ts';

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** Kinds that are served in two groups and stored once. */
const SHARED_STORAGE: Record<string, string> = { 'events.k8s.io/events': '/events' };

/** Every kind of resources.tsv, in the server's order. */
export function builtinResources(): ResourceType[] {
  const lines = readFileSync(new URL('resources.tsv', import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line && !line.startsWith('#')).map(parseRow);
}

/** What `kubectl get all` asks for. */
const IN_ALL = [
  '/pods',
  '/services',
  '/replicationcontrollers',
  'apps/daemonsets',
  'apps/deployments',
  'apps/replicasets',
  'apps/statefulsets',
  'autoscaling/horizontalpodautoscalers',
  'batch/cronjobs',
  'batch/jobs',
];

function parseRow(line: string): ResourceType {
  const [apiVersion, kind, resource, scope, singular, shortNames, verbs, subresources, type] = line.split('\t') as [
    string,
    ...string[],
  ];
  const [group, version] = apiVersion.includes('/') ? (apiVersion.split('/') as [string, string]) : ['', apiVersion];
  const storage = `${group}/${resource}`;
  return {
    group,
    version,
    apiVersion,
    kind: kind!,
    listKind: `${kind}List`,
    resource: resource!,
    singular: singular!,
    shortNames: split(shortNames),
    categories: IN_ALL.includes(storage) ? ['all'] : [],
    namespaced: scope === 'Namespaced',
    verbs: verbs === '*' ? ALL_VERBS : split(verbs),
    subresources: split(subresources),
    schema: builtinType(type!),
    storage: SHARED_STORAGE[storage] ?? storage,
  };
}

function split(list: string | undefined): string[] {
  return list ? list.split(',') : [];
}
