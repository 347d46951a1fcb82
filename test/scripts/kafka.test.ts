import { describe, expect, it } from 'vitest';
import { serverProperties } from '../../scripts/kafka/properties';
import { parseTopic } from '../../scripts/kafka/topics';
import { checkProgram, pomOf } from '../../scripts/maven';

describe('parseTopic', () => {
  it.each([
    ['findings', { name: 'findings', partitions: 1, isCompacted: false }],
    ['auth-events:4', { name: 'auth-events', partitions: 4, isCompacted: false }],
    ['snapshots:2:compact', { name: 'snapshots', partitions: 2, isCompacted: true }],
  ])('reads %s', (word, topic) => {
    expect(parseTopic(word)).toEqual(topic);
  });

  it.each(['', 'a b', 'a:0', 'a:b', 'a:2:delete', 'a:2:compact:3'])('refuses "%s"', (word) => {
    const message = `topic must be NAME[:PARTITIONS[:compact]], got ${word}`;
    expect(() => parseTopic(word)).toThrow(new RangeError(message));
  });
});

describe('serverProperties', () => {
  it('has the broker listen on this machine alone', () => {
    const text = serverProperties({ folder: '/data', port: 1, controllerPort: 2 });
    expect(text).toContain('listeners=PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2\n');
    expect(text).toContain('log.dirs=/data/data\n');
  });
});

describe('bringJars', () => {
  it('asks Maven for each artifact', () => {
    expect(pomOf(['org.slf4j:slf4j-simple:1.7.36'])).toContain(
      '<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>',
    );
  });

  it('says which program is missing', () => {
    expect(() => checkProgram('no-such-program', ['-v'], 'Maven')).toThrow(
      new Error('Maven must be installed: no-such-program -v cannot be run'),
    );
  });
});
