import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { useState } from 'react';
import type { Change, ObjectView } from '../../api/types.ts';
import { en } from '../../texts/en.ts';
import { refText } from '../ref-text.ts';

/** One object; what changes is made only when it is looked at. */
export function ObjectRow({ object }: { object: ObjectView }) {
  const [open, setOpen] = useState(false);
  const own = object.changes.filter(({ routine }) => !routine);
  const said = object.reason ?? object.why ?? (own.length > 0 ? rulesOf(own) : en.objects.asItIs);
  return (
    <ExpandableSection
      headerText={refText(object.ref)}
      headerDescription={`${en.objects.outcomes[object.result ?? object.outcome] ?? object.outcome}: ${said}`}
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {open ? <Details object={object} /> : null}
    </ExpandableSection>
  );
}

const rulesOf = (changes: readonly Change[]) => [...new Set(changes.map(({ rule }) => rule))].join(', ');

function Details({ object }: { object: ObjectView }) {
  const { changes, findings } = object;
  const routine = changes.filter((change) => change.routine).length;
  return (
    <>
      {findings.map(({ severity, sentence, rule, path }) => (
        <p key={rule + path + sentence}>
          <strong>{en.objects.severities[severity]}</strong> {sentence}
        </p>
      ))}
      <ul>
        {changes
          .filter((change) => !change.routine)
          .map((change) => (
            <li key={change.op + change.path + change.rule}>
              <code>{change.path}</code> ({change.rule})
              <pre className="code">{en.objects.change(shown(change.before), shown(change.after), change.op)}</pre>
            </li>
          ))}
        {routine > 0 ? <li>{en.objects.routine(routine)}</li> : null}
      </ul>
    </>
  );
}

const shown = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 1);
