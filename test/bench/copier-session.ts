/** What the benches over the local EBS share. */
import type { ChildProcess } from 'node:child_process';
import type { MemberSession } from '../../adapters/aws/member.ts';
import type { Credentials } from '../../emulator/base/records.ts';

export const sessionOf = (at: { account: string; region: string; credentials: Credentials }): MemberSession => ({
  account: at.account,
  region: at.region,
  roleArn: '',
  credentials: async () => at.credentials,
});

/** One message there, one back; a process that ends without an answer is an error. */
export async function ask<T>(child: ChildProcess, message: object): Promise<T> {
  const answer = new Promise<T>((resolve, reject) => {
    child.once('message', (it) => resolve(it as T));
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with code ${code} and without an answer`)));
  });
  child.send(message);
  return answer;
}
