import { expect, it } from 'vitest';
import { billOf } from '../../package/shipped.ts';

const component = (name: string) => ({ 'bom-ref': `${name}@1.0.0`, name, version: '1.0.0' });

it('keeps of a bill of materials what is shipped, with what depends on what, and the application itself', () => {
  const bill = {
    components: ['zod', 'yaml', 'vitest'].map(component),
    dependencies: [
      { ref: 'kubeferry@0.1.0', dependsOn: ['zod@1.0.0', 'vitest@1.0.0'] },
      { ref: 'zod@1.0.0', dependsOn: [] },
      { ref: 'vitest@1.0.0', dependsOn: ['yaml@1.0.0'] },
    ],
  };
  expect(billOf(bill, new Set(['zod@1.0.0', 'yaml@1.0.0', 'zod@2.0.0']))).toEqual({
    components: ['zod', 'yaml'].map(component),
    dependencies: [
      { ref: 'kubeferry@0.1.0', dependsOn: ['zod@1.0.0'] },
      { ref: 'zod@1.0.0', dependsOn: [] },
    ],
  });
});
