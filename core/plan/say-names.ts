import { entryOf } from '../../kube/fields.ts';
import type { Plan } from './plan.ts';

/** Enough for a heading; the plan has all of them. */
const SHOWN = 6;

/** `shop as shop-dev, pay`: which namespaces a plan copies, and under which names; '' for none. */
export function sayNames({ namespaces = [], mapped = {} }: Partial<Pick<Plan, 'namespaces' | 'mapped'>>): string {
  const said = namespaces.slice(0, SHOWN).map((name) => {
    const target = entryOf(mapped, name);
    return target ? `${name} as ${target}` : name;
  });
  const more = namespaces.length - said.length;
  return `${said.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
