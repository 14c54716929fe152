import { type Path, path } from '../../../../kube/fields.ts';
import type { Json } from '../../../../kube/kube-object.ts';

/**
 * How a clone keeps something from acting: a field is set or removed, replicas become none, or the object is dropped.
 * `leave-behind` drops it in a migration too, since two owners of one thing undo each other; `name` only tells of it.
 */
export type Silence =
  | { do: 'set'; at: Path; to: Json }
  | { do: 'remove'; at: Path }
  | { do: 'scale-to-zero' }
  | { do: 'drop' }
  | { do: 'leave-behind' }
  | { do: 'name' };

/** One thing that acts outside of its cluster. Exactly one of `kind`, `image` and `env` says which. */
export interface OutsideRow {
  /** `group/Kind`, `group/*`, or `*.group/*` for every group that ends so; `*` for every kind. */
  kind?: string;
  /** End of an image's repository, without tag: `external-dns/external-dns`. */
  image?: string;
  /** Beginning of the name of an environment variable of a container. */
  env?: string;
  /** Only objects that have something there, other than false and empty. */
  when?: Path;
  /** And only where that is this text. */
  is?: string;
  /** Verb phrase of what it does: "writes and prunes its backup repository". */
  acts: string;
  silence: Silence;
  /** Where the object says what it acts on. */
  names?: readonly Path[];
  /** Flags of the image whose values say what it acts on. */
  flags?: readonly string[];
  /** Environment variables of the image that say the same. */
  variables?: readonly string[];
  /** The page or file that says so. */
  source: string;
}

export const set = (at: string, to: boolean | string): Silence => ({ do: 'set', at: path(at), to });
export const remove = (at: string): Silence => ({ do: 'remove', at: path(at) });
export const paths = (...dotted: string[]): Path[] => dotted.map(path);
