import { memo } from '../../kube/memo.ts';
import type { SourceIndex, TranslationContext } from './context.ts';
import { orderName } from './graph/needs.ts';
import { type ObjectOrder, orderOfObjects } from './graph/object-order.ts';
import { mappedNamespace } from './names.ts';
import { convertedIn } from './services-behind.ts';
import type { ReferenceRow } from './tables/references/row.ts';
import { levelOfKind, type WaveOptions } from './waves.ts';

type OrderContext = Pick<TranslationContext, 'index' | 'mappings' | 'references' | 'start'>;

const NO_ROWS: readonly ReferenceRow[] = [];
const orderIn = memo((index: SourceIndex) =>
  memo((references: readonly ReferenceRow[]) =>
    orderOfObjects(index.needs ?? {}, (object) => levelOfKind(object.slice(0, object.indexOf(' ')), references)),
  ),
);

/** The order of the custom resources of an export, by their names in the source. */
export const objectOrder = ({ index, references = NO_ROWS }: OrderContext): ObjectOrder => orderIn(index)(references);

/** What of a clone decides about its waves, but for whether it masks: the same in a plan, a run and offline. */
export function waveOptions(context: OrderContext): WaveOptions {
  const inTarget = (name: string) => renamed(name, context as TranslationContext);
  const { levels } = objectOrder(context);
  return {
    converted: convertedIn(context),
    references: context.references ?? NO_ROWS,
    operators: new Set((context.index.operators ?? []).map(inTarget)),
    levels: new Map([...levels].map(([name, level]) => [inTarget(name), level])),
  };
}

/** The name of an object in the target: `group/Kind namespace/name`, of which its namespace may get another name. */
function renamed(name: string, context: TranslationContext): string {
  const [kind = '', place = ''] = [name.slice(0, name.indexOf(' ')), name.slice(name.indexOf(' ') + 1)];
  const slash = place.indexOf('/');
  if (slash < 0) return name;
  return orderName(kind, { namespace: mappedNamespace(place.slice(0, slash), context), name: place.slice(slash + 1) });
}
