import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Authenticate, ClusterIdentity } from '../contract/backend.ts';
import { ApiError } from '../errors/status.ts';

/** A webhook authenticator's answers are kept a few seconds on a real server as well. */
const CACHE_MILLISECONDS = 3000;
/** API servers behind the endpoint of a cluster (https://docs.aws.amazon.com/eks/latest/userguide/eks-architecture.html: at least two). */
const SERVERS = 2;

/** Finds out who sends a request by its bearer token. */
export class Authentication {
  readonly #authenticate: Authenticate;
  readonly #adminToken: string;
  readonly #servers = new WeakMap<Socket, number>();
  #connections = 0;
  readonly #answers = new Map<string, { identity: ClusterIdentity | undefined; until: number }>();

  constructor(authenticate: Authenticate, adminToken: string) {
    this.#authenticate = authenticate;
    this.#adminToken = adminToken;
  }

  /** Throws 401. */
  async identify(request: IncomingMessage): Promise<ClusterIdentity> {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const identity = token ? await this.review(token, this.#serverOf(request.socket)) : undefined;
    if (!identity) throw new ApiError(401, 'Unauthorized', 'Unauthorized');
    return { ...identity, groups: [...identity.groups, 'system:authenticated'] };
  }

  /** Who a token belongs to, as TokenReview asks; undefined when nobody. */
  async review(token: string, server = 0): Promise<ClusterIdentity | undefined> {
    if (token === this.#adminToken) return { username: 'kubernetes-admin', groups: ['system:masters'] };
    const key = `${server} ${token}`;
    const known = this.#answers.get(key);
    if (known && known.until > Date.now()) return known.identity;
    const identity = await this.#authenticate(token, server);
    if (this.#answers.size > 1000) this.#answers.clear();
    if (identity && !identity.isChanging) this.#answers.set(key, { identity, until: Date.now() + CACHE_MILLISECONDS });
    return identity;
  }

  /** Connections go to the servers in turn. */
  #serverOf(socket: Socket): number {
    const server = this.#servers.get(socket) ?? this.#connections++ % SERVERS;
    this.#servers.set(socket, server);
    return server;
  }
}
