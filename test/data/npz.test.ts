import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAdbench } from '../../src/data/adbench';
import { formatNpy, type NpyArray, parseNpy } from '../../src/data/npy';
import { readNpz, writeNpz } from '../../src/data/npz';
import { realData } from '../real-data';

const fixture = (name: string) => join(__dirname, '../fixtures/data', name);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'npz '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('readNpz', () => {
  const grid = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5];

  it.each([
    ['float64', [2, 3], new Float64Array(grid)],
    ['float32', [2, 3], new Float32Array(grid)],
    ['fortran', [2, 3], new Float64Array(grid)],
    ['big_endian', [2, 3], new Float64Array(grid)],
    ['cube', [2, 3, 4], Int32Array.from({ length: 24 }, (_, i) => i)],
    ['bool', [3], new Uint8Array([1, 0, 1])],
    ['int8', [2], new Int8Array([-128, 127])],
    ['uint8', [2], new Uint8Array([0, 255])],
    ['int16', [2], new Int16Array([-32768, 32767])],
    ['uint16', [2], new Uint16Array([0, 65535])],
    ['int32', [2], new Int32Array([-(2 ** 31), 2 ** 31 - 1])],
    ['uint32', [2], new Uint32Array([0, 2 ** 32 - 1])],
    ['int64', [3], new Float64Array([-(2 ** 53) + 1, 0, 2 ** 53 - 1])],
    ['uint64', [2], new Float64Array([0, 2 ** 53 - 1])],
    ['text', [2, 2], ['anna', 'ü', '', '日本']],
    ['scalar', [], new Float64Array([7])],
    ['empty', [0, 3], new Float64Array(0)],
  ])('reads %s as numpy wrote it', async (name, shape, data) => {
    expect((await readNpz(fixture('arrays.npz'), [name]))[name]).toEqual({ shape, data });
  });

  it.each([
    ['big_float32', [2, 3], new Float32Array(grid)],
    ['big_int64', [2, 3], new Float64Array([0, 1, 2, 3, 4, 5])],
    ['fortran_bool', [2, 3], new Uint8Array([0, 0, 0, 1, 1, 1])],
    ['fortran_text', [2, 2], ['a', 'bc', 'def', '']],
    ['big_text', [2], ['ü', '日本']],
    ['scalar_text', [], ['one']],
    ['scalar_int', [], new Float64Array([-5])],
    ['no_text', [0], []],
    ['no_bool', [2, 0], new Uint8Array(0)],
  ])('reads %s in any order of bytes and axes', async (name, shape, data) => {
    expect((await readNpz(fixture('orders.npz')))[name]).toEqual({ shape, data });
  });

  it('reads a table with the names of its columns', async () => {
    const { data, columns } = await readNpz(fixture('processed.npz'));
    expect(data).toEqual({ shape: [2, 3], data: new Float32Array(grid) });
    expect(columns).toEqual({ shape: [3], data: ['P1_A', 'P2_B', 'P3_C'] });
  });

  it('reads what is stored without compression', async () => {
    const { X, y } = await readNpz(fixture('stored.npz'));
    expect([...X.data]).toEqual(grid);
    expect([...y.data]).toEqual([0, 1]);
  });

  it.each([
    ['objects', /refused\.npz array objects: .* got Python objects, which are code/],
    ['half', /refused\.npz array half: .* got type f2; save it as astype\('float64'\)/],
    ['large', /refused\.npz array large: integers must be within 2\^53, got 1152921504606846976/],
    ['other', /refused\.npz: must have array other, got objects, half, large/],
  ])('refuses %s', async (name, message) => {
    await expect(readNpz(fixture('refused.npz'), [name])).rejects.toThrow(message);
  });

  it('says what is wrong with a file', async () => {
    await expect(readNpz(join(folder, 'no.npz'))).rejects.toThrow(/no\.npz: no such file/);
    await expect(readNpz(folder)).rejects.toThrow(/: must be a file, got a folder/);
    // @ts-expect-error: no list
    await expect(readNpz(fixture('arrays.npz'), 'cube')).rejects.toThrow(
      /names must be a list, got 'cube'/,
    );
  });

  it('refuses an array that is there twice', async () => {
    const path = join(folder, 'twice.npz');
    const bytes = zipSync({ 'a.npy': new Uint8Array(1), 'b.npy': new Uint8Array(1) });
    writeFileSync(
      path,
      Buffer.from(bytes).toString('latin1').replaceAll('b.npy', 'a.npy'),
      'latin1',
    );
    await expect(readNpz(path)).rejects.toThrow(/twice\.npz: arrays must differ, got a twice/);
  });

  const whole = readFileSync(fixture('stored.npz'));
  const changed = (at: number, to: number) => {
    const bytes = Buffer.from(whole);
    bytes[at] = to;
    return bytes;
  };
  const list = whole.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const end = whole.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  it.each<[string, Buffer, RegExp]>([
    ['cut short', whole.subarray(0, 300), /broken\.npz: broken npz \(no zip, or cut short\)/],
    ['nothing', Buffer.alloc(0), /broken npz \(no zip, or cut short\)/],
    ['text', Buffer.from('a,b\n1,2\n'.repeat(9)), /broken npz \(no zip, or cut short\)/],
    ['one bit off', changed(whole.indexOf('NUMPY') + 130, 9), /broken npz \(X\.npy is damaged\)/],
    ['encrypted', changed(list + 8, 1), /broken npz \(X\.npy is encrypted\)/],
    ['packed in another way', changed(list + 10, 12), /X\.npy is packed by method 12/],
    ['without its start', whole.subarray(40), /broken list of files/],
    ['of a start elsewhere', changed(list + 42, 7), /X\.npy is not where the list of files says/],
    ['larger than it is', changed(list + 22, 9), /X\.npy is cut short/],
    ['without a list', changed(end + 16, 1), /broken list of files/],
  ])('refuses a file that is %s', async (_, bytes, message) => {
    const path = join(folder, 'broken.npz');
    writeFileSync(path, bytes);
    await expect(readNpz(path)).rejects.toThrow(message);
  });

  it('refuses packed bytes that are damaged', async () => {
    const path = join(folder, 'damaged.npz');
    const bytes = Buffer.from(readFileSync(fixture('processed.npz')));
    bytes.fill(0xff, 60, 100);
    writeFileSync(path, bytes);
    await expect(readNpz(path)).rejects.toThrow(/broken npz \(data\.npy is damaged\)/);
    expect(Object.keys(await readNpz(path, ['columns']))).toEqual(['columns']);
  });
});

describe('parseNpy', () => {
  const whole = formatNpy({ shape: [2], data: new Float64Array([1, 2]) });

  it('refuses what is cut short or something else', () => {
    expect(() => parseNpy(whole.subarray(0, -1), 'x')).toThrow(
      /x: must have 16 bytes of values, got 15/,
    );
    expect(() => parseNpy(whole.subarray(0, 40), 'x')).toThrow(/x: must have a whole NPY header/);
    expect(() => parseNpy(Buffer.from('hello numpy, hello'), 'x')).toThrow(
      /x: must be an NPY array/,
    );
  });

  it.each([
    ['|S6', /got type S6; save it as np\.array\(…, dtype=str\)/],
    ['|O', /got Python objects, which are code; save it as np\.array\(…, dtype=str\)/],
    ['<M8[ns]', /got type M8\[ns\]; save it as astype\('datetime64\[ms\]'\)\.astype\('int64'\)/],
    ['<c16', /got type c16$/],
  ])('refuses %s, and says how numpy converts it', (descr, message) => {
    const other = Buffer.from(whole).toString('latin1').replace("'<f8'", `'${descr}'`);
    expect(() => parseNpy(Buffer.from(other, 'latin1'), 'x')).toThrow(message);
  });
});

describe('writeNpz', () => {
  it('writes what readNpz reads back', async () => {
    const path = join(folder, 'round.npz');
    const size = fc.nat({ max: 5 });
    const numbers = fc
      .tuple(size, size)
      .chain(([n, m]) =>
        fc
          .float64Array({ minLength: n * m, maxLength: n * m })
          .map((data) => ({ shape: [n, m], data })),
      );
    const texts = fc
      .array(fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\0+$/, '')))
      .map((data) => ({ shape: [data.length], data }));
    await fc.assert(
      fc.asyncProperty(numbers, texts, async (values, names) => {
        await writeNpz(path, { values, names });
        expect(await readNpz(path)).toEqual({ values, names });
      }),
      { numRuns: 30 },
    );
  });

  it('writes what numpy reads (check-npz.py)', async () => {
    const arrays: Record<string, NpyArray> = {
      float32: { shape: [2, 3], data: Float32Array.of(-2.5, NaN, Infinity, 0.5, 1.5, -0) },
      float64: { shape: [2], data: Float64Array.of(1e-300, 0.1) },
      int8: { shape: [2], data: Int8Array.of(-128, 127) },
      uint8: { shape: [2], data: Uint8Array.of(0, 255) },
      int16: { shape: [2], data: Int16Array.of(-32768, 32767) },
      uint16: { shape: [2], data: Uint16Array.of(0, 65535) },
      int32: { shape: [2], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) },
      uint32: { shape: [2], data: Uint32Array.of(0, 2 ** 32 - 1) },
      columns: { shape: [4], data: ['P1_A', 'ü', '', '日本'] },
      scalar: { shape: [], data: Float64Array.of(7) },
      empty: { shape: [0, 3], data: new Float64Array(0) },
      no_text: { shape: [0], data: [] },
    };
    if (process.env['WRITE_NPZ']) await writeNpz(fixture('written.npz'), arrays);
    expect(await readNpz(fixture('written.npz'))).toEqual(arrays);
    const path = join(folder, 'written.npz');
    await writeNpz(path, arrays);
    expect(await readNpz(path)).toEqual(arrays);
  });

  it('agrees with another zip', async () => {
    const [ours, other] = ['ours.npz', 'other.npz'].map((name) => join(folder, name));
    const arrays: Record<string, NpyArray> = {
      a: { shape: [1000], data: Float64Array.from({ length: 1000 }, (_, i) => i % 7) },
      ü: { shape: [0], data: [] },
    };
    const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, formatNpy(array)]);
    await writeNpz(ours, arrays);
    const unzipped = Object.entries(unzipSync(readFileSync(ours)));
    expect(unzipped.map(([name, bytes]) => [name, Buffer.from(bytes)])).toEqual(files);
    writeFileSync(other, zipSync(Object.fromEntries(files)));
    expect(await readNpz(other)).toEqual(arrays);
  });

  it('keeps an array by any name', async () => {
    const path = join(folder, 'names.npz');
    const array = { shape: [1], data: Float64Array.of(3) };
    await writeNpz(path, Object.fromEntries([['__proto__', array]]));
    expect(Object.entries(await readNpz(path))).toEqual([['__proto__', array]]);
  });

  it('takes a Buffer for bytes, and refuses what is neither typed numbers nor texts', async () => {
    const path = join(folder, 'kinds.npz');
    const write = (data: unknown) => writeNpz(path, { a: { shape: [2], data: data as never } });
    await write(Buffer.of(1, 200));
    expect((await readNpz(path))['a'].data).toEqual(Uint8Array.of(1, 200));
    await expect(write([1, 2])).rejects.toThrow(/kinds\.npz array a: data must be .* got 1$/);
    await expect(write(['a', undefined])).rejects.toThrow(/texts, got undefined/);
    await expect(write(undefined)).rejects.toThrow(/texts, got Undefined/);
    await expect(write(new BigInt64Array(2))).rejects.toThrow(/texts, got BigInt64Array/);
    await expect(writeNpz(join(folder, 'no/a.npz'), {})).rejects.toThrow(
      /a\.npz: cannot be written \(ENOENT\)/,
    );
  });

  it('refuses a shape that does not fit', () => {
    expect(() => formatNpy({ shape: [-1, -2], data: new Float64Array(2) })).toThrow(
      /shape must be integers of at least 0, got \[-1,-2\]/,
    );
    expect(() => formatNpy({ shape: [2, 2], data: new Float64Array(3) })).toThrow(
      /data must have 4 values for its shape, got 3/,
    );
  });
});

const breastw = realData('adbench/4_breastw.csv.gz');

describe('readAdbench', () => {
  it.skipIf(breastw === undefined)(
    'reads the same from the prepared CSV and the public NPZ',
    async () => {
      const directory = join(breastw!, '../..');
      const prepared = await readAdbench('breastw', { directory });
      const { samples, labels } = prepared;
      expect([samples.nSamples, samples.nFeatures]).toEqual([683, 9]);
      expect(labels.reduce((sum, label) => sum + label, 0)).toBe(239);
      const own = join(folder, 'own/adbench');
      mkdirSync(own, { recursive: true });
      await writeNpz(join(own, '4_breastw.npz'), {
        X: { shape: [683, 9], data: samples.data },
        y: { shape: [683], data: labels },
      });
      expect(await readAdbench('4_breastw', { directory: join(own, '..') })).toEqual(prepared);
    },
  );

  it('says how to get the sets, and which there are', async () => {
    await expect(readAdbench('wine', { directory: folder })).rejects.toThrow(
      /adbench: must hold ADBench sets, got none; run npm run data -- adbench/,
    );
    const own = join(folder, 'two/adbench');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, '42_WBC.npz'), '');
    writeFileSync(join(own, '4_breastw.npz'), '');
    await expect(readAdbench('wine', { directory: join(own, '..') })).rejects.toThrow(
      /set must be one of breastw, WBC, got wine/,
    );
  });
});
