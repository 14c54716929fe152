/**
 * What stands behind the emulated EKS: the in-process API, or real control planes started by the tests.
 * A backend starts one cluster at a time; EKS starts it when the cluster is created and stops it when it is deleted.
 */
export interface ClusterIdentity {
  username: string;
  groups: string[];
  /** True while more, or less, may be known of it in a moment: such an answer is not kept. */
  isChanging?: boolean;
}

/**
 * Asked for each bearer token by the cluster; undefined means 401. `server` is the API server that asks: 0, the first,
 * when left out. Several stand behind the endpoint of a cluster, and a connection stays with one of them.
 */
export type Authenticate = (
  token: string,
  server?: number,
) => ClusterIdentity | undefined | Promise<ClusterIdentity | undefined>;

/** What a request wants, as a SubjectAccessReview says it (authorization.k8s.io/v1 ResourceAttributes). */
export interface AccessAttributes {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

/** EKS's own authorizer: true when an access policy of the identity allows it; false leaves the say to RBAC. */
export type Authorize = (identity: ClusterIdentity, access: AccessAttributes) => boolean;

/** What goes wrong with a request: it is refused as by the authorizer, or its answer is lost after the work is done. */
export type Mishap = 'denied' | 'lost';

/** Told of every request for objects, of commands in pods (`create`, subresource `exec`) and of discovery (`discover`), before it is judged. */
export type Meet = (identity: ClusterIdentity, access: AccessAttributes) => Mishap | undefined;

export interface NodeSeed {
  name: string;
  zone: string;
  region: string;
  instanceId: string;
  labels: Record<string, string>;
}

export interface RunningCluster {
  /** `https://127.0.0.1:PORT`. */
  endpoint: string;
  /** PEM; what DescribeCluster returns in base64. */
  certificateAuthority: string;
  /** A credential of the cluster's own administrator, for loading and proving. */
  admin: { token: string } | { cert: string; key: string };
  stop(): Promise<void>;
}

export interface ClusterBackend {
  start(options: {
    name: string;
    /** Such as `1.36`. */
    version: string;
    /** Of its API server; a free one when left out. */
    port?: number | undefined;
    /** Names that its certificate has beside 127.0.0.1. */
    hostnames?: string[];
    authenticate: Authenticate;
    authorize: Authorize;
    /** Nothing goes wrong when left out, or when the backend knows no mishaps: only clusters in this process do. */
    meet?: Meet | undefined;
    nodes: NodeSeed[];
  }): Promise<RunningCluster>;
}
