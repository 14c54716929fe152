import { objectStoreSuite } from '../suites/object-store.ts';
import { memoryObjectStore } from './object-store.ts';

objectStoreSuite('memory', async () => ({ store: memoryObjectStore() }));
