import { openInProcess } from '../../../adapters/kubernetes/in-process-admin.ts';
import { previewApplySuite } from '../../../suites/preview-apply.ts';

previewApplySuite('the API server in this process', () => openInProcess([]));
