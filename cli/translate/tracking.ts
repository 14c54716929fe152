import { removeEntries } from '../../core/translate/edit.ts';
import { GITOPS_MARKS } from '../../core/translate/tables/managers.ts';
import type { KubeObject } from '../../kube/kube-object.ts';

/** Whether objects keep the marks by which Argo CD or Flux of the source know them. */
export const TRACKING = ['keep', 'remove'] as const;
export type Tracking = (typeof TRACKING)[number];

/** Flux marks where its object is as well. */
const BESIDES = ['kustomize.toolkit.fluxcd.io/namespace', 'helm.toolkit.fluxcd.io/namespace'];

const isMark = (name: string) => Object.hasOwn(GITOPS_MARKS, name) || BESIDES.includes(name);

/** Without the marks, whoever applies the object next marks it as its own. */
export const tracked = (object: KubeObject, tracking: Tracking): KubeObject =>
  tracking === 'keep'
    ? object
    : [
        ['metadata', 'labels'],
        ['metadata', 'annotations'],
      ].reduce((each, at) => removeEntries(each, at, isMark), object);
