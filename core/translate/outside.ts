import { groupOf, type KubeObject } from '../../kube/kube-object.ts';
import { memo } from '../../kube/memo.ts';
import type { TranslationContext } from './context.ts';
import { valuesAt } from './edit.ts';
import { endsWithPart, repositoryOf } from './image-names.ts';
import { CONTAINER_LISTS, podTemplatesOf } from './pod-templates.ts';
import { OUTSIDE } from './tables/outside/outside.ts';
import type { OutsideRow } from './tables/outside/row.ts';

interface Rows {
  byKind: Map<string, OutsideRow[]>;
  /** By the last part of the image's name. */
  byImage: Map<string, OutsideRow[]>;
  byEnv: readonly (OutsideRow & { env: string })[];
}

const lookUp = memo(sorted);

/** Rows by what they are found by; those of one kind keep their order. */
function sorted(rows: readonly OutsideRow[]): Rows {
  const grouped = (key: (row: OutsideRow) => string | undefined) => {
    const found = new Map<string, OutsideRow[]>();
    for (const row of rows) {
      const name = key(row);
      if (name !== undefined) found.set(name, [...(found.get(name) ?? []), row]);
    }
    return found;
  };
  return {
    byKind: grouped(({ kind }) => kind),
    byImage: grouped(({ image }) => (image === undefined ? undefined : lastPart(image))),
    byEnv: rows.filter((row): row is OutsideRow & { env: string } => row.env !== undefined),
  };
}

/** What acts outside in one object, by its kind and by its pods; what the request says of it takes the place of the table. */
export function actsOutside(object: KubeObject, { outside = [] }: Pick<TranslationContext, 'outside'>): OutsideRow[] {
  const said = outside.length > 0 ? rowsFor(object, lookUp(outside)) : [];
  return said.length > 0 ? said : rowsFor(object, lookUp(OUTSIDE));
}

const rowsFor = (object: KubeObject, rows: Rows) => [...ofKind(object, rows), ...ofPods(object, rows)];

function ofKind(object: KubeObject, { byKind }: Rows): OutsideRow[] {
  const group = groupOf(object.apiVersion);
  const keys = [`${group}/${object.kind}`, `${group}/*`, ...parentsOf(group).map((each) => `*.${each}/*`)];
  const narrowest = keys.find((key) => byKind.has(key));
  const candidates = [...(narrowest ? byKind.get(narrowest)! : []), ...(group === '' ? [] : (byKind.get('*') ?? []))];
  return candidates.filter((row) => fits(object, row));
}

/** `s3.aws.m.upbound.io` -> aws.m.upbound.io, m.upbound.io, upbound.io. */
function parentsOf(group: string): string[] {
  const parents: string[] = [];
  for (let dot = group.indexOf('.'); dot >= 0; dot = group.indexOf('.', dot + 1)) parents.push(group.slice(dot + 1));
  return parents;
}

function fits(object: KubeObject, { when, is }: OutsideRow): boolean {
  return !when || valuesAt(object, when).some(({ value }) => (is === undefined ? isThere(value) : value === is));
}

function isThere(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function ofPods(object: KubeObject, { byImage, byEnv }: Rows): OutsideRow[] {
  const found = new Set<OutsideRow>();
  for (const container of containersOf(object)) {
    const name = repositoryOf(textsAt(container, ['image'])[0] ?? '');
    for (const row of byImage.get(lastPart(name)) ?? []) if (endsWithPart(name, row.image!)) found.add(row);
    const variables = byEnv.length > 0 ? textsAt(container, ['env', '*', 'name']) : [];
    for (const row of byEnv) if (variables.some((each) => each.startsWith(row.env))) found.add(row);
  }
  return [...found];
}

const containersOf = (object: KubeObject): unknown[] =>
  podTemplatesOf(object).flatMap(({ template }) =>
    CONTAINER_LISTS.flatMap((list) => valuesAt(template, ['spec', list, '*']).map(({ value }) => value)),
  );

const wordsOf = (container: unknown) => [...textsAt(container, ['command', '*']), ...textsAt(container, ['args', '*'])];

const textsAt = (node: unknown, where: readonly string[]) =>
  valuesAt(node, where).flatMap(({ value }) => (typeof value === 'string' ? value : []));

const lastPart = (name: string) => name.slice(name.lastIndexOf('/') + 1);

/** What the object itself says that it acts on, each once, by the row's fields, flags and variables; at most ten. */
export function namedBy(object: KubeObject, { names = [], flags = [], variables = [] }: OutsideRow): string[] {
  const inFields = names.flatMap((where) =>
    valuesAt(object, where).flatMap(({ value }) => (isWord(value) ? String(value) : [])),
  );
  const words = flags.length > 0 ? containersOf(object).flatMap(wordsOf) : [];
  const inFlags = words.flatMap((word, at) => {
    const flag = flags.find((each) => word === each || word.startsWith(`${each}=`));
    if (!flag) return [];
    return word === flag ? `${flag}=${words[at + 1] ?? ''}` : word;
  });
  return [...new Set([...inFields, ...inFlags, ...settingsOf(object, variables)])].slice(0, 10);
}

const settingsOf = (object: KubeObject, variables: readonly string[]): string[] =>
  (variables.length > 0 ? containersOf(object) : [])
    .flatMap((container) => valuesAt(container, ['env', '*']))
    .flatMap(({ value }) => {
      const [name = '', setting] = [...textsAt(value, ['name']), ...textsAt(value, ['value'])];
      return variables.includes(name) && setting ? `${name}=${setting}` : [];
    });

const isWord = (value: unknown) => typeof value === 'string' && value !== '';
