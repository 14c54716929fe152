/**
 * Sets of field paths, and their wire form FieldsV1
 * (https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management):
 * `f:name` a field, `k:{…}` an item of an associative list, `v:…` a member of a set, `.` the element itself.
 */
export interface FieldSet {
  /** The element itself belongs to the set. */
  member: boolean;
  children: Map<string, FieldSet>;
}

export type FieldsV1 = { [element: string]: FieldsV1 };

export function emptySet(member = false): FieldSet {
  return { member, children: new Map() };
}

export function isEmptySet(set: FieldSet): boolean {
  return !set.member && set.children.size === 0;
}

export function parseFields(fields: FieldsV1): FieldSet {
  const set = emptySet();
  for (const [element, below] of Object.entries(fields)) {
    if (element === '.') set.member = true;
    else set.children.set(element, Object.keys(below).length === 0 ? emptySet(true) : parseFields(below));
  }
  return set;
}

export function writeFields(set: FieldSet): FieldsV1 {
  const fields: FieldsV1 = {};
  if (set.member && set.children.size > 0) fields['.'] = {};
  for (const element of [...set.children.keys()].sort()) fields[element] = writeFields(set.children.get(element)!);
  return fields;
}

export function union(one: FieldSet, other: FieldSet): FieldSet {
  const result: FieldSet = { member: one.member || other.member, children: new Map(one.children) };
  for (const [element, below] of other.children) {
    const mine = result.children.get(element);
    result.children.set(element, mine ? union(mine, below) : below);
  }
  return result;
}

export function intersection(one: FieldSet, other: FieldSet): FieldSet {
  const result = emptySet(one.member && other.member);
  for (const [element, below] of one.children) {
    const theirs = other.children.get(element);
    if (!theirs) continue;
    const common = intersection(below, theirs);
    if (!isEmptySet(common)) result.children.set(element, common);
  }
  return result;
}

export function difference(one: FieldSet, other: FieldSet): FieldSet {
  const result = emptySet(one.member && !other.member);
  for (const [element, below] of one.children) {
    const theirs = other.children.get(element);
    const rest = theirs ? difference(below, theirs) : below;
    if (!isEmptySet(rest)) result.children.set(element, rest);
  }
  return result;
}

/** Every path of the set as the server writes it in conflicts: `.spec.containers[name="web"].image`. */
export function pathsOf(set: FieldSet, prefix = ''): string[] {
  const own = set.member ? [prefix] : [];
  return [...own, ...[...set.children].flatMap(([element, below]) => pathsOf(below, prefix + elementText(element)))];
}

function elementText(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  const keys = Object.entries(JSON.parse(rest) as Record<string, unknown>);
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
}
