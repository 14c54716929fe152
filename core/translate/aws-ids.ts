import { memo } from '../../kube/memo.ts';
import type { Mappings, TranslationContext } from './context.ts';
import { AWS_ID } from './tables/aws-ids.ts';

const counterparts = memo((arns: Mappings['arns']) => new Set(Object.values(arns)));

/** Maps the ids and ARNs in a text by `mappings.arns`; `unmapped` are those that cannot work in the target. */
export function mapAwsIds(text: string, context: TranslationContext): { text: string; unmapped: string[] } {
  const { arns } = context.mappings;
  const whole = arns[text];
  if (whole !== undefined) return { text: whole, unmapped: [] };
  const unmapped: string[] = [];
  const mapped = text.replace(AWS_ID, (id) => {
    const counterpart = arns[id];
    if (counterpart === undefined && !worksInTarget(id, context)) unmapped.push(id);
    return counterpart ?? id;
  });
  return { text: mapped, unmapped };
}

/** Ids without an account in them work only where source and target are the same account and Region. */
function worksInTarget(id: string, { source, target, mappings }: TranslationContext): boolean {
  if (counterparts(mappings.arns).has(id)) return true;
  const [, , , region, account] = id.split(':');
  if (id.startsWith('arn:')) return account === target.account && (region === '' || region === target.region);
  return source.account === target.account && source.region === target.region;
}
