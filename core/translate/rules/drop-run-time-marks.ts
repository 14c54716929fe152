import { path } from '../../../kube/fields.ts';
import { removeEntries } from '../edit.ts';
import { editPodTemplates, kindKey } from '../pod-templates.ts';
import type { Rule } from '../rule.ts';
import {
  RUN_TIME_ANNOTATION_PREFIXES,
  RUN_TIME_ANNOTATIONS,
  RUN_TIME_LABELS,
  RUN_TIME_POD_LABELS,
} from '../tables/run-time-marks.ts';
import { changed } from '../verdicts.ts';

const ANNOTATIONS = path('metadata.annotations');
const LABELS = path('metadata.labels');

export const dropRunTimeMarks: Rule = {
  name: 'drop-run-time-marks',
  description:
    'What network plugins, meshes, controllers and backup tools noted on an object while it lived says nothing in the target.',
  appliesTo: ['*'],
  apply(object) {
    const bare = removeEntries(
      removeEntries(object, ANNOTATIONS, isRunTimeMark),
      LABELS,
      labelled(kindKey(object) === '/Pod' ? [...RUN_TIME_LABELS, ...RUN_TIME_POD_LABELS] : RUN_TIME_LABELS),
    );
    const templates = editPodTemplates(bare, (template) => removeEntries(template, ANNOTATIONS, isRunTimeMark));
    return changed(object, templates);
  },
};

const labelled = (names: readonly string[]) => (name: string) => names.includes(name);

function isRunTimeMark(name: string): boolean {
  return RUN_TIME_ANNOTATIONS.includes(name) || RUN_TIME_ANNOTATION_PREFIXES.some((prefix) => name.startsWith(prefix));
}
