import type { Finding } from '../../../../kube/finding.ts';
import type { NewAksCluster } from '../../../base/request/new-aks-cluster.ts';
import { aksFinding } from '../aks/aks-finding.ts';

/** Ids of resources in a text, such as the configuration of an add-on. */
const RESOURCE = /\/subscriptions\/[^\s"',;]+/gi;

/** Replaces what belongs to a subscription or a tenant as the route's `create.map` says; what that leaves open is a blocker. */
export class Counterparts {
  readonly findings: Finding[] = [];
  readonly #cluster: string;
  /** Azure has one thing for all letter cases of an id. */
  readonly #map: Map<string, string | null>;

  constructor(cluster: string, { map }: NewAksCluster) {
    this.#cluster = cluster;
    this.#map = new Map(Object.entries(map).map(([from, to]) => [from.toLowerCase(), to]));
  }

  /** Undefined: left out by the route's wish. A run hands over and uses nothing that the route does not name, wherever it is. */
  of(field: string, what: string, current: string): string | undefined {
    const mapped = this.#map.get(current.toLowerCase());
    if (mapped === null) return undefined;
    if (mapped !== undefined) return mapped;
    const sentence = `${field} of the new cluster is ${what} that the route does not name (${current}): name its counterpart in the route's target.create.map["${current}"], or null to leave it out.`;
    this.findings.push(aksFinding('blocker', this.#cluster, field, sentence, { current }));
    return current;
  }

  /** What needs no counterpart, such as a size of machines or a range of addresses, but may have one. */
  maybe(current: string): string {
    return this.#map.get(current.toLowerCase()) ?? current;
  }

  /** The same of what means the same anywhere; undefined where the route leaves it out. */
  unlessLeftOut(current: string): string | undefined {
    return this.#map.get(current.toLowerCase()) === null ? undefined : this.maybe(current);
  }

  /** Undefined where a resource that it names is left out. */
  text(field: string, text: string): string | undefined {
    const ids = [...new Set(text.match(RESOURCE) ?? [])];
    const counterparts = ids.map((id) => this.of(field, 'a resource of the source', id));
    if (counterparts.includes(undefined)) return undefined;
    return ids.reduce((whole, id, at) => whole.replaceAll(id, counterparts[at]!), text);
  }
}
