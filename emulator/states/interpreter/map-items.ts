import type { Json } from '../../../kube/kube-object.ts';
import type { Visit } from '../execution/frame.ts';
import { evaluate, wrongValue } from '../execution/visit.ts';

/** An item of a Map, and where it is from, as the context object says it. */
export interface Item {
  index: number;
  value: Json;
  source: string;
}

/** Items from the field or, without one, from the state's input. */
export async function itemsOf(visit: Visit, field: unknown): Promise<Item[]> {
  const given = field === undefined ? visit.position.input : await evaluate(visit, field, 'Items');
  if (!Array.isArray(given)) throw wrongValue(visit, 'Items', 'an array', given);
  return given.map((value, index) => ({ index, value, source: 'STATE_DATA' }));
}

/** What an iteration gets: the item, or what the ItemSelector makes of it. */
export async function selectItem(visit: Visit, selector: unknown, { index, value, source }: Item): Promise<Json> {
  if (selector === undefined) return value;
  return evaluate(visit, selector, 'ItemSelector', { map: { Item: { Index: index, Value: value, Source: source } } });
}
