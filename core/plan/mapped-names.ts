import type { Finding } from '../../kube/finding.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { didYouMean } from '../base/nearest.ts';
import type { Mappings } from '../translate/context.ts';
import { valuesAt } from '../translate/edit.ts';
import { CONTAINER_LISTS, kindKey, POD_TEMPLATES } from '../translate/pod-templates.ts';
import { clusterScopeNeeds } from '../translate/references.ts';
import { HOST_ANNOTATIONS, HOST_FIELDS } from '../translate/tables/host-fields.ts';
import { IRSA } from '../translate/tables/irsa.ts';
import type { Translation } from '../translate/translation.ts';

type Kind = keyof Mappings;

/** What the source calls its things, and which entries of the mappings have found theirs. */
export interface MappedNames {
  note(object: KubeObject, translation: Pick<Translation, 'changes'>): void;
  /** Names that are known otherwise, such as the zones of volumes. */
  add(kind: Kind, names: Iterable<string>): void;
  /** A warning for each entry that nothing of the source is called, with the names that may be meant. */
  unmatched(): Finding[];
}

/** Watches the entries of `mappings`; those in `ignored` are the route's, which serve any request. */
export function mappedNames(mappings: Mappings, ignored: readonly string[] = []): MappedNames {
  const kinds = Object.keys(mappings) as Kind[];
  const names = new Map(kinds.map((kind) => [kind, new Set<string>()]));
  const open = new Map(
    kinds.map((kind) => [kind, Object.keys(mappings[kind]).filter((each) => !ignored.includes(each))]),
  );
  const add = (kind: Kind, found: Iterable<string>) => {
    for (const name of found) names.get(kind)?.add(name);
  };
  return {
    note(object, { changes }) {
      for (const kind of kinds) if (open.get(kind)!.length > 0) add(kind, NAMES[kind](object));
      for (const { rule, before } of changes) {
        if (before === undefined || !rule.startsWith('map-')) continue;
        const text = typeof before === 'string' ? before : JSON.stringify(before);
        // What a rule has changed, it has found, wherever that is.
        for (const kind of kinds)
          open.set(
            kind,
            open.get(kind)!.filter((entry) => !text.includes(bare(entry))),
          );
      }
    },
    add,
    unmatched: () =>
      kinds.flatMap((kind) => {
        const there = [...names.get(kind)!];
        const lost = open.get(kind)!.filter((entry) => !there.some((name) => isMeant(kind, entry, name)));
        return lost.map((entry) => warningOf(kind, entry, there));
      }),
  };
}

/** `*.old.example` stands for what ends so. */
const bare = (entry: string) => entry.replace(/^\*/, '');

function isMeant(kind: Kind, entry: string, name: string): boolean {
  if (kind === 'images')
    return [name, `docker.io/${name}`, `docker.io/library/${name}`].some((each) => each.startsWith(entry));
  return kind === 'hosts' && entry.startsWith('*.') ? name.endsWith(bare(entry)) : name === entry;
}

const NAMES: Record<Kind, (object: KubeObject) => string[]> = {
  images: (object) => {
    const template = POD_TEMPLATES[kindKey(object)];
    return template ? CONTAINER_LISTS.flatMap((list) => texts(object, [...template, 'spec', list, '*', 'image'])) : [];
  },
  hosts: (object) => [
    ...(HOST_FIELDS[kindKey(object)] ?? []).flatMap((where) => texts(object, where)),
    ...HOST_ANNOTATIONS.flatMap((name) => texts(object, ['metadata', 'annotations', name]))
      .flatMap((list) => list.split(','))
      .map((host) => host.trim()),
  ],
  roles: (object) => texts(object, ['metadata', 'annotations', IRSA.role]),
  storageClasses: (object) => [
    ...(kindKey(object) === 'storage.k8s.io/StorageClass' ? [object.metadata.name] : []),
    ...clusterScopeNeeds(object).flatMap(({ kind, name }) => (kind === 'StorageClass' ? [name] : [])),
  ],
  namespaces: ({ metadata }) => (metadata.namespace ? [metadata.namespace] : []),
  // Known by what a rule has changed, and zones by the volumes as well.
  arns: () => [],
  zones: () => [],
};

const texts = (object: KubeObject, where: readonly string[]) =>
  valuesAt(object, where).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));

const warningOf = (kind: Kind, entry: string, there: string[]): Finding => ({
  severity: 'warning',
  object: { apiVersion: 'kubeferry', kind: 'Request', name: `mappings.${kind}` },
  path: '',
  rule: 'find-unmatched',
  sentence: `mappings.${kind} has "${entry}", which is the name of nothing that is copied; ${didYouMean(entry, candidates(kind, there))}${there.length > 0 ? ' Correct it, or leave it out.' : ' Leave it out.'}`,
});

/** An image is mapped by its whole name or a beginning of it. */
function candidates(kind: Kind, there: string[]): string[] {
  if (kind !== 'images') return there;
  const beginnings = there.flatMap((image) => {
    const parts = image.replace(/@.*|:[^/]*$/, '').split('/');
    return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
  });
  return [...new Set(beginnings)];
}
