import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { fieldAt, isRecord, listAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { KubeferryError } from '../../base/errors.ts';
import type { Mover } from '../../base/request/mover.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import type { PlannedMove, Toleration } from '../../base/run/origin.ts';
import { WITHOUT_DATA } from '../../base/strategies.ts';
import { moverJob } from './mover-objects.ts';
import { whyNotAsked } from './why-not-moved.ts';

const listed = (kind: string, resource: string, namespaced: boolean): ServedResource => ({
  apiVersion: 'v1',
  kind,
  resource,
  namespaced,
  verbs: ['list'],
});
const NAMESPACES = listed('Namespace', 'namespaces', false);
const PODS = listed('Pod', 'pods', true);
const CLAIMS = listed('PersistentVolumeClaim', 'persistentvolumeclaims', true);

interface Asked {
  route: Pick<Route, 'name' | 'source'>;
  request: Pick<Request, 'mode' | 'source' | 'volumes' | 'quiesce' | 'migrate'>;
  cloneId: string;
}

/** Claim -> what a Job will copy of it, or a blocker's sentence. The source is asked, and nothing of it is changed. */
export async function findMovers(
  api: ClusterApi,
  { route, request, cloneId }: Asked,
): Promise<Map<string, PlannedMove | { blocker: string }>> {
  const found = new Map<string, PlannedMove | { blocker: string }>();
  const wishes = Object.entries(request.volumes.origins ?? {});
  for (const [claim] of wishes.filter(([, wish]) => 'mover' in wish)) {
    const refused = whyNotAsked(claim, route, request);
    const mover = route.source.kind === 'kubernetes' ? route.source.mover : undefined;
    found.set(
      claim,
      refused || !mover ? { blocker: refused ?? '' } : await judge(api, claim, mover, cloneId, request.quiesce),
    );
  }
  return found;
}

async function judge(
  api: ClusterApi,
  claim: string,
  mover: Mover,
  cloneId: string,
  quiesce: Pick<Request['quiesce'], 'scaleToZero'>,
): Promise<PlannedMove | { blocker: string }> {
  const [namespace = '', name = ''] = claim.split('/');
  const pods = await podsWith(api, namespace, name);
  const [home] = await all(api, NAMESPACES, { fieldSelector: `metadata.name=${namespace}` });
  const [object] = await all(api, CLAIMS, { namespace, fieldSelector: `metadata.name=${name}` });
  const tolerations = tolerationsOf(pods);
  const { image, runAs, hours, memory } = mover;
  const move: PlannedMove = {
    kind: 'mover',
    image,
    hours,
    memory,
    ...(runAs ? { runAs } : {}),
    ...(tolerations.length > 0 ? { tolerations } : {}),
  };
  const why =
    whyDevice(claim, object) ??
    whyRestricted(claim, home, move) ??
    whyMounted(claim, object, pods, quiesce.scaleToZero) ??
    (await whyRefused(api, claim, cloneId, move));
  return why ? { blocker: why } : move;
}

const whyDevice = (claim: string, object: KubeObject | undefined): string | undefined =>
  textAt(object, 'spec.volumeMode') === 'Block'
    ? `Claim ${claim} is a block device, and Jobs of a run copy files alone. Leave its entry in volumes.origins out, and set volumes.claims["${claim}"] to "${WITHOUT_DATA}" for an empty one.`
    : undefined;

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces */
const ENFORCED = 'pod-security.kubernetes.io/enforce';

function whyRestricted(claim: string, namespace: KubeObject | undefined, { runAs }: PlannedMove): string | undefined {
  if (runAs || namespace?.metadata.labels?.[ENFORCED] !== 'restricted') return undefined;
  return `Claim ${claim} cannot be copied by a Job: namespace ${namespace.metadata.name} enforces Pod Security "restricted", which lets nothing run as root. Name the user and the group whom its files are readable for in the route's source.mover.runAs.`;
}

function whyMounted(
  claim: string,
  object: KubeObject | undefined,
  pods: readonly KubeObject[],
  isQuiesced: boolean,
): string | undefined {
  const alone = listAt(object, 'spec.accessModes').includes('ReadWriteOncePod');
  if (!alone || pods.length === 0 || isQuiesced) return undefined;
  return `Claim ${claim} is ReadWriteOncePod, and pod ${pods[0]!.metadata.name} has it mounted, so that no other pod can: set quiesce.scaleToZero, for a copy while the workload stands still.`;
}

/** A dry run: what RBAC and the admission of the source say of such a Job. Nothing is kept of it. */
async function whyRefused(
  api: ClusterApi,
  claim: string,
  cloneId: string,
  move: PlannedMove,
): Promise<string | undefined> {
  const job = moverJob({ cloneId, claim, move, repository: 's3:dry-run', region: 'dry-run' });
  try {
    await api.create(job, { manager: FIELD_MANAGER, dryRun: true });
    return undefined;
  } catch (error) {
    if (!(error instanceof KubeferryError) || !['AccessDenied', 'ApplyFailed'].includes(error.name)) throw error;
    const [namespace] = claim.split('/');
    const wayOut =
      error.name === 'AccessDenied'
        ? `Let runs make Jobs there: npm run -s kubeferry -- rbac --mover ${namespace} | kubectl apply -f -`
        : "Correct what the source's admission says, or the route's source.mover";
    return `Claim ${claim} cannot be copied by a Job: ${error.message.replace(/\.$/, '')}. ${wayOut}.`;
  }
}

/** Those that have the claim mounted, or are about to; a mover's own is none of them. */
export async function podsWith(api: ClusterApi, namespace: string, claimName: string): Promise<KubeObject[]> {
  const pods = await all(api, PODS, { namespace });
  return pods.filter(
    (pod) =>
      !['Succeeded', 'Failed'].includes(textAt(pod, 'status.phase') ?? '') &&
      pod.metadata.labels?.['app.kubernetes.io/managed-by'] !== 'kubeferry' &&
      listAt(pod, 'spec.volumes').some((each) => textAt(each, 'persistentVolumeClaim.claimName') === claimName),
  );
}

/** But for those that Kubernetes gives to every pod. */
function tolerationsOf(pods: readonly KubeObject[]): Toleration[] {
  const own = pods
    .flatMap((pod) => listAt(pod, 'spec.tolerations'))
    .filter(isRecord)
    .filter((each) => !String(each.key ?? '').startsWith('node.kubernetes.io/'));
  const texts = own.map((each) =>
    JSON.stringify(
      ['key', 'operator', 'value', 'effect'].flatMap((name) => (name in each ? [[name, fieldAt(each, name)]] : [])),
    ),
  );
  return [...new Set(texts)].toSorted().map((text) => Object.fromEntries(JSON.parse(text)) as Toleration);
}

async function all(
  api: ClusterApi,
  kind: ServedResource,
  options: { namespace?: string; fieldSelector?: string },
): Promise<KubeObject[]> {
  const found: KubeObject[] = [];
  for await (const page of api.list(kind, options)) found.push(...page);
  return found;
}
