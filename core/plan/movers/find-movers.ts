import type { ClusterApi } from '../../../kube/cluster-api.ts';
import { fieldAt, isRecord, listAt, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import type { ServedResource } from '../../../kube/served-resource.ts';
import { KubeferryError } from '../../base/errors.ts';
import { isPlain } from '../../base/request/is-eks.ts';
import { type Mover, moverOf } from '../../base/request/mover.ts';
import type { MoverWish } from '../../base/request/origins.ts';
import type { Request } from '../../base/request/request.ts';
import type { Route } from '../../base/request/route.ts';
import { FIELD_MANAGER } from '../../base/run/names.ts';
import type { PlannedMove, Toleration } from '../../base/run/origin.ts';
import { WITHOUT_DATA } from '../../base/strategies.ts';
import type { SourceIndex } from '../../translate/context.ts';
import { chooseReading } from './choose-reading.ts';
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
  request: Pick<Request, 'mode' | 'source' | 'volumes' | 'quiesce' | 'cutOver' | 'migrate'>;
  cloneId: string;
  index: Pick<SourceIndex, 'claims'>;
}

/** Claim -> what a Job will copy of it, or a blocker's sentence. The source is asked, and nothing of it is changed. */
export async function findMovers(
  api: ClusterApi,
  asked: Asked,
): Promise<Map<string, PlannedMove | { blocker: string }>> {
  const { route, request, index } = asked;
  const found = new Map<string, PlannedMove | { blocker: string }>();
  for (const [claim, wish] of Object.entries(request.volumes.origins ?? {})) {
    if (!('mover' in wish)) continue;
    const mover = moverOf(route.source);
    const driver = index.claims[claim]?.driver ?? '';
    const refused = whyNotAsked(claim, driver, route, request);
    found.set(
      claim,
      refused || !mover ? { blocker: refused ?? '' } : await judge(api, { ...asked, claim, mover, driver, wish }),
    );
  }
  return found;
}

type Judged = Asked & { claim: string; mover: Mover; driver: string; wish: MoverWish };

async function judge(api: ClusterApi, asked: Judged): Promise<PlannedMove | { blocker: string }> {
  const { claim, mover, cloneId, wish, driver, route } = asked;
  const [namespace = '', name = ''] = claim.split('/');
  const pods = await podsWith(api, namespace, name);
  const [home] = await all(api, NAMESPACES, { fieldSelector: `metadata.name=${namespace}` });
  const [object] = await all(api, CLAIMS, { namespace, fieldSelector: `metadata.name=${name}` });
  const impossible = whyDevice(claim, object) ?? whySpread(claim, pods) ?? whyRestricted(claim, home, mover);
  if (impossible) return { blocker: impossible };
  const { quiesce, cutOver } = asked.request;
  const staysDown = quiesce.scaleToZero && cutOver;
  const rights = rightsFor(route, namespace);
  const reading = await chooseReading(api, { cloneId, claim, object, driver, wish: wish.mover, staysDown, rights });
  if ('blocker' in reading) return reading;
  const move = moveOf(mover, object, pods, reading);
  const why =
    (move.snapshot ? undefined : whyMounted(claim, object, pods, quiesce.scaleToZero)) ??
    (await whyRefused(api, claim, cloneId, move, rights));
  return why ? { blocker: why } : move;
}

function moveOf(
  { image, runAs, hours, memory }: Mover,
  object: KubeObject | undefined,
  pods: readonly KubeObject[],
  reading: Pick<PlannedMove, 'snapshot' | 'because'>,
): PlannedMove {
  const tolerations = tolerationsOf(pods);
  const isShared = listAt(object, 'spec.accessModes').some((mode) => String(mode).endsWith('Many'));
  return {
    kind: 'mover',
    image,
    hours,
    memory,
    ...(runAs ? { runAs } : {}),
    ...(tolerations.length > 0 ? { tolerations } : {}),
    ...(isShared ? { shared: true } : {}),
    ...reading,
  };
}

/** The command that prints what lets runs make Jobs there. */
const rightsFor = (route: Pick<Route, 'source'>, namespace: string) =>
  isPlain(route, 'source') ? `npm run -s kubeferry -- rbac --mover ${namespace} | kubectl apply -f -` : undefined;

const whyDevice = (claim: string, object: KubeObject | undefined): string | undefined =>
  textAt(object, 'spec.volumeMode') === 'Block'
    ? `Claim ${claim} is a block device, and Jobs of a run copy files alone. Leave its entry in volumes.origins out, and set volumes.claims["${claim}"] to "${WITHOUT_DATA}" for an empty one.`
    : undefined;

/** What a Job copies comes to a disk, which the pods of one node have (https://docs.aws.amazon.com/eks/latest/userguide/ebs-csi.html). */
function whySpread(claim: string, pods: readonly KubeObject[]): string | undefined {
  const nodes = new Set(pods.flatMap((pod) => textAt(pod, 'spec.nodeName') ?? []));
  if (nodes.size < 2) return undefined;
  const names = pods.map(({ metadata }) => metadata.name).toSorted();
  const some = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  return `Claim ${claim} is mounted on ${nodes.size} nodes (by ${some}), and would come to a disk of the target, which the pods of one node alone mount. Let its pods run on one node first (one replica, or pod affinity); or set volumes.claims["${claim}"] to "${WITHOUT_DATA}", and fill shared storage of the target by other means, such as AWS DataSync.`;
}

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces */
const ENFORCED = 'pod-security.kubernetes.io/enforce';

function whyRestricted(
  claim: string,
  namespace: KubeObject | undefined,
  { runAs }: Pick<Mover, 'runAs'>,
): string | undefined {
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
  rights: string | undefined,
): Promise<string | undefined> {
  const job = moverJob({ cloneId, claim, move, repository: 's3:dry-run', region: 'dry-run' });
  try {
    await api.create(job, { manager: FIELD_MANAGER, dryRun: true });
    return undefined;
  } catch (error) {
    if (!(error instanceof KubeferryError) || !['AccessDenied', 'ApplyFailed'].includes(error.name)) throw error;
    const wayOut =
      rights && error.name === 'AccessDenied'
        ? `Let runs make Jobs there: ${rights}`
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
