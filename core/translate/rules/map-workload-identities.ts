import { mapAt, pointer, textAt } from '../../../kube/fields.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { cloudOf, isBetweenClouds, type TranslationContext } from '../context.ts';
import { removeEntries, setField } from '../edit.ts';
import { editPodTemplates, kindKey, POD_KINDS } from '../pod-templates.ts';
import type { Rule, RuleFinding, Verdict } from '../rule.ts';
import { IRSA } from '../tables/irsa.ts';
import { WORKLOAD_IDENTITY } from '../tables/workload-identity.ts';
import { changed, KEEP, warning } from '../verdicts.ts';

const ANNOTATIONS = ['metadata', 'annotations'];
const LABELS = ['metadata', 'labels'];

export const mapWorkloadIdentities: Rule = {
  name: 'map-workload-identities',
  description:
    'Workload identities of AKS become IAM roles of EKS, and roles become workload identities, as mappings.roles says; one without a counterpart is named, and so is one that another cluster of AKS does not make trusted.',
  appliesTo: ['/ServiceAccount', ...POD_KINDS],
  apply(object, context) {
    if (!isBetweenClouds(context)) return takeOtherClient(object, context);
    const toAws = cloudOf(context.target) === 'aws';
    if (kindKey(object) === '/ServiceAccount') return toAws ? takeRole(object, context) : takeClient(object, context);
    return toAws ? changed(object, editPodTemplates(object, withoutMarks(object))) : markPods(object, context);
  },
};

const isOfAzure = (name: string) => name.startsWith(WORKLOAD_IDENTITY.prefix);
const isOfIrsa = (name: string) => name === IRSA.role || (IRSA.details as readonly string[]).includes(name);

function takeRole(object: KubeObject, { mappings }: TranslationContext): Verdict {
  const client = object.metadata.annotations?.[WORKLOAD_IDENTITY.client];
  if (client === undefined) return KEEP;
  const role = mappings.roles[client];
  if (role) {
    const bare = removeEntries(removeEntries(object, ANNOTATIONS, isOfAzure), LABELS, isOfAzure);
    return changed(object, setField(bare, [...ANNOTATIONS, IRSA.role], role));
  }
  const sentence = `Workload identity ${client} is of Azure, and its pods get no rights in AWS by it; name an IAM role for it in mappings.roles.`;
  return { do: 'keep', findings: [warning(pointer([...ANNOTATIONS, WORKLOAD_IDENTITY.client]), sentence)] };
}

/** Within Azure an identity may stay, but it trusts the issuer of one cluster; a cluster that the run makes is planned with its trust. */
function takeOtherClient(object: KubeObject, { mappings, source, target }: TranslationContext): Verdict {
  const client = object.metadata.annotations?.[WORKLOAD_IDENTITY.client];
  if (cloudOf(source) !== 'azure' || kindKey(object) !== '/ServiceAccount' || client === undefined) return KEEP;
  const at = [...ANNOTATIONS, WORKLOAD_IDENTITY.client];
  const other = mappings.roles[client];
  if (other) return changed(object, setField(object, at, other));
  if (target.madeByRun) return KEEP;
  const sentence = `Workload identity ${client} trusts service accounts by the issuer of the source: let it trust this one by that of the target as well, in its federated credentials, or name another identity in mappings.roles.`;
  return { do: 'keep', findings: [warning(pointer(at), sentence)] };
}

function takeClient(object: KubeObject, { mappings, source }: TranslationContext): Verdict {
  const role = object.metadata.annotations?.[IRSA.role];
  const client = role === undefined ? undefined : mappings.roles[role];
  if (client) {
    const bare = removeEntries(object, ANNOTATIONS, isOfIrsa);
    return changed(object, setField(bare, [...ANNOTATIONS, WORKLOAD_IDENTITY.client], client));
  }
  const { name, namespace = '' } = object.metadata;
  const associated = source.podIdentities?.includes(`${namespace}/${name}`);
  if (role === undefined && !associated) return KEEP;
  const what = role === undefined ? 'Its role by a pod identity association' : `Role ${role}`;
  const way =
    role === undefined ? `annotate it with ${WORKLOAD_IDENTITY.client}` : 'name a client id for it in mappings.roles';
  const sentence = `${what} is of AWS, and its pods get no rights in Azure by it; ${way}, and let that identity trust the target's OIDC issuer.`;
  return { do: 'keep', findings: [warning(pointer([...ANNOTATIONS, IRSA.role]), sentence)] };
}

/** What selects the pods has to stay on them. */
const withoutMarks = (object: KubeObject) => {
  const selected = mapAt(object, 'spec.selector.matchLabels');
  const isMark = (name: string) => (isOfAzure(name) || name === WORKLOAD_IDENTITY.binding) && !(name in selected);
  return (template: Record<string, unknown>) =>
    removeEntries(removeEntries(template, ANNOTATIONS, isOfAzure), LABELS, isMark);
};

/** The webhook of AKS looks at pods with its label alone. */
function markPods(object: KubeObject, context: TranslationContext): Verdict {
  const findings: RuleFinding[] = [];
  const marked = editPodTemplates(object, (template, at) => {
    if (!usesClient(template, object.metadata.namespace ?? '', context)) return template;
    if (object.kind !== 'Pod') return setField(template, [...LABELS, WORKLOAD_IDENTITY.use], 'true');
    if (textAt(template, [...LABELS, WORKLOAD_IDENTITY.use]) !== 'true') {
      const sentence = `It uses a workload identity, for which AKS wants label ${WORKLOAD_IDENTITY.use} on the pod.`;
      findings.push(warning(pointer([...at, ...LABELS]), sentence));
    }
    return template;
  });
  return changed(object, marked, findings);
}

function usesClient(template: unknown, namespace: string, { index, mappings }: TranslationContext): boolean {
  const name = textAt(template, 'spec.serviceAccountName') ?? textAt(template, 'spec.serviceAccount') ?? 'default';
  // The namespace may be that of the target by now.
  const isHome = (each: string) => each === namespace || mappings.namespaces[each] === namespace;
  return (index.roleAccounts ?? []).some(
    (each) => each.name === name && isHome(each.namespace) && mappings.roles[each.role] !== undefined,
  );
}
