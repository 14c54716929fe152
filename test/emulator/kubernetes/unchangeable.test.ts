import { openInProcess } from '../../adapters/kubernetes/in-process-admin.ts';
import { unchangeableSuite } from '../../suites/unchangeable.ts';

unchangeableSuite('the API server in this process', () => openInProcess([]));
