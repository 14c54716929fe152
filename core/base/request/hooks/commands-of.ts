import { FREEZE_SECONDS } from './hook-recipe.ts';
import { HOOK_LIBRARY, type HookName } from './library.ts';

/** A hook of a request: commands of its own, or those of the library. */
export interface AskedHook {
  use?: HookName | undefined;
  path?: string | undefined;
  freezeSeconds?: number | undefined;
  before?: string[] | undefined;
  after?: string[] | undefined;
  timeoutSeconds?: number | undefined;
}

const USUAL_SECONDS = 60;

/** What is run before the snapshot and after it, and how long each may take. */
export function commandsOf(hook: AskedHook): { before: string[]; after: string[]; timeoutSeconds: number } {
  const { use, before = [], after = [], timeoutSeconds } = hook;
  if (!use) return { before, after, timeoutSeconds: timeoutSeconds ?? USUAL_SECONDS };
  const recipe = HOOK_LIBRARY[use];
  const run = (script: string) => ['sh', '-c', script, `kubeferry-${use}`, ...argumentsOf(hook)];
  return {
    before: run(recipe.before),
    after: run(recipe.after),
    timeoutSeconds: timeoutSeconds ?? recipe.timeoutSeconds,
  };
}

/** After how long what a hook freezes lets go by itself; undefined of one that freezes nothing, or of commands of one's own. */
export const freezeSecondsOf = ({ use, freezeSeconds = FREEZE_SECONDS.usual }: AskedHook): number | undefined =>
  use && HOOK_LIBRARY[use].freezes ? freezeSeconds : undefined;

const argumentsOf = ({ freezeSeconds = FREEZE_SECONDS.usual, path }: AskedHook) => [
  String(freezeSeconds),
  ...(path ? [path] : []),
];

/** How a hook is called in a sentence: by its name, or by its own command. */
export const nameOfHook = ({ use }: AskedHook, command: readonly string[]): string =>
  use ? `of hook "${use}"` : JSON.stringify(command);

/** What a hook lacks, or has too much of. */
export function mistakesInHook({ use, path, freezeSeconds, before, after }: AskedHook): string[] {
  if (!use) {
    const own =
      before && after ? [] : ['a hook has commands of its own, before and after, or a name of the library in use'];
    const loose = path !== undefined || freezeSeconds !== undefined;
    return loose ? [...own, 'path and freezeSeconds are for hooks of the library, beside use'] : own;
  }
  const recipe: { freezes: boolean; takesPath?: true } = HOOK_LIBRARY[use];
  return [
    ...(before || after ? [`hook "${use}" brings its commands with it; leave before and after out, or use`] : []),
    ...(recipe.takesPath && path === undefined
      ? [`hook "${use}" needs path, where the volume is mounted in the container`]
      : []),
    ...(!recipe.takesPath && path !== undefined ? [`hook "${use}" takes no path`] : []),
    ...(!recipe.freezes && freezeSeconds !== undefined
      ? [`hook "${use}" freezes nothing, so freezeSeconds has no meaning`]
      : []),
  ];
}
