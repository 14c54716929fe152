import type { TranslationContext } from './context.ts';

/** The target namespace of a source namespace. */
export function mappedNamespace(namespace: string, context: TranslationContext): string {
  return context.mappings.namespaces[namespace] ?? namespace;
}

/** Longest name of an object whose name is a DNS subdomain (RFC 1123). */
const MAX_NAME = 253;

/**
 * The name of a source volume in the target. Volumes have cluster scope: where their namespace gets another name,
 * so do they, or a clone beside its original would take the original's volume.
 */
export function volumeNameIn(name: string, namespace: string, context: TranslationContext): string {
  const target = mappedNamespace(namespace, context);
  const suffix = `-${target}`;
  if (target === namespace || name.endsWith(suffix)) return name;
  return `${name.slice(0, MAX_NAME - suffix.length)}${suffix}`;
}
