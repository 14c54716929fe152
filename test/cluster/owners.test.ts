import { ownersSuite } from '../suites/owners.ts';
import { openAsAdmin } from './open-as-admin.ts';

ownersSuite('a real API server', () => openAsAdmin([]));
