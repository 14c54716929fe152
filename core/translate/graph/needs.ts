import type { KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import { kindKey } from '../pod-templates.ts';
import { REFERENCES } from '../tables/references/references.ts';
import type { ReferenceRow } from '../tables/references/row.ts';
import { isCustom } from '../waves.ts';
import { NAMED } from './levels.ts';
import { referencesOf } from './references-of.ts';

/** An object as the order of custom resources names it: `group/Kind namespace/name`, and `group/Kind name` of cluster scope. */
export const orderName = (kind: string, { namespace, name }: { namespace?: string | undefined; name: string }) =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`;

/**
 * Which custom resources one needs, by the table of references and rows of one's own, in the order of the rows. A name that may be of
 * either scope is both.
 */
export function needsOf(object: KubeObject, own: readonly ReferenceRow[] = NO_ROWS): string[] {
  const kind = kindKey(object);
  if (!isCustom(kind)) return [];
  const itself = orderName(kind, object.metadata);
  const found = referencesOf(object, rowsAmongCustom(own)).flatMap(({ to, row }) => {
    if (!to || !isCustom(to.kind)) return [];
    return row.scope === 'cluster'
      ? [orderName(to.kind, to), orderName(to.kind, { name: to.name })]
      : orderName(to.kind, to);
  });
  return [...new Set(found)].filter((name) => name !== itself);
}

const NO_ROWS: readonly ReferenceRow[] = [];

/** Of `typed` rows only the object says of which kind it is. */
const rowsAmongCustom = memo((own: readonly ReferenceRow[]) =>
  [...REFERENCES, ...own].filter(
    ({ from, to, form }) => NAMED.includes(form) && from.some(isCustom) && (form === 'typed' || isCustom(to)),
  ),
);
