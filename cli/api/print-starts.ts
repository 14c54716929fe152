import { groupOf, type ObjectRef } from '../../kube/kube-object.ts';

interface Start {
  ref: ObjectRef;
  patch: string;
}

/** One kubectl command for each object that waits, as a script; nothing in it comes from a shell. */
export function printStarts(starts: readonly Start[], target: string): string {
  if (starts.length === 0) return '# Nothing waits: the run was not asked to start scaled-down, or made nothing.\n';
  const head = `# Starts the clone in ${oneLine(target)}: have kubectl point there. Look first, then pipe it into sh.\nset -e\n`;
  return `${head}${starts.map(command).join('\n')}\n`;
}

function command({ ref, patch }: Start): string {
  const version = ref.apiVersion.slice(ref.apiVersion.indexOf('/') + 1);
  const group = groupOf(ref.apiVersion);
  const type = group ? `${ref.kind.toLowerCase()}.${version}.${group}` : ref.kind.toLowerCase();
  const where = ref.namespace ? ` -n ${quoted(ref.namespace)}` : '';
  return `kubectl patch ${quoted(type)} ${quoted(ref.name)}${where} --type merge -p ${quoted(patch)}`;
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
