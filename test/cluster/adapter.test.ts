import { clusterApiSuite } from '../suites/cluster-api.ts';
import { openAsAdmin } from './open-as-admin.ts';

clusterApiSuite('a real kube-apiserver', () => openAsAdmin([]));
