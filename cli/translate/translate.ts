import { writeFileSync } from 'node:fs';
import type { TranslationContext } from '../../core/translate/context.ts';
import { exportedObjects } from '../../core/translate/exported-objects.ts';
import { ownReferences } from '../../core/translate/graph/own-references.ts';
import { outsideRows } from '../../core/translate/outside-rows.ts';
import { Expressions } from '../../core/translate/own/expressions.ts';
import { withOwnRules } from '../../core/translate/own/with-own-rules.ts';
import { translateObject } from '../../core/translate/pipeline.ts';
import { addToIndex, startIndex } from '../../core/translate/source-index.ts';
import type { ReferenceRow } from '../../core/translate/tables/references/row.ts';
import type { Translation } from '../../core/translate/translation.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { printChanges } from '../api/print-changes.ts';
import { badInput, CommandEnd, EXIT } from '../exit-codes.ts';
import { page } from '../pager.ts';
import { readManifests } from '../read-manifests.ts';
import { foundIn, type Translated } from '../rules/try-rules.ts';
import { say } from '../say.ts';
import { table } from '../table.ts';
import { readOptions, TranslateOptions } from './options.ts';
import { readBackup } from './read-backup.ts';
import type { Tracking } from './tracking.ts';
import { outputProblems, reportOf, writeOutput } from './write-output.ts';

export interface TranslateFlags {
  in?: string[];
  velero?: string;
  options?: string;
  out?: string;
  report?: string;
  /** Prints every changed field. */
  diff?: boolean;
  tracking?: Tracking;
}

/** Translates, offline, what it is given; ends with 3 when something is blocked. */
export async function translate(flags: TranslateFlags): Promise<void> {
  const missing = missingFlags(flags);
  if (missing.length > 0) throw badInput(missing);
  const { objects, problems } = flags.velero ? await readBackup(flags.velero) : readManifests(flags.in ?? []);
  const { options, problems: wrongOptions } = flags.options ? readOptions(flags.options) : NO_OPTIONS;
  const mistakes = [...problems, ...wrongOptions, ...(flags.out ? outputProblems(flags.out) : [])];
  if (mistakes.length > 0) throw badInput(mistakes);

  const translated = await translateAll(objects, options!);
  const translations = translated.map(({ translation }) => translation);
  if (flags.diff) page(printChanges(foundIn(translated)));
  else say(`${summary(translations)}\n`);
  if (flags.out) write(translations, flags.out, flags, ownReferences(options!.references));
  if (translations.some(({ outcome }) => outcome === 'block'))
    throw new CommandEnd(EXIT.blocked, sentences(translations));
}

function write(
  translations: Translation[],
  out: string,
  flags: TranslateFlags,
  references: readonly ReferenceRow[],
): void {
  const files = writeOutput(out, translations, flags.tracking, references);
  const report = flags.report ?? `${out}/report.json`;
  writeFileSync(report, `${JSON.stringify(reportOf(translations), null, 2)}\n`);
  say(`\n${files.length} files in ${out}; report: ${report}\n`);
}

/** A backup tells of its cluster itself; of manifests only their author knows where they are from and where they go. */
function missingFlags({ in: paths, velero, options, out, diff }: TranslateFlags): string[] {
  if (!out && !diff)
    return [
      "required option '--out <folder>' or '--diff' not specified",
      ...missingInput({ in: paths, velero, options }),
    ];
  return missingInput({ in: paths, velero, options });
}

function missingInput({ in: paths, velero, options }: Pick<TranslateFlags, 'in' | 'velero' | 'options'>): string[] {
  if (paths && velero) return ['--in and --velero: translate one of them at a time.'];
  if (velero) return [];
  return [
    ...(paths ? [] : ["required option '--in <path...>' or '--velero <file>' not specified"]),
    ...(options ? [] : ["required option '--options <file>' not specified"]),
  ];
}

const NO_OPTIONS = { options: TranslateOptions.parse({}), problems: [] };

async function translateAll(objects: KubeObject[], options: TranslateOptions): Promise<Translated[]> {
  const index = startIndex(options.source.cloud);
  const references = ownReferences(options.references);
  for (const object of objects) addToIndex(index, object, references);
  const context: TranslationContext = {
    ...options,
    outside: outsideRows(options.outside),
    references,
    rules: withOwnRules(options.rules),
    expressions: new Expressions(options.rules.own),
    source: withClasses(options.source, objects),
    index,
  };
  const translated: Translated[] = [];
  for await (const some of exportedObjects(inOneShard(objects), context))
    translated.push(...some.map((source) => ({ source, translation: translateObject(source, context) })));
  return translated;
}

async function* inOneShard(objects: KubeObject[]): AsyncGenerator<KubeObject[]> {
  yield objects;
}

/** Storage classes among the manifests are the source's, beside those that the options name. */
function withClasses(source: TranslateOptions['source'], objects: KubeObject[]): TranslateOptions['source'] {
  const classes = objects.filter(
    ({ apiVersion, kind }) => apiVersion === 'storage.k8s.io/v1' && kind === 'StorageClass',
  );
  return { ...source, storageClasses: [...source.storageClasses, ...classes] };
}

function summary(translations: Translation[]): string {
  const kinds = Map.groupBy(translations, ({ ref }) => ref.kind);
  const count = (all: Translation[], outcome: string) => String(all.filter((each) => each.outcome === outcome).length);
  const rows = [...kinds]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, all]) => [kind, count(all, 'apply'), count(all, 'drop'), count(all, 'block')]);
  return table(['kind', 'translated', 'dropped', 'blocked'], rows);
}

function sentences(translations: Translation[]): string {
  const blocked = translations.filter(({ outcome }) => outcome === 'block');
  const hasClaims = blocked.some(({ ref }) => ref.kind === 'PersistentVolumeClaim');
  return [
    `kubeferry: ${blocked.length} objects are blocked:`,
    ...blocked.map(({ reason }) => `  - ${reason}`),
    ...(hasClaims ? [OF_CLAIMS] : []),
  ].join('\n');
}

/** What the sentences of claims name is of a request. */
const OF_CLAIMS =
  'Here --options names such a claim: in skippedClaims for an empty volume, or in volumes with the copy of its volume.';
