/**
 * A Kubernetes API server in this process, with the controllers and the kubelet that clones need.
 * 1. certificate and port, 2. empty cluster with its namespaces and nodes, 3. controllers, 4. requests.
 * Nothing outlives `stop`. README.md says what it does and what it refuses.
 */
import { randomBytes } from 'node:crypto';
import type { Server } from 'node:https';
import type { ClusterBackend, RunningCluster } from './contract/backend.ts';
import { CONTROLLERS } from './controllers/index.ts';
import { type ReportError, Runner } from './controllers/runner.ts';
import { seedCluster } from './controllers/seed.ts';
import { Registry } from './discovery/registry.ts';
import { acceptExec, type ExecHandler } from './exec/exec.ts';
import { Authentication } from './http/authentication.ts';
import { makeCertificate } from './http/certificate.ts';
import { orByRbac } from './http/rbac.ts';
import type { RouterOptions } from './http/router.ts';
import { listen, serve } from './http/server.ts';
import { Allocations } from './store/allocations.ts';
import type { ClusterState, JobHandler } from './store/cluster-state.ts';
import { Snapshots } from './store/snapshots.ts';
import { Store } from './store/store.ts';

export interface InProcessOptions {
  /** What commands in containers do; succeeds with empty output when left out. */
  exec?: ExecHandler;
  /** What pods of Jobs come to; all succeed at once when left out. */
  jobs?: JobHandler;
  /** How long a paged list can be resumed; 300 seconds when left out, as with etcd's compaction. */
  continueSeconds?: number;
  /** Told of every control loop that failed and is tried again. */
  onControllerError?: ReportError;
}

const DEFAULT_CONTINUE_SECONDS = 300;

/** A backend whose clusters are API servers in this process, on 127.0.0.1. */
export function inProcess(options: InProcessOptions = {}): ClusterBackend {
  return { start: (cluster) => start(cluster, options) };
}

export const inProcessBackend: ClusterBackend = inProcess();

async function start(
  cluster: Parameters<ClusterBackend['start']>[0],
  options: InProcessOptions,
): Promise<RunningCluster> {
  const certificate = await makeCertificate(cluster.name, cluster.hostnames);
  const { server, port } = await listen(certificate, cluster.port);
  const state: ClusterState = {
    store: new Store(),
    registry: new Registry(),
    allocations: new Allocations(),
    certificateAuthority: certificate.certificateAuthority,
    ...(options.jobs ? { endOf: options.jobs } : {}),
    now: () => `${new Date().toISOString().slice(0, 19)}Z`,
  };
  const token = randomBytes(24).toString('base64url');
  const router: RouterOptions = {
    state,
    snapshots: new Snapshots((options.continueSeconds ?? DEFAULT_CONTINUE_SECONDS) * 1000),
    authentication: new Authentication(cluster.authenticate, token),
    authorize: orByRbac(cluster.authorize, state.store),
    meet: cluster.meet,
    documents: { registry: state.registry, version: cluster.version, address: `127.0.0.1:${port}` },
  };
  const runner = new Runner(state, CONTROLLERS, options.onControllerError);
  seedCluster(state, cluster.nodes);
  serve(server, router);
  const closeExec = acceptExec(server, router, options.exec);
  return {
    endpoint: `https://127.0.0.1:${port}`,
    certificateAuthority: certificate.certificateAuthority,
    admin: { token },
    stop: () => stop(server, runner, closeExec),
  };
}

async function stop(server: Server, runner: Runner, closeExec: () => void): Promise<void> {
  runner.stop();
  closeExec();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
