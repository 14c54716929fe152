import type { Finding } from '../../../kube/finding.ts';
import { claimRef } from '../../base/claim-ref.ts';
import { type Proof, stricterProof } from '../../base/request/proof.ts';
import type { Request } from '../../base/request/request.ts';
import type { Clone } from '../../base/run/envelope.ts';
import { type Strategy, strategyOf } from '../../base/strategies.ts';
import { type ComparedData, minutesOfProof, usageOfProof } from '../cost/proof-usage.ts';
import { priceOf, toHundredths, totalOf } from '../cost/usage.ts';
import type { PlannedProof, PlannedVolume } from './volume-plan.ts';

/** What is compared of the copy of one volume; undefined where nobody asks for more than its way proves. */
export function planProof(
  strategy: Strategy,
  { route }: Pick<Clone, 'route'>,
  request: Pick<Request, 'proof'>,
  data: ComparedData,
): PlannedProof | undefined {
  const asked: Proof | undefined = stricterProof(route.proof, request.proof);
  const proving = asked && strategyOf(strategy).proofs?.[asked];
  if (!asked || !proving) return undefined;
  const { compares } = proving;
  if (!compares) return { asked, dollars: 0, minutes: 0 };
  const dollars = toHundredths(totalOf(priceOf(usageOfProof(compares, data))));
  return { asked, compares, dollars, minutes: minutesOfProof(compares, data) };
}

/** What is compared, for how much, and in which time. */
export const tellProofs = (volumes: readonly PlannedVolume[]): Finding[] =>
  volumes.flatMap(({ claim, strategy, proof }) =>
    proof
      ? [
          {
            object: claimRef(claim),
            path: '',
            rule: 'proof',
            severity: 'info' as const,
            sentence: say(strategy, proof),
          },
        ]
      : [],
  );

function say(strategy: Strategy, { asked, compares, dollars, minutes }: PlannedProof): string {
  const says = strategyOf(strategy).proofs?.[asked].says ?? '';
  const price = compares
    ? `, for about $${dollars} and ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, which the estimates include`
    : '';
  return `The proof "${asked}" of ${strategy}: ${says}${price}.`;
}
