import ExpandableSection from '@cloudscape-design/components/expandable-section';
import type { Finding, Ref } from '../api/types.ts';
import { refText } from './ref-text.ts';

/** Sentences by what they are about; the same one of several objects stands once. */
export function Findings({
  title,
  findings,
  open = false,
}: {
  title: string;
  findings: readonly Finding[];
  open?: boolean;
}) {
  if (findings.length === 0) return null;
  const bySentence = [...Map.groupBy(findings, ({ sentence }) => sentence)];
  return (
    <ExpandableSection headerText={`${title} (${findings.length})`} defaultExpanded={open}>
      <ul>
        {bySentence.map(([sentence, of]) => (
          <li key={sentence}>
            {of.map(({ object }) => refText(object as Ref)).join(', ')}: {sentence}
          </li>
        ))}
      </ul>
    </ExpandableSection>
  );
}
