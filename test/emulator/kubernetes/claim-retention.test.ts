import { openInProcess } from '../../adapters/kubernetes/in-process-admin.ts';
import { claimRetentionSuite, RETENTION_NODES } from '../../suites/claim-retention.ts';

claimRetentionSuite('the controllers in this process', () => openInProcess(RETENTION_NODES));
