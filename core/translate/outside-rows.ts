import { path } from '../../kube/fields.ts';
import { keyOf, type OutsideOfRequest } from '../base/request/outside-rows.ts';
import type { OutsideRow } from './tables/outside/row.ts';

/** The request's rows as the rules take them. */
export function outsideRows(rows: readonly OutsideOfRequest[]): OutsideRow[] {
  return rows.map(({ kind, image, acts, silence }) => ({
    ...(kind === undefined ? {} : { kind: keyOf(kind) }),
    ...(image === undefined ? {} : { image }),
    acts,
    silence: silenceOf(silence),
    source: 'the request',
  }));
}

function silenceOf(silence: OutsideOfRequest['silence']): OutsideRow['silence'] {
  if (typeof silence === 'string') return { do: silence };
  const { field = '', annotation, to } = silence;
  return { do: 'set', at: annotation ? ['metadata', 'annotations', annotation] : path(field), to };
}
