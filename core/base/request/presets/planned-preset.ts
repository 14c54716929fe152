import type { Request } from '../request.ts';
import { isRecord } from '../with-defaults.ts';
import type { PresetName } from './preset-names.data.ts';
import { presetOf } from './presets.ts';

/** What a plan says of a preset: paths of fields with their values. */
export interface PlannedPreset {
  name: PresetName;
  /** As the preset sets them. */
  set: Record<string, unknown>;
  /** As the route or the request says instead. */
  otherwise: Record<string, unknown>;
  /** What the plan is to be looked at for. */
  look: readonly string[];
}

/** Nothing of a request without one. */
export function plannedPreset(request: Request): { preset?: PlannedPreset } {
  const preset = presetOf(request.preset);
  if (!preset) return {};
  const fields = leaves(preset.sets).map((path) => {
    const value = path.reduce(step, request);
    return { at: path.join('.'), value, holds: value === path.reduce(step, preset.sets) };
  });
  const those = (holds: boolean) =>
    Object.fromEntries(fields.filter((field) => field.holds === holds).map(({ at, value }) => [at, value ?? null]));
  return { preset: { name: preset.name, set: those(true), otherwise: those(false), look: preset.look } };
}

/** Every value of a preset is a single one. Keys of maps may have dots in them, hence paths as lists. */
function leaves(value: unknown, path: string[] = []): string[][] {
  return isRecord(value) ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key])) : [path];
}

const step = (value: unknown, key: string): unknown => (isRecord(value) ? value[key] : undefined);
