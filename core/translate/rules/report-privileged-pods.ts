import { fieldAt, listAt, pointer, textAt } from '../../../kube/fields.ts';
import { CONTAINER_LISTS, POD_KINDS, podTemplatesOf } from '../pod-templates.ts';
import type { Rule, RuleFinding } from '../rule.ts';
import { HARMLESS_CAPABILITIES } from '../tables/risks.ts';
import { info, KEEP, warning } from '../verdicts.ts';

/** Parts of the node that a pod may share (https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline). */
const SHARED: Record<string, string> = {
  hostNetwork: 'the network of its node',
  hostPID: 'the processes of its node',
  hostIPC: 'the inter-process communication of its node',
};

export const reportPrivilegedPods: Rule = {
  name: 'report-privileged-pods',
  description:
    'Pods that reach beyond their containers are named: privileges, capabilities, and what they share with their node.',
  appliesTo: POD_KINDS,
  apply(object) {
    const findings = podTemplatesOf(object).flatMap(({ template, at }) => {
      const { spec } = template;
      const where = [...at, 'spec'];
      return [...ofNode(spec, where), ...ofPaths(spec, where), ...containers(spec, where).flatMap(ofContainer)];
    });
    return findings.length > 0 ? { do: 'keep', findings } : KEEP;
  },
};

const ofNode = (spec: unknown, at: string[]): RuleFinding[] =>
  Object.entries(SHARED).flatMap(([field, what]) =>
    fieldAt(spec, field) === true ? [warning(pointer([...at, field]), `Its pods share ${what}.`)] : [],
  );

const ofPaths = (spec: unknown, at: string[]): RuleFinding[] =>
  listAt(spec, 'volumes').flatMap((volume, index) => {
    const path = textAt(volume, 'hostPath.path');
    return path ? [warning(pointer([...at, 'volumes', String(index)]), `Its pods mount ${path} of their node.`)] : [];
  });

interface Container {
  name: string;
  context: unknown;
  at: string[];
}

const containers = (spec: unknown, at: string[]): Container[] =>
  CONTAINER_LISTS.flatMap((list) =>
    listAt(spec, list).map((container, index) => ({
      name: textAt(container, 'name') ?? '',
      context: fieldAt(container, 'securityContext'),
      at: [...at, list, String(index), 'securityContext'],
    })),
  );

function ofContainer({ name, context, at }: Container): RuleFinding[] {
  const isPrivileged = fieldAt(context, 'privileged') === true;
  const added = listAt(context, 'capabilities.add').map(String);
  const strong = added.filter((each) => !HARMLESS_CAPABILITIES.includes(each.replace(/^CAP_/, '')));
  return [
    ...(isPrivileged
      ? [
          warning(
            pointer([...at, 'privileged']),
            `Container ${name} is privileged: it may do on its node what root may.`,
          ),
        ]
      : []),
    ...(fieldAt(context, 'windowsOptions.hostProcess') === true
      ? [warning(pointer([...at, 'windowsOptions']), `Container ${name} runs as a process of its node.`)]
      : []),
    ...(strong.length > 0
      ? [
          warning(
            pointer([...at, 'capabilities', 'add']),
            `Container ${name} adds the capabilities ${strong.join(', ')}.`,
          ),
        ]
      : []),
    // A privileged container may do it whatever this says.
    ...(fieldAt(context, 'allowPrivilegeEscalation') === true && !isPrivileged
      ? [
          info(
            pointer([...at, 'allowPrivilegeEscalation']),
            `Container ${name} may get more privileges than it begins with.`,
          ),
        ]
      : []),
  ];
}
