import { startWitness, type Witness } from './start-witness.ts';

/** Moto's server; `command` is its program. */
export const startMoto = (command: string): Promise<Witness> =>
  startWitness(
    'moto',
    (port) => [command, '-H', '127.0.0.1', '-p', port],
    async (endpoint) => (await fetch(`${endpoint}/moto-api/data.json`)).ok,
  );
