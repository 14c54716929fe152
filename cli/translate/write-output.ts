import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { NO_MAPPINGS } from '../../core/translate/context.ts';
import { waveOptions } from '../../core/translate/order.ts';
import { withoutPasswords } from '../../core/translate/privacy.ts';
import { addToIndex, startIndex } from '../../core/translate/source-index.ts';
import type { ReferenceRow } from '../../core/translate/tables/references/row.ts';
import type { Translation } from '../../core/translate/translation.ts';
import { type WaveOptions, waveOf } from '../../core/translate/waves.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { writeKubernetesYaml } from '../kubernetes-yaml.ts';
import { type Tracking, tracked } from './tracking.ts';

/** The folder may be new or empty: what a user keeps there is never mixed with the output. */
export function outputProblems(folder: string): string[] {
  const taken = existsSync(folder) && readdirSync(folder).length > 0;
  return taken ? [`--out ${folder}: the folder is not empty; name a new one.`] : [];
}

/** One file per object, named so that the files sort in the order of application, and a kustomization that lists them so. */
export const writeOutput = (
  folder: string,
  translations: Translation[],
  tracking: Tracking = 'keep',
  references: readonly ReferenceRow[] = [],
): string[] =>
  writeObjects(
    folder,
    translations.flatMap(({ object }) => (object ? [tracked(object, tracking)] : [])),
    references,
  );

/** The same of objects as the target is to have them; `references` are rows besides the table's. */
export function writeObjects(
  folder: string,
  all: readonly KubeObject[],
  references: readonly ReferenceRow[] = [],
): string[] {
  mkdirSync(folder, { recursive: true });
  const order = orderAmong(all, references);
  const objects = all.toSorted((a, b) => (orderOf(a, order) < orderOf(b, order) ? -1 : 1));
  const files = objects.map((object, at) => {
    const name = fileName(object, at);
    writeFileSync(join(folder, name), writeKubernetesYaml(object));
    return name;
  });
  const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: files };
  writeFileSync(join(folder, 'kustomization.yaml'), stringify(kustomization));
  return files;
}

/** `report.json`: per object what became of it, by which rule. */
export function reportOf(translations: Translation[]) {
  return withoutPasswords(translations.map(({ object: _, ...translation }) => translation)).map(
    ({ ref, outcome, reason, rule, changes, findings }) => ({
      ref,
      outcome,
      ...(reason ? { reason, rule } : {}),
      changes: changes.map(({ rule: by, path, before, after }) => ({ rule: by, path, before, after })),
      findings,
    }),
  );
}

/** As a run has it: what they convert, which of them are operators, and how deep they need each other. */
function orderAmong(objects: readonly KubeObject[], references: readonly ReferenceRow[]): WaveOptions {
  const index = startIndex();
  for (const object of objects) addToIndex(index, object, references);
  return waveOptions({ index, mappings: NO_MAPPINGS, references });
}

const orderOf = (object: KubeObject, order: WaveOptions) => {
  const { stage, wave } = waveOf(object, order);
  return `${stage} ${wave} ${object.kind} ${object.metadata.namespace ?? ''} ${object.metadata.name}`;
};

function fileName(object: KubeObject, at: number): string {
  const { namespace, name } = object.metadata;
  const words = [String(at + 1).padStart(5, '0'), object.kind.toLowerCase(), namespace, name].filter((word) => word);
  return `${words
    .join('-')
    .replaceAll(/[^\w.-]/g, '_')
    .slice(0, 200)}.yaml`;
}
