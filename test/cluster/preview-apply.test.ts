import { previewApplySuite } from '../suites/preview-apply.ts';
import { openAsAdmin } from './open-as-admin.ts';

previewApplySuite('a real API server', () => openAsAdmin([]));
