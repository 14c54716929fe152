import type { JobEnd, JobHandler } from '../../emulator/kubernetes/store/cluster-state.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { listAt, textAt } from '../../kube/fields.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { backUp } from './back-up.ts';
import { bucketFiles } from './bucket-files.ts';
import { ResticRepository } from './repository.ts';

/** What lies on the volume of a claim, `namespace/name`: a folder of this machine. */
export type FoldersOfClaims = ReadonlyMap<string, string>;

/**
 * Plays pods whose container is restic: each really reads the folder of the claim that it has mounted, and really writes the repository
 * that its variables name, with what its Secret holds and nothing else. Other pods of Jobs end well at once.
 */
export function resticPods(folders: FoldersOfClaims, cluster: () => ClusterApi | undefined): JobHandler {
  const ends = new Map<string, JobEnd>();
  return (pod) => {
    if (commandOf(pod)[0] !== 'restic') return { exitCode: 0 };
    const uid = pod.metadata.uid ?? '';
    const known = ends.get(uid);
    const api = cluster();
    if (known || !api) return known ?? 'runs on';
    ends.set(uid, 'runs on');
    runRestic(pod, folders, api).then(
      () => ends.set(uid, { exitCode: 0 }),
      () => ends.set(uid, { exitCode: 1 }),
    );
    return 'runs on';
  };
}

const containerOf = (pod: KubeObject) => listAt(pod, 'spec.containers')[0];
const commandOf = (pod: KubeObject) =>
  [...listAt(containerOf(pod), 'command'), ...listAt(containerOf(pod), 'args')].map(String);

async function runRestic(pod: KubeObject, folders: FoldersOfClaims, api: ClusterApi): Promise<void> {
  const { namespace = '' } = pod.metadata;
  const volumes = listAt(pod, 'spec.volumes');
  const claim = volumes.flatMap((each) => textAt(each, 'persistentVolumeClaim.claimName') ?? [])[0];
  const secretName = volumes.flatMap((each) => textAt(each, 'secret.secretName') ?? [])[0] ?? '';
  const folder = folders.get(`${namespace}/${claim}`);
  if (!folder) throw new Error(`Nothing is on the volume of claim ${namespace}/${claim}.`);
  const secret = await api.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: secretName });
  const file = (name: string) => Buffer.from(textAt(secret, ['data', name]) ?? '', 'base64').toString('utf8');
  const variable = (name: string) =>
    listAt(containerOf(pod), 'env').flatMap((each) =>
      textAt(each, 'name') === name ? (textAt(each, 'value') ?? '') : [],
    )[0] ?? '';
  const flags = (name: string) =>
    commandOf(pod).flatMap((each) => (each.startsWith(name) ? each.slice(name.length) : []));
  const session = JSON.parse(file('session.json'));
  const files = bucketFiles(variable('RESTIC_REPOSITORY'), variable('AWS_DEFAULT_REGION'), session);
  const repository = await ResticRepository.open(files, file('password'));
  const [hostname = ''] = flags('--host=');
  await backUp(repository, folder, { hostname, tags: flags('--tag='), time: new Date() });
}
