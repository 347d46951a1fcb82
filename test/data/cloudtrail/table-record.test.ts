import { describe, expect, it } from 'vitest';
import { parseStructText } from '../../../src/data/cloudtrail/struct-text';
import { logFolder, readAll } from './log-folder';

const folder = logFolder();
const athena = [
  'eventversion,useridentity,eventtime,eventsource,eventname,awsregion,sourceipaddress,requestparameters,eventid,readonly,resources',
  '1.08,"{type=AssumedRole, principalid=AROA1:s, arn=arn:aws:sts::1:assumed-role/deploy/s, accountid=1, invokedby=null, accesskeyid=ASIA1, username=null, sessioncontext={attributes={mfaauthenticated=true, creationdate=x}, sessionissuer=null}}",2024-01-01T00:00:00Z,s3.amazonaws.com,PutBucketPolicy,us-east-1,192.0.2.1,"{""bucketName"":""b"",\n""note"":""two lines, and a comma""}",e0,false,"[{arn=arn:aws:s3:::b, accountid=1, type=AWS::S3::Bucket}]"',
];
const lake = [
  'eventVersion,userIdentity,eventTime,eventSource,eventName,awsRegion,requestParameters,eventID,readOnly,resources',
  '"1.08","{type=IAMUser, principalid=AIDA, arn=arn:aws:iam::1:user/a, accountid=1}","2024-01-01 00:00:01.000","ec2.amazonaws.com","StopInstances","us-east-1","{instancesSet={items=[{instanceId=i-1}, {instanceId=i-2}]}}","e1","","null"',
];

describe('exports as tables', () => {
  it('reads Athena, with lower-case columns and structs', async () => {
    const { events, report } = await readAll(folder.write('a.csv', athena.join('\n')));
    expect(report.malformed).toEqual([]);
    expect(events[0]).toMatchObject({
      eventId: 'e0',
      principal: 'arn:aws:sts::1:assumed-role/deploy',
      identityType: 'AssumedRole',
      accountId: '1',
      accessKeyId: 'ASIA1',
      sourceIpAddress: '192.0.2.1',
      readOnly: false,
      mfa: true,
      resources: ['arn:aws:s3:::b', 'b'],
    });
  });

  it('reads CloudTrail Lake, with maps', async () => {
    const { events } = await readAll(folder.write('a.csv', `\uFEFF${lake.join('\r\n')}\r\n`));
    expect(events[0]).toMatchObject({
      eventTime: Date.UTC(2024, 0, 1, 0, 0, 1),
      principal: 'arn:aws:iam::1:user/a',
      readOnly: null,
      resources: ['i-1', 'i-2'],
    });
  });

  it('reads whole events in a column', async () => {
    const event = { eventTime: '2024-01-01T00:00:00Z', eventSource: 's', eventName: 'n' };
    const quoted = `"${JSON.stringify({ ...event, eventID: 'e9' }).replaceAll('"', '""')}"`;
    for (const name of ['eventJson', 'eventjson', 'eventData']) {
      expect((await readAll(folder.write('a.csv', `${name}\n${quoted}\n`))).ids).toBe('e9');
    }
  });

  it.each([
    ['a value too few', 'a,b'],
    ['a quote that is not closed', '"1.08,x'],
    ['a quote amid a value', '1.08,x"y"z'],
    ['no time', '1,{},,s,n,r,1.1.1.1,{},e,true,[]'],
  ])('keeps a row with %s aside', async (_, row) => {
    const last = athena[1].replace('\n', '').replace(',e0,', ',e1,');
    const content = [...athena, row, last].join('\n');
    const { ids, report } = await readAll(folder.write('a.csv', content));
    expect(ids).toBe('e0 e1');
    expect(report.malformed.map(({ line }) => line)).toEqual([4]);
  });

  it('says once that a table has no records', async () => {
    const { report } = await readAll(folder.write('a.csv', 'eventID,class\ne0,x\ne1,y\n'));
    expect(report.malformed).toHaveLength(1);
    expect(report.malformed[0].reason).toMatch(/^must have columns eventTime/);
  });

  it('gives up a row that is too long', async () => {
    const long = `"${'x\n'.repeat(200_000)}`;
    const path = folder.write('a.csv', `${athena[0]}\n${long.slice(0, 4000)}\n${athena[1]}`);
    const { ids, report } = await readAll(path, { maxRecordBytes: 1024 });
    expect(ids).toBe('e0');
    expect(report.malformed[0].reason).toBe('longer than 1024 bytes');
  });
});

describe('parseStructText', () => {
  it('reads structs, lists and nothing', () => {
    expect(parseStructText('{a=1, b={c=null, d=[x, {e=f}]}, g=, h=p, q}')).toEqual({
      a: '1',
      b: { c: null, d: ['x', { e: 'f' }] },
      g: '',
      h: 'p, q',
    });
    expect(parseStructText('[]')).toEqual([]);
    expect(parseStructText('plain')).toBe('plain');
  });

  it('comes to an end whatever it is given', () => {
    for (const text of ['{', '[', '{a', '{a=', '[[[', '{]', '[}', '{a={b=[}', '['.repeat(1000)]) {
      expect(() => parseStructText(text)).not.toThrow();
    }
  });
});
