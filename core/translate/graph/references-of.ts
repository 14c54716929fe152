import { fieldAt, isRecord, type Path } from '../../../kube/fields.ts';
import { groupOf, type KubeObject } from '../../../kube/kube-object.ts';
import { memo } from '../../../kube/memo.ts';
import { valuesAt } from '../edit.ts';
import { kindKey, podTemplatesOf } from '../pod-templates.ts';
import { REFERENCES } from '../tables/references/references.ts';
import type { ReferenceRow } from '../tables/references/row.ts';
import { type LabelSelector, selectorIn } from './match-labels.ts';

/** What one object refers to by one field: another object, or whatever has such labels. */
export interface Reference {
  row: ReferenceRow;
  /** Path of the field in the object. */
  at: Path;
  /** `group/Kind`, and the namespace where it is said or is the object's own; of a row of cluster scope it may be either. */
  to?: { kind: string; namespace?: string; name: string };
  selects?: LabelSelector;
}

/** Everything that an object refers to, by the table or a part of it. Parts that are not as the type has them refer to nothing. */
export function referencesOf(object: KubeObject, rows: readonly ReferenceRow[] = REFERENCES): Reference[] {
  const { ofKind, ofPods, ofAll } = tableOf(rows);
  const own = [...(ofKind.get(kindKey(object)) ?? []), ...ofAll].flatMap((row) => foundIn(object, row, object, []));
  const inPods = podTemplatesOf(object).flatMap(({ template, at }) =>
    ofPods.flatMap((row) => foundIn(template, row, object, at)),
  );
  return [...own, ...inPods];
}

const tableOf = memo((rows: readonly ReferenceRow[]) => {
  const ofKind = new Map<string, ReferenceRow[]>();
  for (const row of rows)
    for (const kind of row.from) if (kind.includes('/')) ofKind.set(kind, [...(ofKind.get(kind) ?? []), row]);
  const of = (name: string) => rows.filter(({ from }) => from.includes(name));
  return { ofKind, ofPods: of('pods'), ofAll: of('*') };
});

function foundIn(root: unknown, row: ReferenceRow, object: KubeObject, above: Path): Reference[] {
  return valuesAt(root, row.at).flatMap(({ value, at }): Reference[] => {
    const where = [...above, ...at];
    if (row.form === 'labels' || row.form === 'selector') {
      const selects = selectorIn(value, row.form);
      return selects ? [{ row, at: where, selects }] : [];
    }
    const to = named(value, row, fieldAt(root, at.slice(0, -1)));
    if (!to) return [];
    const home = to.namespace ?? object.metadata.namespace;
    return [{ row, at: where, to: { ...to, ...(home ? { namespace: home } : {}) } }];
  });
}

function named(value: unknown, row: ReferenceRow, beside: unknown): Reference['to'] {
  if (row.form === 'typed') return typed(value, row);
  if (typeof value !== 'string' || value === '') return undefined;
  if (row.form === 'host') {
    const [name = '', namespace] = value.split('.');
    return { kind: row.to, name, ...(namespace ? { namespace } : {}) };
  }
  return { kind: row.to, name: value, ...saidNamespace(beside, row) };
}

function typed(value: unknown, row: ReferenceRow): Reference['to'] {
  if (!isRecord(value) || typeof value.name !== 'string' || value.name === '') return undefined;
  const usual = row.to.split('/');
  const kind = typeof value.kind === 'string' && value.kind !== '' ? value.kind : usual[1];
  if (!kind) return undefined;
  const said = typeof value.apiVersion === 'string' ? groupOf(value.apiVersion) : (value.apiGroup ?? value.group);
  const group = typeof said === 'string' ? said : (usual[0] ?? '');
  return { kind: `${group}/${kind}`, name: value.name, ...saidNamespace(value, row) };
}

function saidNamespace(node: unknown, { namespace }: ReferenceRow): { namespace?: string } {
  const said = namespace && isRecord(node) ? node[namespace] : undefined;
  return typeof said === 'string' && said !== '' ? { namespace: said } : {};
}
