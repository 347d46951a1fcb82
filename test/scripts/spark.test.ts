import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { startJava } from '../../scripts/java-process';
import { connectArgs } from '../../scripts/spark/cluster';

describe('connectArgs', () => {
  it('has the server listen on this machine alone', () => {
    const args = connectArgs('spark://127.0.0.1:7077', 15_002, 1000);
    expect(args).toContain('spark.connect.grpc.binding.address=127.0.0.1');
    expect(args).toContain('spark.connect.grpc.binding.port=15002');
    expect(args).toContain('spark.executor.memory=700m');
    expect(args.slice(0, 2)).toEqual(['--master', 'spark://127.0.0.1:7077']);
  });
});

describe('startJava', () => {
  it('says which log tells why a program did not come up', async () => {
    const program = {
      ...{ name: 'nothing', jars: '/none', main: 'No', args: [], folder: tmpdir() },
      ...{ log: '/dev/null', started: /up/ },
    };
    await expect(startJava(program)).rejects.toThrow(
      /nothing ended with 1 before it was up; \/dev\/null says why|spawn java ENOENT/, // with Java, or without
    );
  });
});
