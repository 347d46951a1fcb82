import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createSigmaCollector } from '../../../src/report/sigma/sigma-collector';
import { type SigmaRule, sigmaRuleSchema } from '../../../src/report/sigma/sigma-rule';
import { sigmaYaml } from '../../../src/report/sigma/sigma-yaml';
import { checkSigmaFolder, writeSigmaRules } from '../../../src/report/sigma/write-sigma-rules';
import { judgedEvent, times } from './judged';

const folder = mkdtempSync(join(tmpdir(), 'sigma rules '));
const at = (...names: string[]) => join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true }));

function rulesFor(...calls: readonly string[]): SigmaRule[] {
  const collector = createSigmaCollector();
  collector.add(times(1000, judgedEvent('ec2:DescribeInstances')));
  for (const call of calls) collector.add([judgedEvent(call, 'Privilege Escalation')]);
  return collector.rules();
}

describe('writeSigmaRules', () => {
  it('writes a file a rule, named after it, and replaces those of an earlier run', async () => {
    const names = await writeSigmaRules(at('new', 'a'), rulesFor('iam:CreateUser', 's3:PutACL'));
    expect(names).toEqual(['aws_rare_call_iam_create_user.yml', 'aws_rare_call_s3_put_acl.yml']);
    expect(readdirSync(at('new', 'a')).sort()).toEqual(names);
    const [rule] = rulesFor('iam:CreateRole');
    await writeSigmaRules(at('new', 'a'), [rule]);
    expect(readdirSync(at('new', 'a'))).toEqual(['aws_rare_call_iam_create_role.yml']);
    expect(readdirSync(at('new'))).toEqual(['a']);
    const text = readFileSync(at('new', 'a', 'aws_rare_call_iam_create_role.yml'), 'utf8');
    expect(parse(text)).toEqual(rule);
    expect(await writeSigmaRules(at('new', 'a'), [])).toEqual([]);
    expect(readdirSync(at('new', 'a'))).toEqual([]);
  });

  it('keeps names apart and within 70 characters', async () => {
    const long = `iam:${'Create'.repeat(15)}`;
    const rules = rulesFor('iam:Put_User', 'iam:PutUser', long);
    const names = await writeSigmaRules(at('names'), rules);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[a-z0-9_]{6,66}\.yml$/);
    expect(names.every((name, i) => name.includes(rules[i].id.slice(0, 8)))).toBe(true);
  });

  it('refuses a folder that holds anything else, and leaves it', async () => {
    await mkdir(at('mine'));
    const foreign = ['notes.txt', 'rule.yml'];
    for (const name of foreign) {
      writeFileSync(at('mine', name), 'title: mine\n');
      const problem = `must be empty or hold rules of an earlier run, got ${name}`;
      await expect(writeSigmaRules(at('mine'), [])).rejects.toThrow(problem);
      await expect(checkSigmaFolder(at('mine'))).rejects.toThrow(problem);
      expect(readdirSync(at('mine'))).toEqual([name]);
      rmSync(at('mine', name));
    }
    await mkdir(at('mine', 'folder.yml'));
    await expect(checkSigmaFolder(at('mine'))).rejects.toThrow('got folder.yml');
    writeFileSync(at('file'), '');
    await expect(checkSigmaFolder(at('file'))).rejects.toThrow('must be a folder for rules');
    await checkSigmaFolder(at('none'));
  });

  it('refuses a rule that is none, and writes nothing', async () => {
    const [rule] = rulesFor('iam:CreateUser');
    const wrong = { ...rule, level: 'extreme' } as unknown as SigmaRule;
    await expect(writeSigmaRules(at('wrong'), [rule, wrong])).rejects.toThrow('level');
    await expect(writeSigmaRules(at('wrong'), [rule, rule])).rejects.toThrow('must not repeat');
    expect(readdirSync(folder)).not.toContain('wrong');
  });
});

describe('sigmaYaml', () => {
  it('quotes what older YAML takes for something else', () => {
    const [rule] = rulesFor('iam:No');
    const text = sigmaYaml(rule);
    expect(text).toContain("eventName: 'No'");
    expect(text).toContain("date: '2024-01-01'");
    expect(parse(text, { version: '1.1' })).toEqual(rule);
  });
});

describe('sigmaRuleSchema', () => {
  const [rule] = rulesFor('iam:CreateUser');
  const { detection } = rule;
  const selection = { eventName: 'CreateUser' };
  const mistakes: [string, object][] = [
    ['title', { title: 'x'.repeat(257) }],
    ['id', { id: '12' }],
    ['status', { status: 'new' }],
    ['date', { date: '2024-02-30' }],
    ['tags', { tags: ['Attack.T1098'] }],
    ['tags', { tags: ['attack.impact', 'attack.impact'] }],
    ['falsepositives', { falsepositives: ['x'] }],
    ['level', { level: 'extreme' }],
    ['logsource', { logsource: {} }],
    ['detection', { detection: { condition: 'selection' } }],
    ['detection', { detection: { selection } }],
    ['detection', { detection: { selection, condition: '' } }],
    ['detection', { detection: { selection, condition: 'other' } }],
    ['detection', { detection: { selection: 'text', condition: 'selection' } }],
    ['detection', { detection: { ...detection, unused: {} } }],
    ['detection', { detection: { ...detection, condition: '1 of filter_*' } }],
  ];

  it.each(mistakes)('refuses a wrong %s', (field, change) => {
    const parsed = sigmaRuleSchema.safeParse({ ...rule, ...change });
    expect(parsed.error?.issues[0].path[0]).toBe(field);
  });

  it('takes what Sigma allows', () => {
    const other = {
      keywords: ['a', 1, { 'field|contains': 'b' }],
      ...{ filter_a: selection, filter_b: selection },
      condition: 'keywords and not (1 of filter_* or all of filter_*)',
    };
    const custom = { ...rule, detection: other, level: 'critical', tags: [], ours: true };
    expect(sigmaRuleSchema.parse(custom)).toEqual(custom);
    const them = { ...other, condition: '1 of them' };
    expect(sigmaRuleSchema.safeParse({ ...rule, detection: them }).success).toBe(true);
  });
});
