import type { Request } from './request.ts';

/** Velero's change-storage-class means what mappings.storageClasses means, which has the last word. */
export function withVeleroClasses<T extends Pick<Request, 'mappings'> & { rules: Pick<Request['rules'], 'velero'> }>(
  given: T,
): T {
  const classes = given.rules.velero?.storageClasses;
  if (!classes) return given;
  const { mappings } = given;
  return { ...given, mappings: { ...mappings, storageClasses: { ...classes, ...mappings.storageClasses } } };
}
