import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface DatabaseProof {
  rows: number;
  /** `ok` when SQLite's own integrity check finds nothing. */
  integrity: string;
  /** SHA-256 over all rows, in key order. */
  digest: string;
}

const PAGE_BYTES = 4096;

/** The bytes of an order database: real rows in a real SQLite file, different for each seed. */
export function orderDatabase(seed: number, rows: number): Buffer {
  return inTemporaryFile((file) => {
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA page_size=${PAGE_BYTES}; CREATE TABLE orders(id INTEGER PRIMARY KEY, customer TEXT, article TEXT, cents INTEGER, placed TEXT);
      CREATE INDEX by_customer ON orders(customer); BEGIN`);
    const insert = database.prepare('INSERT INTO orders VALUES (?, ?, ?, ?, ?)');
    for (let id = 1; id <= rows; id++) {
      const mixed = (id * 2_654_435_761 + seed * 97) >>> 0;
      insert.run(
        id,
        `customer-${mixed % 5003}`,
        `article-${mixed % 811}`,
        mixed % 100_000,
        new Date(1_600_000_000_000 + mixed * 10).toISOString(),
      );
    }
    database.exec('COMMIT');
    database.close();
    return readFileSync(file);
  });
}

/** Opens a database out of a volume's bytes; `bytes` may be longer than the database, as a block device is. */
export function proveDatabase(bytes: Buffer): DatabaseProof {
  return inTemporaryFile((file) => {
    writeFileSync(file, bytes.subarray(0, databaseBytes(bytes)));
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const integrity = Object.values(database.prepare('PRAGMA integrity_check').get() ?? {}).join();
      const hash = createHash('sha256');
      let rows = 0;
      for (const row of database.prepare('SELECT * FROM orders ORDER BY id').iterate()) {
        hash.update(JSON.stringify(Object.values(row)));
        rows += 1;
      }
      return { rows, integrity, digest: hash.digest('hex') };
    } finally {
      database.close();
    }
  });
}

/** What masking has made of a database of orders. */
export interface MaskingProof {
  rows: number;
  integrity: string;
  /** Rows with the customer that they had. */
  customersLeft: number;
  /** Every row is there, and but for its customer it is what it was. */
  othersSame: boolean;
}

/** The database with another customer in each order: what the image of a masking job would do on its volume. */
export const maskDatabase = (bytes: Buffer): Buffer =>
  inTemporaryFile((file) => {
    writeFileSync(file, bytes.subarray(0, databaseBytes(bytes)));
    const database = new DatabaseSync(file);
    database.exec("UPDATE orders SET customer = 'somebody-' || id");
    database.close();
    return readFileSync(file);
  });

/** Compares the rows of a masked database with those of its source. */
export function compareMasked(source: Buffer, masked: Buffer): MaskingProof {
  const { integrity } = proveDatabase(masked);
  const [before, after] = [rowsOf(source), rowsOf(masked)];
  const customersLeft = after.filter(({ customer }, at) => customer === before[at]?.customer).length;
  const withoutCustomer = (rows: Order[]) => JSON.stringify(rows.map(({ customer: _, ...rest }) => rest));
  return {
    rows: after.length,
    integrity,
    customersLeft,
    othersSame: withoutCustomer(before) === withoutCustomer(after),
  };
}

interface Order {
  customer: string;
  [column: string]: unknown;
}

const rowsOf = (bytes: Buffer): Order[] =>
  inTemporaryFile((file) => {
    writeFileSync(file, bytes.subarray(0, databaseBytes(bytes)));
    const database = new DatabaseSync(file, { readOnly: true });
    const rows = database.prepare('SELECT * FROM orders ORDER BY id').all() as unknown as Order[];
    database.close();
    return rows;
  });

export const looksLikeDatabase = (bytes: Buffer) => bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3';

/** Pages times page size, from the file's header (https://www.sqlite.org/fileformat.html#the_database_header). */
function databaseBytes(bytes: Buffer): number {
  const pageSize = bytes.readUInt16BE(16);
  return (pageSize === 1 ? 65_536 : pageSize) * bytes.readUInt32BE(28);
}

function inTemporaryFile<T>(use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-'));
  try {
    return use(join(folder, 'orders.db'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
