import { namedArns } from '../../base/request/named-arns.ts';
import type { NewCluster } from '../../base/request/route.ts';
import type { Taker } from './trust.ts';

/** Something that belongs to the source's account or Region and has no counterpart yet. */
export interface Unmapped {
  /** Path into the blueprint. */
  field: string;
  current: string;
  /** Who is to take it, if it is a role. */
  taker?: Taker | undefined;
  /** A role is handed over by the run, a principal is only named. */
  kind: 'role' | 'principal' | 'key' | 'subnet' | 'security-group' | 'launch-template' | 'other';
}

export interface Place {
  account: string;
  region: string;
}

/** What of a text belongs to an account, a Region or a cluster: ARNs with an account, ids that AWS hands out, issuers. */
const BOUND =
  /arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:\d{12}:[^\s"',]+|\b(?:subnet|sg|vpc|ami|eni|lt)-[0-9a-f]{8,17}\b|\boidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\/[0-9A-F]+/g;

/** Replaces as the route's `create.map` says, and lists what that leaves open. */
export class Mapper {
  readonly unmapped: Unmapped[] = [];
  readonly #create: NewCluster;
  readonly #place: Place;

  constructor(create: NewCluster, place: Place) {
    this.#create = create;
    this.#place = place;
  }

  /** Undefined: left out by the route's wish. */
  thing(
    field: string,
    kind: Unmapped['kind'],
    current: string,
    { otherwise, taker }: { otherwise?: string | undefined; taker?: Taker | undefined } = {},
  ): string | undefined {
    const { map } = this.#create;
    const mapped = Object.hasOwn(map, current) ? map[current] : otherwise;
    if (mapped === null) return undefined;
    if (mapped !== undefined) return mapped;
    if (!this.#isUsable(kind, current)) this.unmapped.push({ field, current, kind, taker });
    return current;
  }

  role(field: string, current: string, taker?: Taker, otherwise?: string): string | undefined {
    return this.thing(field, 'role', current, { otherwise, taker });
  }

  /** A text in which things of an account, a Region or a cluster may be named. */
  text(field: string, text: string): string {
    return text.replaceAll(BOUND, (found) => this.thing(field, 'other', found) ?? '');
  }

  /** What needs no counterpart, such as an instance type or a CIDR block, but may have one. */
  maybe(current: string): string {
    return this.#create.map[current] ?? current;
  }

  /** Of nodes and Fargate pods: the counterparts where all have one, else those of the cluster. */
  subnets(current: string[]): string[] {
    const { map, subnetIds } = this.#create;
    return current.every((id) => map[id]) ? current.map((id) => map[id]!).toSorted() : subnetIds.toSorted();
  }

  /** What is of the target's account (and Region, if it has one) means the same there; what a run hands over or uses has to be named besides. */
  #isUsable(kind: Unmapped['kind'], value: string): boolean {
    const [prefix, , , ofRegion, ofAccount] = value.split(':');
    const isHere =
      prefix === 'arn' && ofAccount === this.#place.account && (ofRegion === '' || ofRegion === this.#place.region);
    return isHere && ((kind !== 'role' && kind !== 'key') || namedArns(this.#create).includes(value));
  }
}
