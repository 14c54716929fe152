import type { Problem } from '../../errors.ts';
import type { Request } from '../request.ts';
import { isRecord } from '../with-defaults.ts';
import { PRESETS, type Preset, type PresetRoute } from './presets.data.ts';

export const presetOf = (name: unknown): Preset | undefined => PRESETS.find((each) => each.name === name);

/** What a preset sets; of a name that none has nothing, which the schema reports. */
export const setsOf = (name: unknown): Record<string, unknown> => presetOf(name)?.sets ?? {};

/** What its preset asks of a request and its route, and they have not: all of it at once. */
export function presetProblems(request: Request, route: PresetRoute): Problem[] {
  const preset = presetOf(request.preset);
  return (preset?.demands ?? [])
    .filter(({ isUnmet }) => isUnmet(request, route))
    .map(({ what, wayOut }) => ({
      at: 'preset',
      message: `"${preset!.name}" needs ${what}; ${wayOut}.`,
    }));
}

/** Who did not write a field is told who did: a problem with a value that the preset has set says so. */
export function aboutPreset(problems: Problem[], said: Record<string, unknown>): Problem[] {
  const preset = presetOf(said.preset);
  if (!preset) return problems;
  return problems.map(({ at, message }) => {
    const isOurs = at !== '' && valueAt(preset.sets, at) !== undefined && valueAt(said, at) === undefined;
    return { at, message: isOurs ? `${message} It is set by preset "${preset.name}"; say otherwise here.` : message };
  });
}

const valueAt = (object: unknown, path: string): unknown =>
  path.split('.').reduce((value, key) => (isRecord(value) ? value[key] : undefined), object);
