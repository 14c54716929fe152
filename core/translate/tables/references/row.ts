import { type Path, path } from '../../../../kube/fields.ts';

/**
 * How an object is named there: by its `name`; by an object that says its own kind (`typed`: kind, name, and apiVersion,
 * apiGroup or group); by labels of what it is about (`labels` a map, `selector` a LabelSelector); or as a host of a
 * Service (`host`: `web`, `web.shop`, `web.shop.svc.cluster.local`).
 */
export type ReferenceForm = 'name' | 'typed' | 'labels' | 'selector' | 'host';

/** One field of a kind that refers to something. */
export interface ReferenceRow {
  /** `group/Kind`; `pods` stands for every kind with a pod template, and `at` begins inside of it then. */
  from: readonly string[];
  at: Path;
  /** `group/Kind` of what is named; of `typed` what is meant where it says no kind; `pods` for labels of pods. */
  to: string;
  form: ReferenceForm;
  scope: 'namespace' | 'cluster';
  /** Field beside the name, or of the typed object, that says another namespace. */
  namespace?: string;
  /** What refers is copied with what it refers to: it makes it, leads to it, scales it, guards it or watches it. */
  goesAlong?: true;
  /** The type's own documentation. */
  source: string;
}

type Options = Partial<Pick<ReferenceRow, 'form' | 'scope' | 'namespace' | 'goesAlong'>>;

/** A table of one origin: `rows(source)('group/Kind', 'spec.x.*.name', '/Secret')`. */
export const rowsOf =
  (source: string) =>
  (from: string | readonly string[], at: string | Path, to: string, options: Options = {}): ReferenceRow => ({
    from: typeof from === 'string' ? [from] : from,
    at: typeof at === 'string' ? path(at) : at,
    to,
    form: 'name',
    scope: 'namespace',
    ...options,
    source,
  });
