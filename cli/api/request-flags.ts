import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { badInput } from '../exit-codes.ts';
import { readRules } from '../rules/read-rules.ts';

/** Those that may be repeated are lists. */
export interface RequestFlags {
  request?: string;
  preset?: string;
  namespace: string[];
  allNamespaces?: boolean;
  selector?: string;
  includeKind?: string[];
  excludeKind?: string[];
  object?: string[];
  workload?: string;
  mapNamespace: string[];
  mapStorageClass?: string[];
  mapImage?: string[];
  mapHost?: string[];
  strategy?: string;
  safetySnapshot?: string;
  quiesce?: boolean;
  cutOver?: boolean;
  migrate?: string;
  maxDowntime?: string;
  scaledDown?: boolean;
  isolate?: boolean;
  onConflict?: string;
  ttl?: string;
  rules?: string;
  planHash?: string;
  approval?: boolean;
  createCluster?: boolean;
  fromCapture?: string;
  fromBackup?: string;
}

type Body = Record<string, unknown>;

/** The request of the file, or the one before it, with what the flags say over it; the API checks it whole. Throws bad input. */
export function requestOf(flags: RequestFlags, before: unknown = {}): Body {
  const problems: string[] = [];
  const file = flags.request ? readRequest(flags.request, problems) : part(before);
  const selected = selectionOf(flags, problems);
  const mapped = mappingsOf(flags, problems);
  const rules = flags.rules ? readRules(flags.rules) : undefined;
  if (problems.length > 0) throw badInput(problems);
  return {
    ...file,
    ...(flags.preset ? { preset: flags.preset } : {}),
    ...(selected ? { selection: { ...unlessSaid(part(file.selection), flags), ...selected } } : {}),
    ...(mapped ? { mappings: { ...part(file.mappings), ...mapped } } : {}),
    ...volumesOf(flags, part(file.volumes)),
    ...(flags.quiesce || flags.cutOver ? { quiesce: { ...part(file.quiesce), scaleToZero: true } } : {}),
    ...(flags.cutOver ? { profile: 'migrate', cutOver: true } : {}),
    ...migrationOf(flags, part(file.migrate)),
    ...(flags.scaledDown ? { start: 'scaled-down' } : {}),
    ...(flags.isolate ? { isolate: true } : {}),
    ...(flags.onConflict ? { onConflict: flags.onConflict } : {}),
    ...(rules ? { rules } : {}),
    ...(flags.ttl ? { ttl: flags.ttl } : {}),
    ...(flags.createCluster ? { target: { ...part(file.target), createCluster: true } } : {}),
    ...sourceOf(flags, part(file.source)),
    ...(flags.approval ? { approval: true } : {}),
    ...(flags.planHash ? { planHash: flags.planHash } : {}),
  };
}

function volumesOf({ strategy, safetySnapshot }: RequestFlags, before: Body): Body {
  if (!strategy && !safetySnapshot) return {};
  return { volumes: { ...before, ...(strategy ? { strategy } : {}), ...(safetySnapshot ? { safetySnapshot } : {}) } };
}

function migrationOf({ migrate, maxDowntime }: RequestFlags, before: Body): Body {
  if (!migrate && !maxDowntime) return {};
  const minutes = maxDowntime ? { maxDowntimeMinutes: Number(maxDowntime) } : {};
  return { migrate: { ...before, ...(migrate ? { cutOver: migrate } : {}), ...minutes } };
}

function sourceOf({ fromCapture, fromBackup }: RequestFlags, before: Body): Body {
  if (!fromCapture && !fromBackup) return {};
  const named = { ...(fromCapture ? { capture: fromCapture } : {}), ...(fromBackup ? { backup: fromBackup } : {}) };
  return { source: { ...before, ...named } };
}

/** Undefined when no flag selects. */
function selectionOf(flags: RequestFlags, problems: string[]): Body | undefined {
  const { namespace, allNamespaces, selector, includeKind = [], excludeKind = [], object = [], workload } = flags;
  if (allNamespaces && namespace.length > 0) problems.push('--all-namespaces and --namespace: give one of them.');
  const selection = {
    ...(namespace.length > 0 ? { namespaces: namespace } : {}),
    ...(allNamespaces ? { allNamespaces: true } : {}),
    ...(selector ? { labelSelector: selector } : {}),
    ...(includeKind.length > 0 ? { includeKinds: includeKind } : {}),
    ...(excludeKind.length > 0 ? { excludeKinds: excludeKind } : {}),
    ...(workload ? { workload } : {}),
    ...(object.length > 0 ? { objects: object.map((text) => objectOf(text, problems)) } : {}),
  };
  return Object.keys(selection).length > 0 ? selection : undefined;
}

/** Of the file's selection, what the flags about namespaces do not take the place of. */
function unlessSaid({ namespaces, allNamespaces, ...rest }: Body, flags: RequestFlags): Body {
  if (flags.namespace.length > 0 || flags.allNamespaces || flags.workload) return rest;
  return { ...rest, ...(namespaces ? { namespaces } : {}), ...(allNamespaces ? { allNamespaces } : {}) };
}

/** `Deployment.apps/shop/web`, or without the namespace for any. */
function objectOf(text: string, problems: string[]): Body {
  const [kind, ...names] = text.split('/');
  const name = names.pop();
  if (!kind || !name || names.length > 1 || names[0] === '')
    problems.push(`--object ${text}: write KIND/NAMESPACE/NAME, or KIND/NAME.`);
  return { kind, ...(names[0] ? { namespace: names[0] } : {}), name };
}

/** Undefined when no flag maps. */
function mappingsOf(flags: RequestFlags, problems: string[]): Body | undefined {
  const given = [
    ['namespaces', '--map-namespace', flags.mapNamespace],
    ['storageClasses', '--map-storage-class', flags.mapStorageClass],
    ['images', '--map-image', flags.mapImage],
    ['hosts', '--map-host', flags.mapHost],
  ] as const;
  const mappings = given.flatMap(([field, flag, pairs = []]) =>
    pairs.length > 0 ? [[field, Object.fromEntries(pairs.map((pair) => pairOf(flag, pair, problems)))]] : [],
  );
  return mappings.length > 0 ? Object.fromEntries(mappings) : undefined;
}

function pairOf(flag: string, pair: string, problems: string[]): [string, string] {
  const [from = '', to = '', ...rest] = pair.split('=');
  if (!from || !to || rest.length > 0) problems.push(`${flag} ${pair}: write SOURCE=TARGET.`);
  return [from, to];
}

/** JSON or YAML; `-` is standard input. */
function readRequest(path: string, problems: string[]): Body {
  try {
    const value: unknown = parse(readFileSync(path === '-' ? 0 : path, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return withoutSchema(value as Body);
    problems.push(`--request ${path}: it must hold one object, such as {}.`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file.', EISDIR: 'that is a folder; name a file.' }[code ?? ''] ?? message;
    problems.push(`--request ${path}: ${why}`);
  }
  return {};
}

/** A file may name its schema for editors. */
const withoutSchema = ({ $schema: _, ...body }: Body): Body => body;

const part = (value: unknown): Body => (typeof value === 'object' && value !== null ? (value as Body) : {});
