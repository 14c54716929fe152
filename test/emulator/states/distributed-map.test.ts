import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../emulator/base/service.ts';
import type { Execution } from '../../../emulator/states/execution/execution.ts';
import type { Json } from '../../../kube/kube-object.ts';
import { named } from './memory-host.ts';
import { FUNCTION, invoke, machine, typesOf, type World, world } from './run.ts';

const processor = (state: object, ExecutionType = 'STANDARD') => ({
  ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType },
  StartAt: 'Work',
  States: { Work: state },
});
const each = (more: object, state: object = invoke('work')) =>
  machine({ Each: { Type: 'Map', Label: 'each', ItemProcessor: processor(state), End: true, ...more } });

function prepared(definition: object, work: (payload: Json) => Json | Promise<Json> = (payload) => payload): World {
  const made = world({ work });
  made.add('m', definition);
  return made;
}

const childrenOf = ({ engine }: World, parent: Execution) =>
  [...engine.executions.values()].filter(({ mapRun }) => mapRun?.parent === parent);

const oneMapRun = (made: World) => [...made.engine.mapRuns.values()][0];

describe('a Distributed Map', () => {
  it('reads JSON lines from S3, selects what each child gets, and collects their outputs in order', async () => {
    const made = prepared(
      each({
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'JSONL' },
          Arguments: { Bucket: 'b', Key: '{% $states.input.key %}' },
        },
        ItemSelector: {
          from: '{% $states.context.Map.Item.Source %}',
          at: '{% $states.context.Map.Item.Index %}',
          item: '{% $states.context.Map.Item.Value %}',
        },
      }),
    );
    made.host.objects.set('b/items.jsonl', '{"n":1}\n\n{"n":2}\n');
    const { output } = await made.run('m', { key: 'items.jsonl' });
    expect(output).toEqual([
      { from: 'S3://b/items.jsonl', at: 0, item: { n: 1 } },
      { from: 'S3://b/items.jsonl', at: 1, item: { n: 2 } },
    ]);
  });

  it('reads a JSON array, at most MaxItems', async () => {
    const reader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON', MaxItems: 2 },
      Arguments: { Bucket: 'b', Key: 'k' },
    };
    const made = prepared(each({ ItemReader: reader }));
    made.host.objects.set('b/k', '[1,2,3]');
    expect((await made.run('m')).output).toEqual([1, 2]);
  });

  it('lists objects as S3 describes them', async () => {
    const reader = { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'b', Prefix: 'a/' } };
    const made = prepared(each({ ItemReader: reader }));
    made.host.objects.set('b/a/1', 'xyz').set('b/c', '');
    expect((await made.run('m')).output).toEqual([
      { Etag: '"e"', Key: 'a/1', LastModified: 0, Size: 3, StorageClass: 'STANDARD' },
    ]);
  });

  it('fails by States.ItemReaderFailed when there is nothing to read', async () => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSONL' },
      Arguments: { Bucket: 'b', Key: 'none' },
    };
    const { failure } = await prepared(each({ ItemReader })).run('m');
    expect(failure?.error).toBe('States.ItemReaderFailed');
  });

  it('batches items by number and by bytes, with a fixed input', async () => {
    const Items = [1, 2, 3, 4, 5];
    const byNumber = prepared(
      each({ Items, ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { run: '{% $states.input.r %}' } } }),
    );
    expect((await byNumber.run('m', { r: 7 })).output).toEqual([
      { BatchInput: { run: 7 }, Items: [1, 2] },
      { BatchInput: { run: 7 }, Items: [3, 4] },
      { BatchInput: { run: 7 }, Items: [5] },
    ]);
    expect(childrenOf(byNumber, byNumber.engine.executions.values().next().value as Execution)[0]?.itemCount).toBe(2);
    const texts = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];
    const byBytes = prepared(each({ Items: texts, ItemBatcher: { MaxInputBytesPerBatch: 110 } }));
    const { output } = await byBytes.run('m');
    expect((output as { Items: string[] }[]).map(({ Items: inBatch }) => inBatch.length)).toEqual([2, 1]);
  });

  it('runs no more children at once than MaxConcurrency', async () => {
    let running = 0;
    let most = 0;
    const made = prepared(each({ Items: Array.from({ length: 50 }, (_, at) => at), MaxConcurrency: 4 }), async () => {
      most = Math.max(most, ++running);
      await made.host.clock.sleep(1000);
      running -= 1;
      return null;
    });
    await made.run('m');
    expect(most).toBe(4);
  });

  it('does not let its children see the variables around it', async () => {
    const definition = machine({
      Set: { Type: 'Pass', Assign: { secret: 1 }, Next: 'Each' },
      Each: {
        Type: 'Map',
        Items: [1],
        ItemSelector: { handed: '{% $secret %}' },
        ItemProcessor: processor({
          Type: 'Pass',
          Output: "{% $exists($secret) ? 'seen' : $states.input.handed %}",
          End: true,
        }),
        End: true,
      },
    });
    expect((await prepared(definition).run('m')).output).toEqual([1]);
  });

  const oddOnly = (payload: Json) =>
    Number(payload) % 2 === 0 ? Promise.reject(named('Even', `${payload}`)) : payload;
  it.each([
    ['no threshold', {}, 'States.ExceedToleratedFailureThreshold'],
    ['a count that is exceeded', { ToleratedFailureCount: 1 }, 'States.ExceedToleratedFailureThreshold'],
    ['a count that is reached', { ToleratedFailureCount: 2 }, undefined],
    ['a percentage that is exceeded', { ToleratedFailurePercentage: 49 }, 'States.ExceedToleratedFailureThreshold'],
    ['a percentage that is reached', { ToleratedFailurePercentage: 50 }, undefined],
    [
      'either of both',
      { ToleratedFailurePercentage: 100, ToleratedFailureCount: 0 },
      'States.ExceedToleratedFailureThreshold',
    ],
  ])('tolerates two failures of four by %s', async (_, tolerated, error) => {
    const made = prepared(each({ Items: [1, 2, 3, 4], ...tolerated }), oddOnly);
    const execution = await made.run('m');
    expect(execution.failure?.error).toBe(error);
    expect(oneMapRun(made)?.status).toBe(error ? 'FAILED' : 'SUCCEEDED');
  });

  it('gives the description of a failed child in place of its output', async () => {
    const { output } = await prepared(each({ Items: [1, 2], ToleratedFailureCount: 1 }), oddOnly).run('m');
    expect(output).toEqual([1, expect.objectContaining({ Status: 'FAILED', Error: 'Even', Input: '2' })]);
  });

  it('writes the results and a manifest to S3', async () => {
    const ResultWriter = { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'b', Prefix: 'out' } };
    const made = prepared(each({ Items: [1, 2], ToleratedFailureCount: 1, ResultWriter }), oddOnly);
    const { output } = await made.run('m');
    const { MapRunArn, ResultWriterDetails } = output as {
      MapRunArn: string;
      ResultWriterDetails: { Bucket: string; Key: string };
    };
    expect(ResultWriterDetails).toEqual({ Bucket: 'b', Key: `out/${MapRunArn.slice(-36)}/manifest.json` });
    const read = (key: string) => JSON.parse(made.host.objects.get(`b/${key}`) ?? '');
    const manifest = read(ResultWriterDetails.Key);
    expect(manifest).toMatchObject({ DestinationBucket: 'b', MapRunArn, ResultFiles: { PENDING: [] } });
    expect(read(manifest.ResultFiles.SUCCEEDED[0].Key)).toMatchObject([{ Status: 'SUCCEEDED', Output: '1' }]);
    expect(read(manifest.ResultFiles.FAILED[0].Key)).toMatchObject([{ Status: 'FAILED', Error: 'Even' }]);
  });

  it('redrives only the children that did not succeed, under their own ARNs', async () => {
    let broken = true;
    const made = prepared(each({ Items: [1, 2, 3], MaxConcurrency: 1 }), (payload) =>
      payload === 2 && broken ? Promise.reject(named('Broken')) : payload,
    );
    const execution = await made.run('m');
    const before = childrenOf(made, execution).map(({ arn }) => arn);
    expect(before).toHaveLength(2);
    broken = false;
    made.host.invoked.length = 0;
    made.engine.redrive(execution);
    await execution.finished;
    expect(execution.output).toEqual([1, 2, 3]);
    expect(made.host.invoked.map(({ payload }) => payload)).toEqual([2, 3]);
    expect(
      childrenOf(made, execution)
        .slice(0, 2)
        .map(({ arn, redriveCount }) => [arn, redriveCount]),
    ).toEqual([
      [before[0], 0],
      [before[1], 1],
    ]);
    expect(oneMapRun(made)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(made.engine.mapRuns.size).toBe(1);
    expect(typesOf(execution).slice(-6)).toEqual([
      'ExecutionRedriven',
      'MapRunRedriven',
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('stops its children when it is stopped', async () => {
    const made = prepared(each({ Items: [1, 2] }), () => new Promise(() => {}));
    const execution = made.start('m');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await made.engine.stopExecution(execution, named('x') as never);
    expect(childrenOf(made, execution).map(({ status }) => status)).toEqual(['ABORTED', 'ABORTED']);
    expect(oneMapRun(made)?.status).toBe('ABORTED');
  });

  it('asks for the right to start the machine itself, and fails without it', async () => {
    const made = prepared(each({ Items: [1] }));
    await made.run('m');
    expect(made.host.authorized).toEqual([
      'states:StartExecution arn:aws:states:eu-west-1:111111111111:stateMachine:m',
    ]);
    made.host.authorize = () => {
      throw new AwsError('AccessDeniedException', 'no');
    };
    expect((await made.run('m')).failure?.error).toBe('States.Permissions');
  });

  it('ends an Express child after five minutes', async () => {
    const slow = { Type: 'Wait', Seconds: 301, End: true };
    const definition = machine({
      Each: { Type: 'Map', Items: [1], ItemProcessor: processor(slow, 'EXPRESS'), End: true },
    });
    const made = prepared(definition);
    const execution = await made.run('m');
    expect(childrenOf(made, execution)[0]?.status).toBe('TIMED_OUT');
  });

  it('cannot wait for a job in an Express child', () => {
    const job = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: `${FUNCTION}x` },
      End: true,
    };
    const definition = machine({
      Each: { Type: 'Map', Items: [1], ItemProcessor: processor(job, 'EXPRESS'), End: true },
    });
    expect(() => prepared(definition)).toThrow(/state 'Work'.*Express/);
  });
});
