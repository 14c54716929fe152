import { clusterApiSuite } from '../../suites/cluster-api.ts';
import { connectorFor } from './connector-in-process.ts';
import { openInProcess } from './in-process-admin.ts';

clusterApiSuite('the API in this process', () => openInProcess([]));
clusterApiSuite('the same through a connector', () => openInProcess([], connectorFor));
