import type { Ref } from '../api/types.ts';

/** `StatefulSet shop/orders`. */
export const refText = ({ kind, namespace, name }: Pick<Ref, 'kind' | 'namespace' | 'name'>): string =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
