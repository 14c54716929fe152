import { serviceOwnersSuite } from '../suites/service-owners.ts';
import { openAsAdmin } from './open-as-admin.ts';

serviceOwnersSuite('a real API server', () => openAsAdmin([]));
