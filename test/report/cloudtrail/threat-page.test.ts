import { JSDOM } from 'jsdom';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyReport, keepAside } from '../../../src/data/cloudtrail/report';
import { createThreatSummary } from '../../../src/report/cloudtrail/summarise-threats';
import { type ThreatRun, threatPage } from '../../../src/report/cloudtrail/threat-page';
import { EVIL, event, judged, reason, STATE } from './examples';

function runOf(changes: Partial<ThreatRun> = {}): ThreatRun {
  const summary = createThreatSummary();
  const reasons = [reason('newCall', 1), reason('errorSurprise', 3)];
  summary.see([
    judged({ principal: EVIL, errorCode: EVIL, eventName: EVIL, sourceIpAddress: EVIL }),
    judged({ resources: [EVIL], awsRegion: EVIL, eventSource: EVIL }, {}, [reason('newRegion', 1)]),
    judged({ errorCode: 'AccessDenied' }, { riskScore: 0.6 }, reasons),
    judged({}, { threatType: 'Normal', riskScore: 0.1 }),
  ]);
  const report = emptyReport();
  const { eventTime } = event();
  Object.assign(report, { nFiles: 2, nEvents: 4, nRepeated: 1 });
  Object.assign(report, { firstTime: eventTime, lastTime: eventTime });
  keepAside(report, { file: `logs/${EVIL}`, line: 3, byte: 120, reason: 'no JSON', text: EVIL });
  return { paths: [EVIL], report, summary, modelName: EVIL, model: STATE, ...changes };
}

const page = async (run: ThreatRun) =>
  new JSDOM(await threatPage(run), { runScripts: 'dangerously' }).window.document;

describe('threatPage', () => {
  let document: Document;
  const text = (id: string) => document.querySelector(`#${id}`)?.textContent ?? '';
  beforeAll(async () => {
    document = await page(runOf());
  });

  it('shows what logs and model are called as text, and runs no script', () => {
    expect(document.querySelectorAll('script')).toHaveLength(0);
    expect(document.querySelectorAll('img:not([src^="data:image/svg+xml"])')).toHaveLength(0);
    expect(text('findings')).toContain(EVIL);
    expect(text('read')).toContain(EVIL);
    expect(text('who')).toContain(EVIL);
    expect(text('model')).toContain(EVIL);
  });

  it('asks nothing of the network', () => {
    expect(document.querySelectorAll('link, iframe, [src^="http"], [href^="http"]')).toHaveLength(
      0,
    );
  });

  it('has every section that its contents name', () => {
    const links = [...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href')!);
    expect(links).toHaveLength(7);
    for (const link of links) expect(document.querySelector(link)).not.toBeNull();
  });

  it('says how many there are, and how many there would be without attacks', () => {
    expect(text('short')).toContain('3 events of 4 (75 %) are taken for threats');
    expect(text('short')).toContain('3 Privilege Escalation');
    expect(text('short')).toContain('2 high, 1 medium, 0 low');
    expect(text('short')).toContain('1 % score as high as a finding');
    expect(text('short')).toContain('1 record could not be read and is not judged');
  });

  it('gives the highest findings with reasons and what to look at next', () => {
    const rows = [...document.querySelectorAll('#findings tbody tr')].map((row) => row.textContent);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatch(/^0\.900high/);
    expect(rows[0]).toContain('No feature alone');
    expect(rows[2]).toContain('this principal never made this call before odds × 2.7');
    expect(rows[2]).toContain('AccessDenied, as about 1 in 8 such calls');
    expect(rows[2]).toContain('Next: Check whether the new user, key, role or permission');
  });

  it('says that labels were synthetic where the model knows', async () => {
    const metadata = { ...STATE.metadata, labels: 'synthetic' as const };
    const { textContent } = (await page(runOf({ model: { ...STATE, metadata } }))).body;
    expect(textContent).toContain('It was trained on synthetic labels.');
    expect(textContent).not.toContain('If those were synthetic');
  });

  it('warns of events that are older than the end of the training', async () => {
    expect(text('short')).not.toContain('in sample');
    const summary = createThreatSummary(STATE);
    const validatedUntil = Date.parse(STATE.metadata.validatedUntil);
    const times = [validatedUntil - 1, validatedUntil, validatedUntil + 1];
    summary.see(times.map((eventTime) => judged({ eventTime })));
    const report = { ...emptyReport(), nEvents: 3, firstTime: times[0], lastTime: times[2] };
    const warning = "2 of the events are from before the end of the model's training; figures";
    expect((await page(runOf({ summary, report }))).body.textContent).toContain(warning);
    const normal = createThreatSummary(STATE);
    normal.see([judged({ eventTime: 0 }, { threatType: 'Normal' })]);
    expect((await page(runOf({ summary: normal }))).body.textContent).toContain(
      '1 of the events is',
    );
  });

  it('tells of the model what its figures are worth, and of the log what was read', () => {
    expect(text('model')).toMatch(/5,000 events up to 2023-01-01/);
    expect(text('model')).toContain('If those were synthetic, or their labels weak');
    expect(text('read')).toContain('1 event came twice');
    expect(text('read')).toMatch(/no JSON/);
    expect(document.querySelector('#time img')?.getAttribute('alt')).toContain('Findings by hour');
  });

  it('says so where nothing is found, or nothing was read', async () => {
    const none = await page(runOf({ summary: createThreatSummary(), report: emptyReport() }));
    expect(none.body.textContent).toContain('None of 0 events reaches the threshold 0.5');
    expect(none.querySelectorAll('nav a')).toHaveLength(4);
    expect(none.body.textContent).toContain('Everything could be read.');
  });
});
