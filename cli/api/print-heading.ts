import type { PlannedPreset } from '../../core/base/request/presets/planned-preset.ts';
import { sayNames } from '../../core/plan/say-names.ts';

export interface Place {
  account: string;
  region: string;
  cluster: string;
}

interface Heading {
  source?: Place | undefined;
  target?: Place | undefined;
  namespaces?: string[] | undefined;
  mapped?: Record<string, string> | undefined;
  hash?: string | undefined;
  askedBy?: string | undefined;
  preset?: PlannedPreset | undefined;
}

const placeText = ({ cluster, account, region }: Place) => `${cluster} (account ${account}, ${region})`;

/** From where to where, under which names, and the whole hash: what a person has to know before anything else. */
export function headingLines({ source, target, namespaces, mapped, hash, askedBy, preset }: Heading): string[] {
  const names = sayNames({ namespaces: namespaces ?? [], mapped: mapped ?? {} });
  return [
    ...(source && target ? [`  from ${placeText(source)}`, `  to   ${placeText(target)}`] : []),
    ...(names ? [`  namespaces: ${names}`] : []),
    ...(askedBy ? [`  asked for by ${askedBy}`] : []),
    ...(preset ? presetLines(preset) : []),
    ...(hash ? [`  hash ${hash}`] : []),
  ];
}

/** What a preset has set, what was said instead, and what to look for. */
function presetLines({ name, set, otherwise, look }: PlannedPreset): string[] {
  const fields = (values: Record<string, unknown>) =>
    Object.entries(values)
      .map(([at, value]) => `${at} ${value}`)
      .join(', ');
  const instead = fields(otherwise);
  return [
    `  preset ${name}: ${fields(set) || 'sets nothing'}${instead ? `; said otherwise: ${instead}` : ''}`,
    ...look.map((each) => `    look at ${each}`),
  ];
}
