import type { KubeObject } from '../../../kube/kube-object.ts';
import { expired } from '../errors/status.ts';
import type { ApiRequest } from '../request/request.ts';
import type { EventType, StoreEvent } from '../store/history.ts';
import { toServed } from '../write/conversion.ts';
import { type Selection, selectionOf } from './selection.ts';

/** How long a watch lasts when the client does not say; a real server picks 30 to 60 minutes. */
const DEFAULT_SECONDS = 1800;

/** WATCH: streams the events after `resourceVersion`, one JSON document a line, until the client or the time ends it. */
export function watchObjects(request: ApiRequest): undefined {
  const { state, type, query, outgoing } = request;
  const select = selectionOf(query, type) ?? (() => true);
  const inScope = scopeOf(request);
  const send = (event: { type: string; object: unknown }) => outgoing.write(`${JSON.stringify(event)}\n`);
  const forward = (event: StoreEvent) => {
    const shown = event.storage === type.storage && inScope(event.object) ? visible(event, select) : undefined;
    if (shown) send({ type: shown, object: toServed(event.object, type) });
  };
  outgoing.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  if (!sendPast(request, forward, select, inScope, send)) return undefined;
  const unsubscribe = state.store.subscribe(forward);
  const seconds = Number(query.get('timeoutSeconds') ?? DEFAULT_SECONDS);
  const timer = setTimeout(() => outgoing.end(), seconds * 1000);
  outgoing.on('close', () => {
    clearTimeout(timer);
    unsubscribe();
  });
  outgoing.flushHeaders();
  return undefined;
}

type Send = (event: { type: string; object: unknown }) => void;

/** Sends what the client has missed; false when that is forgotten, and the watch has ended with 410. */
function sendPast(
  { state, type, query, namespace, outgoing }: ApiRequest,
  forward: (event: StoreEvent) => void,
  select: Selection,
  inScope: Selection,
  send: Send,
): boolean {
  const from = query.get('resourceVersion') ?? '';
  const initial = query.get('sendInitialEvents') === 'true';
  if (initial || from === '' || from === '0') {
    const objects = state.store.list(type.storage, namespace).filter((object) => inScope(object) && select(object));
    for (const object of objects) send({ type: 'ADDED', object: toServed(object, type) });
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const metadata = { resourceVersion: String(state.store.revision), annotations };
    if (initial) send({ type: 'BOOKMARK', object: { kind: type.kind, apiVersion: type.apiVersion, metadata } });
    return true;
  }
  const past = state.store.history.since(Number(from));
  if (!past) {
    const { status } = expired(`too old resource version: ${from} (${state.store.revision})`);
    send({ type: 'ERROR', object: status });
    outgoing.end();
    return false;
  }
  for (const event of past) forward(event);
  return true;
}

function scopeOf({ namespace, name }: ApiRequest): Selection {
  return ({ metadata }) =>
    (namespace === undefined || metadata.namespace === namespace) && (name === undefined || metadata.name === name);
}

/** What an event is to a watcher that sees only the selected objects; undefined when nothing. */
function visible(event: StoreEvent, select: (object: KubeObject) => boolean): EventType | undefined {
  const before = event.previous !== undefined && select(event.previous);
  const now = event.type !== 'DELETED' && select(event.object);
  if (before && now) return 'MODIFIED';
  if (now) return 'ADDED';
  return before ? 'DELETED' : undefined;
}
