import type { TranslationContext } from './context.ts';

/** The target namespace of a source namespace. */
export function mappedNamespace(namespace: string, context: TranslationContext): string {
  return context.mappings.namespaces[namespace] ?? namespace;
}

/** Longest name of an object whose name is a DNS subdomain (RFC 1123). */
const MAX_NAME = 253;

/**
 * The name in the target of an object of cluster scope that serves one namespace. Where that namespace gets another
 * name, so does the object, or a clone beside its original would take the original's volume or binding.
 */
export function clusterNameIn(name: string, namespace: string, context: TranslationContext): string {
  const target = mappedNamespace(namespace, context);
  const suffix = `-${target}`;
  if (target === namespace || name.endsWith(suffix)) return name;
  return `${name.slice(0, MAX_NAME - suffix.length)}${suffix}`;
}
