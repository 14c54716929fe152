import { clusterApiSuite } from '../../suites/cluster-api.ts';
import { openInProcess } from './in-process-admin.ts';

clusterApiSuite('the API in this process', () => openInProcess([]));
