import type { Place } from '../base/request/end.ts';
import { plannedPreset } from '../base/request/presets/planned-preset.ts';
import type { Request } from '../base/request/request.ts';
import type { Clone } from '../base/run/envelope.ts';
import { keyedDigest } from './contents/digest.ts';

/** What a plan says before anything else: from where to where, under which names. `namespaces` are those of the source. */
export function headingOf({ cloneId, route, startedAt, askedBy }: Clone, request: Request, namespaces: string[]) {
  return {
    cloneId,
    route: route.name,
    source: placeOf(route.source),
    target: placeOf(route.target),
    mapped: mappedAmong(namespaces, request),
    createdAt: startedAt,
    ...(askedBy ? { askedBy } : {}),
    ...plannedPreset(request),
    profile: request.profile,
    namespaces,
  };
}

const placeOf = ({ account, region, cluster }: Place): Place => ({ account, region, cluster });

const mappedAmong = (namespaces: string[], { mappings }: Request) =>
  Object.fromEntries(Object.entries(mappings.namespaces).filter(([name]) => namespaces.includes(name)));

/** Digest of what a request asks for: without what binds it to a plan, and what becomes of the clone afterwards. */
export function boundRequest(key: Uint8Array, { mode: _, planHash: __, approval: ___, ttl: ____, ...asked }: Request) {
  return keyedDigest(key, asked);
}
