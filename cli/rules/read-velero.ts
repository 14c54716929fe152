import { existsSync, readFileSync } from 'node:fs';
import { badInput } from '../exit-codes.ts';
import { parseKubernetesYaml } from '../kubernetes-yaml.ts';

type Map = Record<string, unknown>;
const isMap = (value: unknown): value is Map => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a request has in `rules.velero`. */
interface Velero {
  modifiers: unknown[];
  images: string[];
  storageClasses: Record<string, string>;
}

/** Which ConfigMap is read as what (https://velero.io/docs/v1.18/restore-reference/). */
const CLASSES = 'velero.io/change-storage-class';
const IMAGES = 'velero.io/change-image-name';

/**
 * Reads documents of Velero as they are: the text of resource modifiers, and ConfigMaps that hold it, storage classes or image
 * names. Throws every mistake.
 */
export function readVelero(files: readonly string[]): Velero {
  const all: Velero = { modifiers: [], images: [], storageClasses: {} };
  const problems: string[] = [];
  for (const file of files) for (const document of documentsIn(file, problems)) read(document, file, all, problems);
  if (problems.length > 0) throw badInput(problems);
  return all;
}

function documentsIn(file: string, problems: string[]): unknown[] {
  if (!existsSync(file)) problems.push(`${file}: there is no such file.`);
  else
    try {
      return parsed(readFileSync(file, 'utf8')).flatMap((each) =>
        isMap(each) && each.kind === 'List' && Array.isArray(each.items) ? each.items : [each],
      );
    } catch (error) {
      problems.push(`${file}: ${(error as Error).message.split('\n')[0]}`);
    }
  return [];
}

function parsed(text: string): unknown[] {
  return parseKubernetesYaml(text).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as unknown;
  });
}

function read(document: unknown, file: string, all: Velero, problems: string[]): void {
  if (!isMap(document)) problems.push(`${file}: it is no document of Velero.`);
  else if ('resourceModifierRules' in document) addModifiers(document, file, all, problems);
  else if (document.kind === 'ConfigMap') readConfigMap(document, file, all, problems);
  else
    problems.push(
      `${file}: it has neither resourceModifierRules nor is it a ConfigMap with them, or with the label ${CLASSES} or ${IMAGES}.`,
    );
}

function readConfigMap({ metadata, data }: Map, file: string, all: Velero, problems: string[]): void {
  const { labels } = (isMap(metadata) ? metadata : {}) as { labels?: Map };
  const values = Object.fromEntries(
    Object.entries(isMap(data) ? data : {}).map(([key, value]) => [key, String(value)]),
  );
  if (labels && CLASSES in labels) Object.assign(all.storageClasses, values);
  else if (labels && IMAGES in labels) all.images.push(...Object.values(values));
  else if (Object.keys(values).length !== 1)
    problems.push(
      `${file}: a ConfigMap of resource modifiers has one key, and this one has ${Object.keys(values).length}.`,
    );
  else
    try {
      const [inner] = parsed(Object.values(values)[0]!);
      if (isMap(inner) && 'resourceModifierRules' in inner) addModifiers(inner, file, all, problems);
      else problems.push(`${file}: its data has no resourceModifierRules.`);
    } catch (error) {
      problems.push(`${file}: ${(error as Error).message.split('\n')[0]}`);
    }
}

/** `version` in any case; each field that is none of a modifier is a mistake, which the schema of the request finds. */
function addModifiers(document: Map, file: string, all: Velero, problems: string[]): void {
  const { version, resourceModifierRules: rules, ...others } = document;
  if (String(version).toLowerCase() !== 'v1') problems.push(`${file}: version has to be v1, not ${String(version)}.`);
  for (const name of Object.keys(others)) problems.push(`${file}: there is no field ${name}.`);
  if (!Array.isArray(rules) || rules.length === 0) problems.push(`${file}: resourceModifierRules has no rule.`);
  else all.modifiers.push(...rules.map((rule, at) => asData(rule, `${file}: resourceModifierRules.${at}`, problems)));
}

/** As data: YAML in texts is read, and what Velero takes as a text though YAML knows better is one. */
function asData(rule: unknown, at: string, problems: string[]): unknown {
  if (!isMap(rule)) return rule;
  const list = (value: unknown, change: (each: Map) => Map) =>
    Array.isArray(value) ? value.map((each) => (isMap(each) ? change(each) : each)) : value;
  const valued = (each: Map) => ('value' in each ? { ...each, value: textOf(each.value) } : each);
  const patches = (each: Map) => ({ ...each, patchData: patchIn(each.patchData, at, problems) });
  const changed: Map = { ...rule };
  if ('patches' in rule) changed.patches = list(rule.patches, valued);
  for (const name of ['mergePatches', 'strategicPatches']) if (name in rule) changed[name] = list(rule[name], patches);
  if (isMap(rule.conditions) && 'matches' in rule.conditions)
    changed.conditions = { ...rule.conditions, matches: list(rule.conditions.matches, valued) };
  return changed;
}

/** sigs.k8s.io/yaml writes a number or a boolean as text where a text is wanted. */
const textOf = (value: unknown) =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : (value ?? '');

function patchIn(text: unknown, at: string, problems: string[]): unknown {
  if (typeof text !== 'string') {
    problems.push(`${at}: patchData is a text with YAML or JSON in it.`);
    return {};
  }
  try {
    return parsed(text)[0] ?? null;
  } catch (error) {
    problems.push(`${at}: patchData: ${(error as Error).message.split('\n')[0]}`);
    return {};
  }
}
