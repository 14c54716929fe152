import type { ObjectList, ObjectView } from '../../core/serve/api/object-schemas.ts';
import { badInput } from '../exit-codes.ts';
import type { Client } from './client.ts';

/** What chooses objects of a plan or a run, as flags say it. */
export interface ObjectFlags {
  rule?: string;
  kind?: string;
  onlyObject?: string;
  onlyNamespace?: string;
}

type Facets = NonNullable<ObjectList['facets']>;

export interface FoundObjects {
  of: ObjectList['of'];
  /** How many the whole list has of what. */
  facets: Facets;
  objects: ObjectView[];
  /** There are more than these. */
  more: boolean;
}

const PAGE = 500;

const NOTHING: Facets = { objects: 0, outcome: {}, kind: {}, namespace: {}, rule: {}, severity: {}, result: {} };

/** More than a person reads; a page of the API and `--json` have all. */
export const MOST_SHOWN = 2_000;

export const isChosen = (flags: ObjectFlags) =>
  [flags.rule, flags.kind, flags.onlyObject, flags.onlyNamespace].some((each) => each !== undefined);

/** Objects of a list of the API, such as `/routes/prod-to-dev/plans/plan-1/objects`, page by page, up to `most`. */
export async function findObjects(
  client: Client,
  path: string,
  flags: ObjectFlags,
  most: number = MOST_SHOWN,
): Promise<FoundObjects> {
  const wanted = flags.onlyObject === undefined ? undefined : readObject(flags.onlyObject);
  const query = { ...queryOf(flags), ...(wanted?.query ?? {}) };
  const found: FoundObjects = { of: 'plan', facets: NOTHING, objects: [], more: false };
  let next: string | undefined;
  do {
    const page = new URLSearchParams({ ...query, limit: String(PAGE), ...(next ? { next } : {}) });
    const answer = await client.send<ObjectList>({ method: 'GET', path: `${path}?${page}` });
    if (answer.facets) Object.assign(found, { of: answer.of, facets: answer.facets });
    found.objects.push(...answer.objects.filter((each) => wanted?.is(each) ?? true));
    next = answer.next;
  } while (next && found.objects.length < most);
  const objects = found.objects.slice(0, most);
  return { ...found, objects, more: next !== undefined || objects.length < found.objects.length };
}

const queryOf = ({ rule, kind, onlyNamespace }: ObjectFlags) => ({
  ...(rule === undefined ? {} : { rule }),
  ...(kind === undefined ? {} : { kind }),
  ...(onlyNamespace === undefined ? {} : { namespace: onlyNamespace }),
});

/** `Deployment/shop/web`, or `ClusterRole/admin` of cluster scope, or a part of a name: `shop/web`, `web`. */
function readObject(text: string): { query: Record<string, string>; is(object: ObjectView): boolean } {
  const parts = text.split('/');
  if (parts.length > 3 || parts.includes(''))
    throw badInput([`--only-object ${text}: write Kind/namespace/name, Kind/name, or a part of a name.`]);
  const [kind = '', ...names] = parts;
  // A kind begins with a capital letter, and no namespace does.
  if (!/^[A-Z]/.test(kind)) return { query: { q: text }, is: () => true };
  const name = names.join('/');
  return {
    query: { kind, ...(name ? { q: name } : {}) },
    is: ({ ref, target }) => !name || [ref, target].some((each) => each && nameOf(each) === name),
  };
}

export const nameOf = ({ namespace, name }: ObjectView['ref']) => (namespace ? `${namespace}/${name}` : name);
