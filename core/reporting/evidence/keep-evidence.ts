import { isTransient } from '../../base/errors.ts';
import { discreetError } from '../../base/outside/discreet-error.ts';
import type { ObjectStore } from '../../base/ports/object-store.ts';
import type { Signer } from '../../base/ports/signer.ts';
import { keysOf } from '../../base/run/keys.ts';
import { writeRecord } from '../../base/run/records.ts';
import type { Report } from '../report.ts';
import { signed } from './evidence.ts';
import { tellRun } from './tell-run.ts';

/** The hub's key, and when it signs (ISO 8601). */
export interface Signing {
  signer: Signer;
  at: string;
}

/**
 * Writes the evidence of a run that is over, and answers its report, which says where it is. A key that cannot sign for good is
 * told in the report, and changes nothing about how the run ended; one that may sign later throws.
 */
export async function withEvidence(store: ObjectStore, report: Report, signing: Signing | undefined): Promise<Report> {
  if (!signing) return report;
  try {
    await keepEvidence(store, report, signing);
    return { ...report, evidence: { key: keysOf(report.cloneId).evidence } };
  } catch (error) {
    if (isTransient(error)) throw error;
    return { ...report, evidence: { missing: `Its evidence is not signed. ${discreetError(error).message}` } };
  }
}

/** It may run again: what it tells of is the same then, and the later signature takes the place of the earlier one. */
async function keepEvidence(store: ObjectStore, report: Report, { signer, at }: Signing): Promise<void> {
  const keys = keysOf(report.cloneId);
  const about = { route: report.route.name, run: report.cloneId, signedAt: at };
  const evidence = await signed(signer, about, await tellRun(store, report));
  await store.put(keys.evidenceKey, evidence.signature.publicKey);
  await writeRecord(store, keys.evidence, evidence);
}
