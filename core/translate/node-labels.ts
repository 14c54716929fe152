import { cloudOf, type TranslationContext } from './context.ts';
import { ALONE_IN, LABELS_OF } from './tables/node-labels.ts';

type Sides = Pick<TranslationContext, 'source' | 'target'>;

/** What a label of the source's nodes is called on those of the target, with its values; undefined where the table has none. */
export function labelInTarget(label: string, values: readonly string[], { source }: Sides) {
  const row = LABELS_OF[cloudOf(source)].find((each) => each.label === label);
  if (!row) return undefined;
  return { label: row.becomes, values: values.map((value) => row.values?.[value] ?? value) };
}

/** Whether no node of the target can have the label or taint, which is of the source's cloud alone. */
export const aloneIn = (label: string, { source }: Sides) =>
  ALONE_IN[cloudOf(source)].some((each) => (each.endsWith('/') ? label.startsWith(each) : label === each));
