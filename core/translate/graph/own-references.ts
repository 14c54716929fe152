import { path } from '../../../kube/fields.ts';
import { keyOf } from '../../base/request/outside-rows.ts';
import type { OwnReference } from '../../base/request/own-references.ts';
import type { ReferenceRow } from '../tables/references/row.ts';

/** The request's rows as the table has them. */
export const ownReferences = (rows: readonly OwnReference[]): ReferenceRow[] =>
  rows.map(({ from, field, to, serves }) => ({
    from: [keyOf(from)],
    at: path(field),
    to: keyOf(to),
    form: 'name',
    scope: 'namespace',
    ...(serves ? { goesAlong: true as const } : {}),
    source: 'the request',
  }));
