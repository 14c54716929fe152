import { openInProcess } from '../../adapters/kubernetes/in-process-admin.ts';
import { serviceOwnersSuite } from '../../suites/service-owners.ts';

serviceOwnersSuite('the API server in this process', () => openInProcess([]));
