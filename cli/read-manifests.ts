import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Document } from 'yaml';
import { outsideText } from '../core/base/outside/outside-text.ts';
import type { KubeObject } from '../kube/kube-object.ts';
import { parseKubernetesYaml } from './kubernetes-yaml.ts';

const EXTENSIONS = ['.yaml', '.yml', '.json'];

/** Reads files and folders (recursively, in name order) of YAML or JSON, with several documents and Lists; collects every mistake. */
export function readManifests(paths: string[]): { objects: KubeObject[]; problems: string[] } {
  const objects: KubeObject[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    if (!existsSync(path)) problems.push(`${path}: there is no such file or folder.`);
    else for (const file of filesOf(path)) readFile(file, objects, problems);
  }
  if (objects.length === 0 && problems.length === 0)
    problems.push(`${paths.join(', ')}: no manifest in it; files end in ${EXTENSIONS.join(', ')}.`);
  return { objects, problems };
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) return filesOf(inside);
    return EXTENSIONS.includes(extname(entry.name)) && entry.name !== 'kustomization.yaml' ? [inside] : [];
  });
}

function readFile(file: string, objects: KubeObject[], problems: string[]): void {
  const text = textOf(file, problems);
  const json = jsonIn(text);
  if (json !== undefined) {
    flatten(json, `${file}, document 1`, objects, problems);
    return;
  }
  for (const [at, document] of documentsOf(file, text, problems).entries()) {
    const where = `${file}, document ${at + 1}`;
    if (document.errors.length > 0)
      problems.push(...document.errors.map((error) => `${where}: ${error.message.split('\n')[0]}`));
    else flatten(jsonOf(document, where, problems), where, objects, problems);
  }
}

function textOf(file: string, problems: string[]): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    problems.push(`${file}: it cannot be read: ${outsideText(error)}.`);
    return '';
  }
}

/** What a text holds that is JSON as a whole, which is quicker read as such; undefined for any other, and for what is none. */
function jsonIn(text: string): unknown {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function documentsOf(file: string, text: string, problems: string[]): ReturnType<typeof parseKubernetesYaml> {
  try {
    return parseKubernetesYaml(text);
  } catch (error) {
    problems.push(`${file}: it cannot be read: ${outsideText(error)}.`);
    return [];
  }
}

/** Aliases of aliases grow a few lines to gigabytes ("billion laughs"), so that the reader stops at a thousand. */
function jsonOf(document: Document, where: string, problems: string[]): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    problems.push(`${where}: it cannot be read: ${outsideText(error)}. Write its aliases out.`);
    return undefined;
  }
}

function flatten(value: unknown, where: string, objects: KubeObject[], problems: string[]): void {
  if (value === null || value === undefined) return;
  if (typeof value !== 'object' || Array.isArray(value)) {
    problems.push(`${where}: a manifest is an object, not ${Array.isArray(value) ? 'a list' : `"${String(value)}"`}.`);
    return;
  }
  const object = value as Partial<KubeObject> & { items?: unknown[] };
  if (Array.isArray(object.items) && (object.kind ?? 'List').endsWith('List')) {
    for (const [at, item] of object.items.entries())
      flatten(withKindOfList(item, object), `${where}, item ${at + 1}`, objects, problems);
    return;
  }
  const missing = [
    ...(object.apiVersion ? [] : ['apiVersion']),
    ...(object.kind ? [] : ['kind']),
    ...(object.metadata?.name || object.metadata?.generateName ? [] : ['metadata.name']),
  ];
  if (missing.length > 0) problems.push(`${where}: it has no ${missing.join(', no ')}.`);
  else objects.push(object as KubeObject);
}

/** The items of `kubectl get --raw` leave out what the list says for all: of a ConfigMapList each one is a ConfigMap. */
function withKindOfList(item: unknown, list: Partial<KubeObject>): unknown {
  const kind = (list.kind ?? '').slice(0, -'List'.length);
  if (kind === '' || typeof item !== 'object' || item === null) return item;
  return { apiVersion: list.apiVersion, kind, ...item };
}
