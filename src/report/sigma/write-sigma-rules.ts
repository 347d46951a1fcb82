import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseWith } from '../../data/whole-file';
import { replaceFolder } from '../../pipeline/replace-folder';
import { type SigmaRule, sigmaRuleSchema } from './sigma-rule';
import { GENERATED, sigmaYaml } from './sigma-yaml';

/** Of a file's name, its ending included; Sigma specification 2.1.0, "Yaml File". */
const MAX_NAME = 70;
const ID_LENGTH = 8;

/**
 * Writes each rule as a `.yml` file named after its title. Rules of an earlier run in that folder are replaced, all at once:
 * the folder holds the old ones or the new ones, never both.
 *
 * @returns names of the files, in the order of the rules.
 * @throws {Error} naming file and field, if a rule is none by `sigmaRuleSchema` or stands twice; or the folder, if it holds anything but rules of
 * an earlier run, or cannot be written.
 */
export async function writeSigmaRules(
  folder: string,
  rules: readonly SigmaRule[],
): Promise<string[]> {
  const names = fileNames(rules);
  rules.forEach((rule, i) => {
    parseWith(sigmaRuleSchema, rule, names[i]);
    if (names.indexOf(names[i]) < i) throw new Error(`${names[i]}: id: must not repeat`);
  });
  const place = resolve(folder);
  await checkSigmaFolder(place);
  await mkdir(dirname(place), { recursive: true });
  const work = await mkdtemp(`${place}.part-`);
  const next = join(work, 'new');
  try {
    await mkdir(next);
    for (const [i, rule] of rules.entries()) await writeFile(join(next, names[i]), sigmaYaml(rule));
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    throw error;
  }
  await replaceFolder(place, next, join(work, 'old'));
  await rm(work, { recursive: true, force: true });
  return names;
}

/**
 * Refuses a folder that `writeSigmaRules` may not replace, for callers that want to know beforehand.
 *
 * @throws {Error} if it is none, or holds anything but rules that were written here.
 */
export async function checkSigmaFolder(folder: string): Promise<void> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new Error(`${folder}: must be a folder for rules (${error.code})`);
  });
  for (const name of found) {
    if (name.endsWith('.yml') && (await isGenerated(join(folder, name)))) continue;
    throw new Error(`${folder}: must be empty or hold rules of an earlier run, got ${name}`);
  }
}

async function isGenerated(file: string): Promise<boolean> {
  const start = Buffer.alloc(Buffer.byteLength(GENERATED));
  try {
    const handle = await open(file);
    await handle.read(start).finally(() => handle.close());
  } catch {
    return false; // a folder, or not to be read
  }
  return start.toString() === GENERATED;
}

/** `aws_rare_call_iam_create_user.yml`; with the id's start where a name is too long or another rule has it. */
function fileNames(rules: readonly SigmaRule[]): string[] {
  const slugs = rules.map(({ title }) => slugOf(title));
  return slugs.map((slug, i) => {
    const isAlone = slugs.indexOf(slug) === i && slugs.lastIndexOf(slug) === i;
    if (isAlone && slug.length <= MAX_NAME - 4) return `${slug}.yml`;
    const id = rules[i].id.slice(0, ID_LENGTH);
    return `${slug.slice(0, MAX_NAME - 5 - ID_LENGTH)}_${id}.yml`;
  });
}

function slugOf(title: string): string {
  const words = title.replace(/([a-z\d])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3_$2$4');
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}
