import { awsReferences, type CloudReference, onceEach } from './aws-references.ts';
import { azureReferences } from './azure-references.ts';
import { cloudOf, type TranslationContext } from './context.ts';

/** Names of what the source uses in its cloud: of AWS always, and of Azure where the source is a cluster of AKS. */
export function cloudReferences(text: string, { source }: Pick<TranslationContext, 'source'>): CloudReference[] {
  const ofAws = awsReferences(text);
  return cloudOf(source) === 'azure' ? onceEach([...ofAws, ...azureReferences(text)]) : ofAws;
}
