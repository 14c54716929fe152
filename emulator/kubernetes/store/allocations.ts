/** Service addresses of 10.100.0.0/16 (EKS's default service range) and node ports 30000-32767. */
const ADDRESS_PREFIX = '10.100';
const FIRST_NODE_PORT = 30_000;
const LAST_NODE_PORT = 32_767;
/** Ports and addresses below are given only to who asks for one (KEP-3668, KEP-3070), until all others are taken. */
const FIRST_FREE_NODE_PORT = 30_086;

export class Allocations {
  readonly #addresses = new Set<string>();
  readonly #ports = new Set<number>();
  #nextAddress = 256;
  #nextPort = FIRST_FREE_NODE_PORT - 1;

  static inRange(address: string): boolean {
    return /^10\.100\.(25[0-5]|2[0-4]\d|1?\d?\d)\.(25[0-5]|2[0-4]\d|1?\d?\d)$/.test(address);
  }

  static portInRange(port: number): boolean {
    return port >= FIRST_NODE_PORT && port <= LAST_NODE_PORT;
  }

  hasAddress(address: string): boolean {
    return this.#addresses.has(address);
  }

  hasPort(port: number): boolean {
    return this.#ports.has(port);
  }

  takeAddress(address = this.#freeAddress()): string {
    this.#addresses.add(address);
    return address;
  }

  takePort(port = this.#freePort()): number {
    this.#ports.add(port);
    return port;
  }

  releaseAddress(address: string): void {
    this.#addresses.delete(address);
  }

  releasePort(port: number): void {
    this.#ports.delete(port);
  }

  #freeAddress(): string {
    for (;;) {
      this.#nextAddress = (this.#nextAddress + 1) % 65_536;
      const address = `${ADDRESS_PREFIX}.${this.#nextAddress >> 8}.${this.#nextAddress & 255}`;
      if (!this.#addresses.has(address)) return address;
    }
  }

  #freePort(): number {
    for (;;) {
      this.#nextPort = this.#nextPort >= LAST_NODE_PORT ? FIRST_NODE_PORT : this.#nextPort + 1;
      if (!this.#ports.has(this.#nextPort)) return this.#nextPort;
    }
  }
}
