import { chooseZone } from './choose-zone.ts';
import type { TranslationContext } from './context.ts';
import { inOneHome } from './one-home.ts';

/** Labels that hold a zone, and labels that hold a Region (https://kubernetes.io/docs/reference/labels-annotations-taints/). */
export const ZONE_LABELS = [
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/zone',
  'topology.ebs.csi.aws.com/zone',
  'topology.disk.csi.azure.com/zone',
];
export const REGION_LABELS = ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'];

/** The target zone of a source zone, the same that its volumes get; any other text comes back as it is. */
function mappedZone(zone: string, { source, target, mappings }: TranslationContext): string {
  if (!source.zones.includes(zone) && mappings.zones[zone] === undefined) return zone;
  return chooseZone(zone, source.zones, target.zones, mappings.zones, inOneHome(source, target)) ?? zone;
}

/** The value of a node label in the target: zones and Regions are mapped, everything else stays. */
export function mappedLabelValue(label: string, value: string, context: TranslationContext): string {
  if (ZONE_LABELS.includes(label)) return mappedZone(value, context);
  return REGION_LABELS.includes(label) && value === context.source.region ? context.target.region : value;
}
