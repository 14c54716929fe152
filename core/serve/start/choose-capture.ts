import { leaveCapture, useCapture } from '../../base/captures/register.ts';
import { isTransient } from '../../base/errors.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import { parseRequest } from '../../base/request/parse-request.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import type { Clone } from '../../base/run/envelope.ts';
import type { Lock } from '../../base/run/lock.ts';

export interface Chosen {
  request: Request;
  fromCapture?: NonNullable<Clone['fromCapture']>;
}

/**
 * The capture that a request means, which is not removed as long as the run needs it. A request that names no namespace
 * means all that are in it; they are checked as if it had named them. `given` is the request as it came.
 */
export async function chooseCapture(
  store: ObjectStore,
  route: Route,
  { given, request }: { given: unknown; request: Request },
  run: Lock,
): Promise<Chosen> {
  const { selection, source } = request;
  if (source.capture === undefined) return { request };
  const wish = { capture: source.capture, namespaces: selection.namespaces, route: route.name };
  const { id, name, takenAt, namespaces } = await useCapture(store, route.source, wish, run);
  return whileNeeded(store, route, run.cloneId, async () => ({
    fromCapture: { id, name, takenAt },
    request:
      selection.namespaces.length > 0 || selection.allNamespaces
        ? request
        : parseRequest(withNamespaces(given, namespaces), route),
  }));
}

/** A start that fails for good needs its capture no more: nobody cleans up after it. */
export async function whileNeeded<T>(
  store: ObjectStore,
  { source }: Pick<Route, 'source'>,
  cloneId: string,
  begin: () => Promise<T>,
): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    // What failed first is what people need to read.
    if (!isTransient(error)) await leaveCapture(store, source, cloneId).catch(() => 0);
    throw error;
  }
}

function withNamespaces(given: unknown, namespaces: string[]): Record<string, unknown> {
  const request = given as Record<string, unknown>;
  return { ...request, selection: { ...(request.selection as object | undefined), namespaces } };
}
