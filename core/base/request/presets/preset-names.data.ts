/** What a request may call a preset. */
export const PRESET_NAMES = [
  'upgrade-infrastructure',
  'new-storage',
  'offload-workload',
  'dev-test',
  'move-region',
  'leave-data-centre',
] as const;
export type PresetName = (typeof PRESET_NAMES)[number];
