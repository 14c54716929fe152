import { unchangeableSuite } from '../suites/unchangeable.ts';
import { openAsAdmin } from './open-as-admin.ts';

unchangeableSuite('a real API server', () => openAsAdmin([]));
