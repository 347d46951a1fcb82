import { describe, expect, it } from 'vitest';
import { transformSql } from '../../../src/pipeline/batch/transform-sql';

const FORMAT = String.raw`ROW FORMAT DELIMITED FIELDS TERMINATED BY '\t' LINES TERMINATED BY '\n' NULL DEFINED AS '\\N'`;
const sql = transformSql({
  source: 'parquet.`/data`',
  kept: [
    { name: 'event_id', type: 'bigint' },
    { name: 'ts', type: 'timestamp' },
    { name: 'day', type: 'date', sql: 'made' },
  ],
  columns: [
    { name: 'by`tes', type: 'a number', isQuantity: true },
    { name: 'remote', type: 'true or false', isQuantity: false },
  ],
  command: ['node', '/opt/it is/w.js', "/m/o'del", '3'],
});

describe('transformSql', () => {
  it('has the format of rows in full on both sides', () => {
    expect(sql.split(FORMAT).length - 1).toBe(2);
  });

  it('gives kept columns back with their types', () => {
    expect(sql).toContain('CAST(`event_id` AS STRING) AS id_0');
    expect(sql).toContain('CAST(id_0 AS bigint) AS `event_id`');
    expect(sql).toContain('CAST(unix_micros(`ts`) AS STRING) AS id_1');
    expect(sql).toContain('timestamp_micros(CAST(id_1 AS BIGINT)) AS `ts`');
    expect(sql).toContain('CAST(made AS STRING) AS id_2');
    expect(sql).toContain('CAST(id_2 AS date) AS `day`');
  });

  it('makes columns what the pipeline reads', () => {
    expect(sql).toContain('CAST(CAST(`by``tes` AS DOUBLE) AS STRING) AS value_0');
    expect(sql).toContain('CAST(CAST(`remote` AS BOOLEAN) AS STRING) AS value_1');
    expect(sql).toContain('TRANSFORM(id_0, id_1, id_2, value_0, value_1)');
  });

  it('quotes words for the shell, and the shell for SQL', () => {
    const words = String.raw`USING 'node \'/opt/it is/w.js\' \'/m/o\'\\\'\'del\' 3 || { cat > /dev/null; exit 1; }'`;
    expect(sql).toContain(words);
  });

  it('writes texts so that no character of theirs parts values or lines, and back', () => {
    const texts = transformSql({
      source: 'x',
      kept: [{ name: 'user', type: 'string' }],
      columns: [],
      command: ['node'],
    });
    expect(texts).toContain(
      String.raw`replace(replace(replace(replace(replace(CAST(${'`user`'} AS STRING), '%', '%25'), '${'\t'}', '%09'), '${'\n'}', '%0A'), '${'\r'}', '%0D'), '\\', '%5C') AS id_0`,
    );
    expect(texts).toMatch(/replace\(id_0, '%09', '\t'\).*'%25', '%'\) AS `user`/s);
  });
});
