interface Change {
  op: 'add' | 'remove' | 'replace';
  path: string;
  before?: unknown;
  after?: unknown;
}

const MARKS = { add: '+', remove: '-', replace: '~' } as const;

/** Longer values have lines of their own. */
const LONG = 60;

/** `~ /spec/replicas: 3 -> 0` at an indent; long values stand below each other, and what was removed has no value where none was kept. */
export function printChange({ op, path, before, after }: Change, indent: number): string {
  const at = ' '.repeat(indent);
  const values = [
    ...(op === 'add' || before === undefined ? [] : [shown(before)]),
    ...(op === 'remove' ? [] : [shown(after)]),
  ];
  const head = `${at}${MARKS[op]} ${path}`;
  if (values.length === 0) return head;
  if (values.every((value) => value.length <= LONG && !value.includes('\n'))) return `${head}: ${values.join(' -> ')}`;
  const marks = op === 'replace' ? ['-', '+'] : [MARKS[op]];
  return [
    head,
    ...values.map((value, nth) => block(value, `${at}    ${values.length > 1 ? marks[nth] : marks.at(-1)} `)),
  ].join('\n');
}

const block = (value: string, indent: string) =>
  value
    .split('\n')
    .map((line) => `${indent}${line}`)
    .join('\n');

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length <= LONG || typeof value !== 'object' ? text : JSON.stringify(value, null, 2);
}
