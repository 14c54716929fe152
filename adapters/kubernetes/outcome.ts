import type { ApplyOutcome } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { Response } from './transport.ts';

/**
 * Tells what a server-side apply did, without another call. The server answers 201 for a new object, and 200 whether
 * it wrote or not. It did not write when either holds:
 * - the object's resourceVersion is not above one that this connection had seen of the same kind before it asked
 *   (they grow: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions);
 * - the manager's entry in managedFields is older than the call, both by the server's own clock: a write renews its
 *   time, and an apply without effect keeps it.
 * When neither can be told (another client wrote it within the last seconds), the answer is `updated`.
 */
export class Outcomes {
  readonly #highest = new Map<string, bigint>();

  /** Call before the apply; the answer is for `of`. */
  seen(kind: string): bigint {
    return this.#highest.get(kind) ?? 0n;
  }

  of(kind: string, before: bigint, manager: string, response: Response, milliseconds: number): ApplyOutcome {
    const object = response.body as KubeObject;
    const version = this.note(kind, object.metadata.resourceVersion);
    if (response.status === 201) return 'created';
    if (version !== undefined && version <= before) return 'unchanged';
    return writtenBefore(object, manager, response, milliseconds) ? 'unchanged' : 'updated';
  }

  /** Remembers a resourceVersion of a kind; undefined when it is no number. */
  note(kind: string, resourceVersion: string | undefined): bigint | undefined {
    if (!resourceVersion || !/^\d+$/.test(resourceVersion)) return undefined;
    const version = BigInt(resourceVersion);
    if (version > this.seen(kind)) this.#highest.set(kind, version);
    return version;
  }
}

/** Times in managedFields and the Date header are whole seconds, so one second is left between. */
function writtenBefore(object: KubeObject, manager: string, response: Response, milliseconds: number): boolean {
  const entries = (object.metadata.managedFields ?? []) as Record<string, string | undefined>[];
  const own = entries.find((entry) => entry.manager === manager && entry.operation === 'Apply' && !entry.subresource);
  const answered = Date.parse(String(response.headers.date));
  return Date.parse(own?.time ?? '') < answered - milliseconds - 1000;
}
