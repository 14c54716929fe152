import { claimRetentionSuite, RETENTION_NODES } from '../suites/claim-retention.ts';
import { openAsAdmin } from './open-as-admin.ts';

claimRetentionSuite('real controllers', () => openAsAdmin(RETENTION_NODES));
