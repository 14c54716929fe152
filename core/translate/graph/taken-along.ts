import { mapAt, textAt } from '../../../kube/fields.ts';
import { type KubeObject, type ObjectRef, refOf } from '../../../kube/kube-object.ts';
import { valuesAt } from '../edit.ts';
import { kindKey, podTemplatesOf } from '../pod-templates.ts';
import { REFERENCES } from '../tables/references/references.ts';
import type { ReferenceRow } from '../tables/references/row.ts';
import { matches } from './match-labels.ts';
import { type Reference, referencesOf } from './references-of.ts';

/** An object of a graph, without its contents. */
interface Node {
  ref: ObjectRef;
  key: string;
  labels: Record<string, unknown>;
  podLabels: Record<string, unknown>[];
  references: Reference[];
  /** Beginnings of the names of claims that a StatefulSet makes. */
  claims: string[];
}

export interface Taken {
  ref: ObjectRef;
  /** How it belongs to the workload: `Service web selects its pods`; '' of the workload itself. */
  why: string;
}

/** The objects of a namespace, and how they refer to each other; memory grows with names and references only. */
export class ObjectGraph {
  readonly #nodes = new Map<string, Node>();
  readonly #rows: readonly ReferenceRow[];

  constructor(own: readonly ReferenceRow[] = []) {
    this.#rows = [...REFERENCES, ...own];
  }

  add(object: KubeObject): void {
    const ref = refOf(object);
    this.#nodes.set(keyOf(kindKey(object), ref.namespace, ref.name), {
      ref,
      key: kindKey(object),
      labels: object.metadata.labels ?? {},
      podLabels: podTemplatesOf(object).map(({ template }) => mapAt(template, 'metadata.labels')),
      references: referencesOf(object, this.#rows),
      claims: claimsOf(object),
    });
  }

  /** Whether there is such an object. */
  find(is: (ref: ObjectRef) => boolean): ObjectRef | undefined {
    return [...this.#nodes.values()].find(({ ref }) => is(ref))?.ref;
  }

  get refs(): ObjectRef[] {
    return [...this.#nodes.values()].map(({ ref }) => ref);
  }

  /**
   * What is copied with a workload: all that it refers to, by names, claims and owners; what makes, leads to, scales, guards
   * or watches any of that; and what those refer to in turn. Others that use the same things stay.
   */
  takenAlong(workload: ObjectRef): Taken[] {
    const start = [...this.#nodes.values()].find(({ ref }) => sameRef(ref, workload));
    if (!start) return [];
    const taken = new Map<Node, { why: string; mayLead: boolean }>([[start, { why: '', mayLead: true }]]);
    const queue = [{ node: start, mayLead: true, isGuest: false }];
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { node, mayLead, isGuest } = next;
      const add = (other: Node, why: string, of: { mayLead: boolean; isGuest: boolean }) => {
        const known = taken.get(other);
        if (known && (known.mayLead || !of.mayLead)) return;
        taken.set(other, { why: known?.why ?? why, mayLead: of.mayLead });
        queue.push({ node: other, ...of });
      };
      // What a guest refers to is there for the guest: those who lead to it do not lead to the workload.
      for (const other of this.#referredBy(node))
        add(other, `${called(node)} refers to it`, { mayLead: mayLead && !isGuest, isGuest });
      for (const { other, why } of this.#goingAlongWith(node, mayLead))
        add(other, why, { mayLead: true, isGuest: true });
    }
    return [...taken].map(([{ ref }, { why }]) => ({ ref, why }));
  }

  #referredBy(node: Node): Node[] {
    const named = node.references.flatMap(({ to }) => this.#at(to) ?? []);
    const claims = [...this.#nodes.values()].filter(
      ({ key, ref }) =>
        key === CLAIM &&
        ref.namespace === node.ref.namespace &&
        node.claims.some((start) => isOrdinal(ref.name, start)),
    );
    return [...named, ...claims].filter((other) => other !== node);
  }

  #at(to: Reference['to']): Node | undefined {
    return to && this.#nodes.get(keyOf(to.kind, to.namespace, to.name));
  }

  /** Makers of a thing come in any case; who leads to it, only where it is the workload's own. */
  #goingAlongWith(node: Node, mayLead: boolean): { other: Node; why: string }[] {
    const found: { other: Node; why: string }[] = [];
    if (!mayLead && node.key !== '/Secret' && node.key !== '/ConfigMap') return found;
    for (const other of this.#nodes.values()) {
      if (other === node || other.ref.namespace !== node.ref.namespace) continue;
      const reference = other.references.find((each) => each.row.goesAlong && this.#isAbout(each, node));
      if (!reference) continue;
      const pods = reference.row.to === 'pods' ? `selects the pods of ${called(node)}` : undefined;
      const labels = reference.selects ? `selects ${called(node)}` : undefined;
      found.push({ other, why: `it ${pods ?? labels ?? `refers to ${called(node)}`}` });
    }
    return found;
  }

  #isAbout({ row, to, selects }: Reference, node: Node): boolean {
    if (to) return keyOf(to.kind, to.namespace, to.name) === keyOf(node.key, node.ref.namespace, node.ref.name);
    if (!selects) return false;
    if (row.to === 'pods') return node.podLabels.some((labels) => matches(labels, selects));
    return row.to === node.key && matches(node.labels, selects);
  }
}

const CLAIM = '/PersistentVolumeClaim';
const keyOf = (kind: string, namespace: string | undefined, name: string) => `${kind} ${namespace ?? ''}/${name}`;
const called = ({ ref }: Node) => `${ref.kind} ${ref.name}`;
const sameRef = (a: ObjectRef, b: ObjectRef) =>
  a.apiVersion === b.apiVersion && a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;

/** `data-db-` of template `data` in StatefulSet `db` (https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage). */
function claimsOf(object: KubeObject): string[] {
  if (!STATEFUL.includes(kindKey(object))) return [];
  return valuesAt(object, ['spec', 'volumeClaimTemplates', '*']).map(
    ({ value }) => `${textAt(value, 'metadata.name')}-${object.metadata.name}-`,
  );
}

const STATEFUL = ['apps/StatefulSet', 'apps.kruise.io/StatefulSet'];
const isOrdinal = (name: string, start: string) => name.startsWith(start) && /^\d+$/.test(name.slice(start.length));
