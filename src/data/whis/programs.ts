import { type Distribution, weighted } from '../iam/distribution';
import { anyOf } from './habits';

const PARENTS = [
  'explorer.exe',
  'services.exe',
  'svchost.exe',
  'winlogon.exe',
  'cmd.exe',
  'powershell.exe',
  'outlook.exe',
  'winword.exe',
  'excel.exe',
  'chrome.exe',
  'msedge.exe',
  'teams.exe',
  'code.exe',
  'taskeng.exe',
  'wmiprvse.exe',
  'mmc.exe',
  'java.exe',
  'python.exe',
  'msiexec.exe',
  'w3wp.exe',
];
const CHILDREN = [
  'cmd.exe',
  'powershell.exe',
  'conhost.exe',
  'notepad.exe',
  'chrome.exe',
  'msedge.exe',
  'winword.exe',
  'excel.exe',
  'outlook.exe',
  'teams.exe',
  'acrord32.exe',
  'code.exe',
  'git.exe',
  'node.exe',
  'python.exe',
  'java.exe',
  'taskhostw.exe',
  'rundll32.exe',
  'regsvr32.exe',
  'mshta.exe',
  'wscript.exe',
  'cscript.exe',
  'certutil.exe',
  'bitsadmin.exe',
  'net.exe',
  'whoami.exe',
  'schtasks.exe',
  'wmic.exe',
  'mmc.exe',
  'msiexec.exe',
];
const USUAL = [
  'explorer.exe>chrome.exe',
  'explorer.exe>outlook.exe',
  'svchost.exe>taskhostw.exe',
  'explorer.exe>teams.exe',
  'cmd.exe>conhost.exe',
  'explorer.exe>excel.exe',
  'explorer.exe>winword.exe',
  'explorer.exe>code.exe',
  'code.exe>git.exe',
  'code.exe>node.exe',
  'explorer.exe>cmd.exe',
  'explorer.exe>powershell.exe',
  'outlook.exe>winword.exe',
  'outlook.exe>acrord32.exe',
  'chrome.exe>acrord32.exe',
  'explorer.exe>notepad.exe',
  'cmd.exe>python.exe',
  'cmd.exe>java.exe',
  'services.exe>msiexec.exe',
  'explorer.exe>mmc.exe',
];

/** Parent and child as one text. */
const pairOf = (parent: string, child: string): string => `${parent}>${child}`;

/** What users start, the first most often: weights 1, 1/2, 1/3, … */
export const USUAL_PAIRS: Distribution<string> = harmonic(USUAL);

/** Any of 600 pairs, each as likely. */
export const ANY_PAIR: Distribution<string> = anyOf(
  PARENTS.flatMap((parent) => CHILDREN.map((child) => pairOf(parent, child))),
);

function harmonic(values: readonly string[]): Distribution<string> {
  const total = values.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  return weighted(new Map(values.map((value, i) => [value, 1 / (i + 1) / total])));
}
