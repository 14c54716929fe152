import type { EKSClient } from '@aws-sdk/client-eks';
import { streamCollector } from '@smithy/node-http-handler';

/** What all commands of a client have in common, as far as it is needed here. */
interface Command {
  middlewareStack: {
    add(middleware: (next: Handler) => Handler, options: { step: 'deserialize'; priority: 'low'; name: string }): void;
  };
}
type Handler = (input: unknown) => Promise<{ response: unknown }>;

/**
 * Sends a command and gives its answer as EKS has it. The SDK leaves out of an answer what its own release does not know,
 * so that a new field of EKS would be lost without a word. Members that are null are left out; times stay numbers.
 */
export async function sendWhole(eks: EKSClient, command: object): Promise<Record<string, unknown>> {
  let text = '{}';
  const keepText =
    (next: Handler): Handler =>
    async (input) => {
      const result = await next(input);
      const response = result.response as { body: never };
      const bytes = await streamCollector(response.body);
      text = new TextDecoder().decode(bytes);
      Object.assign(response, { body: bytes });
      return result;
    };
  (command as Command).middlewareStack.add(keepText, { step: 'deserialize', priority: 'low', name: 'keepText' });
  await eks.send(command as never);
  return JSON.parse(text, (_, value: unknown) => value ?? undefined) as Record<string, unknown>;
}
