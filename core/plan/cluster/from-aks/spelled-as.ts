type Names = Record<string, string | null>;

/**
 * The route's `create.map` with its entries also under the names as Azure spells them: ids, sizes and groups are the same in any letter
 * case, and Resource Manager answers `resourcegroups` where people write `resourceGroups`
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules).
 */
export function spelledAs<M extends Names>(blueprint: unknown, map: M): M {
  const lower = new Map(Object.entries(map).map(([name, to]) => [name.toLowerCase(), to] as const));
  const missing = textsIn(blueprint).filter((text) => !Object.hasOwn(map, text) && lower.has(text.toLowerCase()));
  return { ...map, ...Object.fromEntries(missing.map((text) => [text, lower.get(text.toLowerCase())])) };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
