import { Agent, request } from 'node:https';
import { inParallel } from '../../core/base/in-parallel.ts';
import type { RunningCluster } from '../../emulator/kubernetes/contract/backend.ts';
import type { KubeObject } from '../../kube/kube-object.ts';

/** A cluster as both clients enter it: by a bearer token, as EKS has them. */
export interface ApplyServer extends Pick<RunningCluster, 'endpoint' | 'certificateAuthority'> {
  token: string;
}

const PLURALS: Record<string, string> = { Ingress: 'ingresses', NetworkPolicy: 'networkpolicies' };

/** The least that any client does: one list a kind and namespace, then server-side apply, so many in flight on kept-alive connections. */
export async function plainClient(server: ApplyServer, objects: KubeObject[], inFlight: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight, ca: server.certificateAuthority });
  const send = sender(agent, server.token);
  const collection = ({ apiVersion, kind, metadata }: KubeObject) =>
    `${server.endpoint}/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}/namespaces/${metadata.namespace}/${PLURALS[kind] ?? `${kind.toLowerCase()}s`}`;
  await inParallel([...new Set(objects.map(collection))], inFlight, (url) => send('GET', url));
  await inParallel(objects, inFlight, (object) => {
    const url = `${collection(object)}/${object.metadata.name}?fieldManager=plain&force=true`;
    return send('PATCH', url, JSON.stringify(object));
  });
  agent.destroy();
}

const sender =
  (agent: Agent, token: string) =>
  (method: string, url: string, body?: string): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/apply-patch+yaml',
      ...(body ? { 'content-length': Buffer.byteLength(body) } : {}),
    };
    const sent = request(url, { agent, method, headers }, (answer) => {
      answer
        .resume()
        .on('end', () =>
          answer.statusCode! < 300 ? resolve() : reject(new Error(`${method} ${url}: ${answer.statusCode}`)),
        );
    });
    sent.on('error', reject).end(body);
    return promise;
  };
