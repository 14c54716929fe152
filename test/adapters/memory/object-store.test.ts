import { memoryObjectStore } from '../../../adapters/memory/object-store.ts';
import { objectStoreSuite } from '../../suites/object-store.ts';

objectStoreSuite('memory', async () => ({ store: memoryObjectStore() }));
