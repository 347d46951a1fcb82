import { describe, expect, it } from 'vitest';
import { readCloudTrailLabels } from '../../../src/data/cloudtrail/read-labels';
import { readCsv } from '../../../src/data/csv';
import { realData } from '../../real-data';
import { logFolder } from './log-folder';

const real = realData('cloudtrail/invictus-aws-2023-07.labels.csv');
const folder = logFolder();

describe('readCloudTrailLabels', () => {
  it.skipIf(real === undefined)('gives the real events their classes', async () => {
    const found = await readCloudTrailLabels(real!);
    const rows = await readCsv(real!, { eventID: 'string' });
    const truths = rows.map(({ eventID }) => found.get(eventID!)!);
    expect([found.size, truths.length]).toEqual([2900, 2900]);
    const attacks = truths.filter((truth) => truth.class !== 'Normal');
    expect(attacks).toHaveLength(158);
    expect(attacks.every(({ group }) => group === 'attack')).toBe(true);
    expect(new Set(attacks.map(({ technique }) => technique)).size).toBe(26);
  });

  it('takes classes as they are', async () => {
    const path = folder.write(
      'l.csv',
      'eventID,class,technique\na,Data Exfiltration,new\nb,Normal,\n',
    );
    const truths = await readCloudTrailLabels(path);
    expect(truths.get('a')).toEqual({
      eventId: 'a',
      group: 'Data Exfiltration',
      technique: 'new',
      sequence: '',
      class: 'Data Exfiltration',
    });
    expect(truths.get('b')?.class).toBe('Normal');
    expect([truths.size, truths.get('c')]).toEqual([2, undefined]);
  });

  it('tells attacks of a technique apart where the file does', async () => {
    const header = 'sequence,eventID,class,technique';
    const rows = ['7,a,Data Exfiltration,t', '8,b,Data Exfiltration,t', ',c,Normal,'];
    const truths = await readCloudTrailLabels(folder.write('l.csv', [header, ...rows].join('\n')));
    const found = ['a', 'b', 'c'].map((id) => truths.get(id)?.sequence);
    expect(found).toEqual(['7', '8', '']);
  });

  it('stops where it is asked to', async () => {
    const path = folder.write('l.csv', 'eventID,class,technique\na,x,\n');
    const reading = readCloudTrailLabels(path, { signal: AbortSignal.abort() });
    await expect(reading).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  it('counts what is Normal by the rule alone', async () => {
    const rows = ['a,human_ann,', 'b,terraform,', 'c,human_ann,', 'd,Normal,', 'e,,'];
    const technique = 'f,attack,aws.exfiltration.ec2-share-ami';
    const text = ['eventID,class,technique', ...rows, technique].join('\n');
    const { takenForNormal, origin } = await readCloudTrailLabels(folder.write('l.csv', text));
    expect(takenForNormal).toEqual({ human_ann: 2, terraform: 1, '': 1 });
    expect(origin).toBe('unknown');
  });

  it.each([
    ['normal', 'Normal'],
    ['data_exfiltration', 'Data Exfiltration'],
    ['Suspicous Login', 'Suspicious Login'],
    ['malicious-api-call', 'Malicious API Calls'],
  ])('refuses the class %s', async (name, meant) => {
    const path = folder.write('l.csv', `eventID,class,technique\na,${name},\n`);
    await expect(readCloudTrailLabels(path)).rejects.toThrow(`got ${name}; did you mean ${meant}?`);
  });

  it('knows a generator by the metadata beside its labels', async () => {
    const path = folder.write('l.csv', 'eventID,class,technique\na,Normal,\n');
    const originBeside = async (metadata: string) => {
      folder.write('metadata.json', metadata);
      return (await readCloudTrailLabels(path)).origin;
    };
    expect(await originBeside('{"synthetic":true}')).toBe('synthetic');
    for (const other of ['{"synthetic":"no"}', 'null', 'no JSON']) {
      expect(await originBeside(other)).toBe('unknown');
    }
  });

  it('names what is wrong', async () => {
    const read = (rows: string) =>
      readCloudTrailLabels(folder.write('l.csv', `eventID,class,technique\n${rows}\n`));
    await expect(read('a,x,\na,x,')).rejects.toThrow(/eventID must be there once.*got a twice/);
    await expect(read(',x,')).rejects.toThrow(/got none/);
    await expect(read('a,attack,aws.new')).rejects.toThrow(/technique of a must be.*got aws\.new/);
    await expect(readCloudTrailLabels(folder.write('l.csv', 'eventID\na'))).rejects.toThrow(
      /must have column class, technique/,
    );
  });
});
