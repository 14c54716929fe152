/**
 * The target zone of each source zone: what the request maps, else the same place in both sorted lists.
 * One source zone always leads to one target zone, so volumes that one pod mounts stay together and replicas stay spread.
 * Zone names mean different places in different accounts, so a name is carried over within one account alone
 * (https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html).
 */
export function chooseZone(
  sourceZone: string,
  sourceZones: string[],
  targetZones: string[],
  mapped: Record<string, string>,
  inOneAccount = false,
): string | undefined {
  const asked = mapped[sourceZone];
  if (asked) return targetZones.includes(asked) ? asked : undefined;
  if (inOneAccount && targetZones.includes(sourceZone)) return sourceZone;
  const place = Math.max(0, sourceZones.toSorted().indexOf(sourceZone));
  return targetZones.toSorted()[place % Math.max(1, targetZones.length)];
}
