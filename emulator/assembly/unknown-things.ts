import { RESOURCE_TYPES } from './resources/index.ts';
import type { Template } from './template/template.ts';

/** Everything in a template that the local cloud would not act upon: types, and properties of known types. */
export function unknownThings(template: Template): string[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    const known = RESOURCE_TYPES.get(Type);
    if (!known) return [`'${id}': the type ${Type} is not implemented by the local cloud.`];
    const properties = Object.keys(Properties ?? {});
    return properties
      .filter((name) => !known.uses.includes(name) && !known.keeps?.includes(name))
      .map((name) => `'${id}': the property ${name} of ${Type} is not implemented by the local cloud.`);
  });
}
