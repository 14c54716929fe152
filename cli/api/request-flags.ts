import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { badInput } from '../exit-codes.ts';

export interface RequestFlags {
  request?: string;
  namespace: string[];
  mapNamespace: string[];
  strategy?: string;
  quiesce?: boolean;
  cutOver?: boolean;
  scaledDown?: boolean;
  isolate?: boolean;
  onConflict?: string;
  ttl?: string;
  planHash?: string;
  approval?: boolean;
  createCluster?: boolean;
}

type Body = Record<string, unknown>;

/** The request of the file, or the one before it, with what the flags say over it; the API checks it whole. Throws bad input. */
export function requestOf(flags: RequestFlags, before: unknown = {}): Body {
  const problems: string[] = [];
  const file = flags.request ? readRequest(flags.request, problems) : part(before);
  const renamed: [string, string][] = flags.mapNamespace.map((pair) => {
    const [from = '', to = '', ...rest] = pair.split('=');
    if (!from || !to || rest.length > 0) problems.push(`--map-namespace ${pair}: write SOURCE=TARGET.`);
    return [from, to];
  });
  if (problems.length > 0) throw badInput(problems);
  return {
    ...file,
    ...(flags.namespace.length > 0 ? { selection: { ...part(file.selection), namespaces: flags.namespace } } : {}),
    ...(renamed.length > 0 ? { mappings: { ...part(file.mappings), namespaces: Object.fromEntries(renamed) } } : {}),
    ...(flags.strategy ? { volumes: { ...part(file.volumes), strategy: flags.strategy } } : {}),
    ...(flags.quiesce || flags.cutOver ? { quiesce: { ...part(file.quiesce), scaleToZero: true } } : {}),
    ...(flags.cutOver ? { profile: 'migrate', cutOver: true } : {}),
    ...(flags.scaledDown ? { start: 'scaled-down' } : {}),
    ...(flags.isolate ? { isolate: true } : {}),
    ...(flags.onConflict ? { onConflict: flags.onConflict } : {}),
    ...(flags.ttl ? { ttl: flags.ttl } : {}),
    ...(flags.createCluster ? { target: { ...part(file.target), createCluster: true } } : {}),
    ...(flags.approval ? { approval: true } : {}),
    ...(flags.planHash ? { planHash: flags.planHash } : {}),
  };
}

/** JSON or YAML; `-` is standard input. */
function readRequest(path: string, problems: string[]): Body {
  try {
    const value: unknown = parse(readFileSync(path === '-' ? 0 : path, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
    problems.push(`--request ${path}: it must hold one object, such as {}.`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file.', EISDIR: 'that is a folder; name a file.' }[code ?? ''] ?? message;
    problems.push(`--request ${path}: ${why}`);
  }
  return {};
}

const part = (value: unknown): Body => (typeof value === 'object' && value !== null ? (value as Body) : {});
