import type { HookRecipe } from '../../core/base/request/hooks/hook-recipe.ts';
import { HOOK_LIBRARY } from '../../core/base/request/hooks/library.ts';
import { say, show } from '../say.ts';

/** Each hook with what it does, proves and needs; with `json` its scripts as well. */
export function listHooks({ json = false }: { json?: boolean }): void {
  const hooks = Object.entries<HookRecipe>(HOOK_LIBRARY).map(([name, recipe]) => ({ name, ...recipe }));
  if (json) say(`${JSON.stringify({ hooks }, null, 2)}\n`);
  else show(`${hooks.map(textOf).join('\n\n')}\n`);
}

const textOf = ({ name, title, does, proves, needs, freezes, timeoutSeconds }: HookRecipe & { name: string }) =>
  [
    `${name}: ${title}`,
    `  does    ${does}${freezes ? '; writes wait meanwhile' : ''}`,
    `  proves  ${proves}`,
    `  needs   ${needs}`,
    `  takes   at most ${timeoutSeconds} s before and after the snapshot`,
  ].join('\n');
