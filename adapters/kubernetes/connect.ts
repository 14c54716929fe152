import type { ClusterApi } from '../../kube/cluster-api.ts';
import { caller } from './call.ts';
import { throughConnector } from './connector/through-connector.ts';
import { identity } from './credential.ts';
import { discover } from './discovery.ts';
import { kinds } from './kinds.ts';
import { list } from './list.ts';
import { names } from './names.ts';
import { objects } from './objects.ts';
import { type ConnectOptions, systemClock } from './options.ts';
import { paced } from './paced.ts';
import { straight } from './straight.ts';

export type { ClusterCredential, ConnectOptions, TokenSource } from './options.ts';

/**
 * Enters a cluster. No call is made before the first method is used.
 * Errors are those of `ClusterApi`; each names the call and the object, and carries the server's own sentence.
 */
export function connect(options: ConnectOptions): ClusterApi {
  const { clock = systemClock, random = Math.random, maxSockets = 32 } = options;
  const who = identity(options.credential, clock);
  const { connector } = options;
  const way = connector
    ? throughConnector({ ...options, connector, identity: who })
    : straight({ ...options, identity: who, maxSockets });
  const wire = paced(way, options.turn);
  const call = caller(wire, who, clock, random);
  const known = kinds(call);
  return {
    ...objects(call, known),
    version: async () => {
      const { body } = await call('read the version of the cluster', { method: 'GET', path: '/version' });
      return (body as { gitVersion: string }).gitVersion;
    },
    discover: async () => {
      const discovery = await discover(call);
      known.learn(discovery.resources);
      return discovery;
    },
    list: (resource, listOptions = {}) => list(call, resource, listOptions),
    names: (of) => names(call, known, of),
    exec: wire.exec,
    close: () => wire.close(),
  };
}
