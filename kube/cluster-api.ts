import type { KubeObject, ObjectRef } from './kube-object.ts';
import type { ServedResource } from './served-resource.ts';

export interface Discovery {
  /** Preferred and other versions of every served kind, in the server's order of preference. Subresources are left out. */
  resources: ServedResource[];
  /** `group/version` that could not be read (a broken aggregated API), with the reason: recorded as a warning, asked once. */
  failed: { groupVersion: string; reason: string }[];
}

export interface ListOptions {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Objects per page; 500 when left out. */
  limit?: number;
  /** No more than `apiVersion`, `kind` and `metadata` of each: whose it is, and not what is in it. */
  metadataOnly?: boolean;
  /** Goes on behind a page of an earlier list, by the token that was told with it. */
  from?: string | undefined;
  /** Called with each page, before it comes. */
  told?: (rest: RestOfList) => void;
}

/** What follows a page of a list. */
export interface RestOfList {
  more: boolean;
  /** How many objects, where the server says so: not with a selector. */
  objects?: number | undefined;
  /** With which a later list goes on behind this page. */
  token?: string | undefined;
  /** The token that the list went on from was too old, and the server gave no other: this is its first page. */
  again?: true;
}

export interface ApplyOptions {
  /** Field manager of server-side apply. */
  manager: string;
  /** Take over fields that another manager owns. */
  force: boolean;
  dryRun?: boolean;
  /** Only the object of this uid: nothing is written to another one of its name, and none is made. */
  uid?: string;
}

export interface DeleteOptions {
  uid?: string;
  /** That of the object when it was looked at: whoever changes it meanwhile keeps it. */
  resourceVersion?: string;
}

export type ApplyOutcome = 'created' | 'updated' | 'unchanged';

export interface ExecResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * A Kubernetes API server, as far as kubeferry uses one.
 * Every call may be retried by the caller; the adapter itself honours 429 and Retry-After and throws
 * `Throttled`, `Unavailable`, `ClusterUnreachable`, `ClusterRejectedToken`, `AccessDenied`, or `ApplyFailed` whose
 * message carries the server's own sentence (Status.message).
 */
export interface ClusterApi {
  /** Such as `v1.36.3-eks-3025e55`. */
  version(): Promise<string>;
  discover(): Promise<Discovery>;
  /** Pages by limit/continue; a 410 Gone in the middle starts over with the server's new token and never yields an object twice. */
  list(resource: ServedResource, options?: ListOptions): AsyncIterable<KubeObject[]>;
  /** Name -> uid of what is there of one kind (and namespace), in one light call; a moment old. Empty when the kind is not served. */
  names(of: Omit<ObjectRef, 'name'>): Promise<Map<string, string>>;
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  /**
   * POST; `undefined` when an object of that name exists (409 AlreadyExists), whoever made it and however shortly before. A field
   * that the server does not know is refused, as by an apply. It costs the server less than an apply; the manager owns the
   * fields as written ones, until `adoptFields`. With `metadataOnly` no more than the metadata may come back, which costs less again.
   */
  create(
    object: KubeObject,
    options: { manager: string; dryRun?: boolean; metadataOnly?: boolean },
  ): Promise<KubeObject | undefined>;
  /** What the object would be if it were replaced by this one, by a dry run of PUT. Nothing is kept. */
  previewReplace(object: KubeObject, options: { manager: string }): Promise<KubeObject>;
  /**
   * Makes what the manager wrote by `create` or `merge` part of what it applies, so that its next apply removes what that leaves
   * out. Only of the object of that uid, when given; of one that does not exist, nothing.
   */
  adoptFields(ref: ObjectRef, options: { manager: string; uid?: string | undefined }): Promise<void>;
  /** Server-side apply (PATCH application/apply-patch+yaml). */
  apply(object: KubeObject, options: ApplyOptions): Promise<{ object: KubeObject; outcome: ApplyOutcome }>;
  /** JSON merge patch (RFC 7386); of a subresource when named. Nothing is kept of a dry run, which answers what would be. */
  merge(
    ref: ObjectRef,
    patch: Record<string, unknown>,
    options: { manager: string; subresource?: 'scale' | 'status'; dryRun?: boolean },
  ): Promise<KubeObject>;
  /**
   * Deletes in the background; only the object of that uid, and only in that state, when given. `gone` when there is none or
   * it is another one; throws NotYet when the server refuses for now what is still there, in another state for example.
   */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<'deleting' | 'gone'>;
  /** Runs a command inside a container (v5.channel.k8s.io over WebSocket). */
  exec(
    pod: { namespace: string; name: string; container?: string },
    command: string[],
    timeoutSeconds: number,
  ): Promise<ExecResult>;
  /** Ends kept-alive connections. */
  close(): void;
}
