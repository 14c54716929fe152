import { writeFileSync } from 'node:fs';
import type { TranslationContext } from '../../core/translate/context.ts';
import { withIsolation } from '../../core/translate/isolation.ts';
import { outsideRows } from '../../core/translate/outside-rows.ts';
import { withOwnRules } from '../../core/translate/own/with-own-rules.ts';
import { translateObject } from '../../core/translate/pipeline.ts';
import { addToIndex, startIndex } from '../../core/translate/source-index.ts';
import type { Translation } from '../../core/translate/translation.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { badInput, CommandEnd, EXIT } from '../exit-codes.ts';
import { readManifests } from '../read-manifests.ts';
import { say } from '../say.ts';
import { table } from '../table.ts';
import { readOptions, TranslateOptions } from './options.ts';
import { readBackup } from './read-backup.ts';
import { outputProblems, reportOf, writeOutput } from './write-output.ts';

export interface TranslateFlags {
  in?: string[];
  velero?: string;
  options?: string;
  out: string;
  report?: string;
}

/** Translates, offline, what it is given; ends with 3 when something is blocked. */
export async function translate(flags: TranslateFlags): Promise<void> {
  const missing = missingFlags(flags);
  if (missing.length > 0) throw badInput(missing);
  const { objects, problems } = flags.velero ? await readBackup(flags.velero) : readManifests(flags.in ?? []);
  const { options, problems: wrongOptions } = flags.options ? readOptions(flags.options) : NO_OPTIONS;
  const mistakes = [...problems, ...wrongOptions, ...outputProblems(flags.out)];
  if (mistakes.length > 0) throw badInput(mistakes);

  const translations = await translateAll(objects, options!);
  const files = writeOutput(flags.out, translations);
  const report = flags.report ?? `${flags.out}/report.json`;
  writeFileSync(report, `${JSON.stringify(reportOf(translations), null, 2)}\n`);
  say(`${summary(translations)}\n\n${files.length} files in ${flags.out}; report: ${report}\n`);
  if (translations.some(({ outcome }) => outcome === 'block'))
    throw new CommandEnd(EXIT.blocked, sentences(translations));
}

/** A backup tells of its cluster itself; of manifests only their author knows where they are from and where they go. */
function missingFlags({ in: paths, velero, options }: TranslateFlags): string[] {
  if (paths && velero) return ['--in and --velero: translate one of them at a time.'];
  if (velero) return [];
  return [
    ...(paths ? [] : ["required option '--in <path...>' or '--velero <file>' not specified"]),
    ...(options ? [] : ["required option '--options <file>' not specified"]),
  ];
}

const NO_OPTIONS = { options: TranslateOptions.parse({}), problems: [] };

async function translateAll(objects: KubeObject[], options: TranslateOptions): Promise<Translation[]> {
  const index = startIndex();
  for (const object of objects) addToIndex(index, object);
  const context: TranslationContext = {
    ...options,
    outside: outsideRows(options.outside),
    rules: withOwnRules(options.rules),
    source: withClasses(options.source, objects),
    index,
  };
  const translations: Translation[] = [];
  for await (const some of withIsolation(inOneShard(objects), context))
    translations.push(...some.map((object) => translateObject(object, context)));
  return translations;
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
  return [`kubeferry: ${blocked.length} objects are blocked:`, ...blocked.map(({ reason }) => `  - ${reason}`)].join(
    '\n',
  );
}
