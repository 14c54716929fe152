import type { KubeObject } from '../../kube/kube-object.ts';
import type { TranslationContext } from './context.ts';
import { withIsolation } from './isolation.ts';
import { withExpressions } from './own/expressions.ts';

/** What of an export is translated: its shards, with what the request adds to them, and ready for its expressions. */
export const exportedObjects = (shards: AsyncIterable<KubeObject[]>, context: TranslationContext) =>
  withExpressions(withIsolation(shards, context), context);
