import type { Path } from '../../../kube/fields.ts';
import type { Json, KubeObject } from '../../../kube/kube-object.ts';
import type { HookName } from '../../base/request/hooks/library.ts';

/** A field that keeps an object from running anything, and its value then. */
export interface Inactive {
  at: Path;
  to: Json;
}

/**
 * How an operator comes to the claims of a database that it did not make itself. `orphans`: it takes over claims that have no owner,
 * and passes over those that have one. `labels` and `names`: it finds them by these, whoever owns them. `never`: what they hold
 * is of no use in another cluster.
 */
export interface Adoption {
  by: 'orphans' | 'labels' | 'names' | 'never';
  /** What it goes by, for a person: a clause that begins in lower case. */
  how: string;
}

/** When the operator says that what it runs is ready: one of these texts at one place of its status, or a condition that is True. */
export type Readiness = { at: Path; is: readonly string[] } | { condition: string };

/** What a copy of a database's volumes holds that is taken while it runs. */
export interface CopiedData {
  /** Why it starts from them: a clause that begins in lower case or with a name. */
  recovers: string;
  /** What becomes of its instances, of which each is copied at a moment of its own: a clause. */
  apart?: string;
  /** A hook of the library that makes the recovery short, for the pods that a label selector finds by the name of the resource. */
  hook?: { use: HookName; pods: (name: string) => string; container: string };
}

/** A kind that an operator carries out. */
export interface OperatedKind {
  /** `group/Kind`. */
  kind: string;
  /** What keeps it from running anything. */
  inactive?: readonly Inactive[];
  /** Commands that stop it and keep its data, with NAME and NAMESPACE. */
  stop?: string;
  ready?: Readiness;
  claims?: Adoption;
  /** Of a database. */
  data?: CopiedData;
  /** Kinds that it makes again of what names it as an owner, whether that is their controller or not. */
  remakes?: readonly string[];
  /** What a person has to know of it: a clause that begins in lower case. */
  needs?: string;
  /** What it says of itself in its status, without which it would not know its data again. */
  remembers?: readonly Memory[];
  /** The operator's own documentation or source. */
  source: string;
}

/**
 * A field of the status that has to be there in the target as well: written into its status while the operator looks away, which
 * an annotation makes it do; or given in an annotation that the operator reads.
 */
export type Memory = { at: Path; into: 'status'; while: Inactive } | { at: Path; into: 'annotation'; name: string };

/** What the operator makes again although it owns none of it, or must not find: by kind, and by labels or a name. */
export interface LeftBehind {
  kinds: readonly string[];
  /** Whether it is of a resource of the operator, and of which: `namespace/name` of it; undefined for others. */
  of: (object: KubeObject) => string | undefined;
  /** Kind of that resource: without it in the clone, nobody makes the object again, and it is copied. */
  owner: string;
  /** Why, with the name of that resource as NAME. */
  why: string;
}

/** What is known of one operator: the one place that waves, rules, findings and waits are fed from. */
export interface OperatorRecipe {
  name: string;
  /** Ends of the repositories of the images that the operator itself runs as. */
  images: readonly string[];
  kinds: readonly OperatedKind[];
  leavesBehind?: readonly LeftBehind[];
}
