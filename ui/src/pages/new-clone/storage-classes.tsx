import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Finding } from '../../api/types.ts';
import { en } from '../../texts/en.ts';
import type { Draft } from './draft.ts';

interface StorageClassesProps {
  findings: readonly Finding[];
  draft: Draft;
  change(part: Partial<Draft>): void;
}

interface Choice {
  current: string;
  proposed: string;
  sentence: string;
}

/** Each class of the source with that of the target, the reason, and a way to say otherwise. */
export function StorageClasses({ findings, draft, change }: StorageClassesProps) {
  const choices = choicesOf(findings);
  if (choices.length === 0) return null;
  return (
    <SpaceBetween size="xs">
      <Header variant="h2">{en.plan.storageClasses}</Header>
      {choices.map((choice) => (
        <ClassRow
          key={choice.current}
          choice={choice}
          choose={(to) => change({ storageClasses: { ...draft.storageClasses, [choice.current]: to } })}
        />
      ))}
    </SpaceBetween>
  );
}

function ClassRow({ choice, choose }: { choice: Choice; choose(to: string): void }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(choice.proposed);
  if (!open)
    return (
      <div>
        {choice.sentence}{' '}
        <Button variant="inline-link" ariaLabel={en.plan.changeClass(choice.current)} onClick={() => setOpen(true)}>
          {en.plan.change}
        </Button>
      </div>
    );
  return (
    <FormField label={en.plan.classFor(choice.current)}>
      <SpaceBetween size="xs" direction="horizontal">
        <Input value={text} onChange={({ detail }) => setText(detail.value)} />
        <Button onClick={() => choose(text.trim())}>{en.plan.planAgain}</Button>
      </SpaceBetween>
    </FormField>
  );
}

function choicesOf(findings: readonly Finding[]): Choice[] {
  const own = findings.filter(({ rule, current }) => rule === 'map-storage-classes' && typeof current === 'string');
  const all = own.map(({ current, proposed, sentence }) => ({
    current: String(current),
    proposed: String(proposed ?? ''),
    sentence,
  }));
  return [...new Map(all.map((choice) => [choice.current, choice])).values()];
}
