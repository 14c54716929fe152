import { openInProcess } from '../../adapters/kubernetes/in-process-admin.ts';
import { CSI_NODES, ebsCsiSuite } from '../../suites/ebs-csi.ts';

ebsCsiSuite('in this process', () => openInProcess(CSI_NODES));
