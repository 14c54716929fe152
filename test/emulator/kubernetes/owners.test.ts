import { openInProcess } from '../../adapters/kubernetes/in-process-admin.ts';
import { ownersSuite } from '../../suites/owners.ts';

ownersSuite('the API server in this process', () => openInProcess([]));
