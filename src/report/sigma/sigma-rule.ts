import { z } from 'zod';

/** Fields and what they must be; all must hold, and any value of a list. */
export type SigmaSearch = Readonly<Record<string, unknown>>;

/** Searches by name, and how they are joined. */
export interface SigmaDetection {
  readonly condition: string;
  readonly [name: string]: string | SigmaSearch | readonly (string | number | SigmaSearch)[];
}

/** A detection rule of Sigma 2: what most tools for security logs can read or convert. */
export interface SigmaRule {
  readonly title: string;
  readonly id: string;
  readonly status: 'stable' | 'test' | 'experimental' | 'deprecated' | 'unsupported';
  readonly description: string;
  readonly references: readonly string[];
  readonly author: string;
  /** Of its making: `2024-01-31`. */
  readonly date: string;
  readonly tags: readonly string[];
  readonly logsource: {
    readonly category?: string | undefined;
    readonly product?: string | undefined;
    readonly service?: string | undefined;
    readonly definition?: string | undefined;
  };
  readonly detection: SigmaDetection;
  /** Fields that an analyst will want to see. */
  readonly fields: readonly string[];
  readonly falsepositives: readonly string[];
  readonly level: 'informational' | 'low' | 'medium' | 'high' | 'critical';
}

const unique = <T extends z.ZodType<string>>(item: T): z.ZodType<z.infer<T>[]> =>
  z.array(item).refine((items) => new Set(items).size === items.length, 'must not repeat');

const search = z.record(z.string(), z.unknown());

const detection: z.ZodType<SigmaDetection> = z
  .object({ condition: z.string() })
  .catchall(z.union([z.string(), search, z.array(z.union([z.string(), z.int(), search]))]))
  .superRefine((value, context) => {
    const problem = problemOf(value as SigmaDetection);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

/**
 * What a rule must be: the fields of Sigma's rule schema, those optional ones that a published rule has required, and
 * searches and condition that fit each other.
 *
 * Source: Sigma specification 2.1.0, rules, tags and `json-schema/sigma-detection-rule-schema.json`
 * (github.com/SigmaHQ/sigma-specification at ba9251aa); conventions of published rules by `sigmahq/sigmahq-rule-convention.md`.
 */
export const sigmaRuleSchema: z.ZodType<SigmaRule> = z.looseObject({
  title: z.string().min(1).max(256),
  id: z.guid(),
  status: z.enum(['stable', 'test', 'experimental', 'deprecated', 'unsupported']),
  description: z.string().min(1).max(65_535),
  references: unique(z.string()),
  author: z.string(),
  date: z.iso.date(),
  tags: unique(z.string().regex(/^[a-z0-9_-]+\.[a-z0-9._-]+$/)),
  logsource: z
    .looseObject({
      category: z.string().optional(),
      product: z.string().optional(),
      service: z.string().optional(),
      definition: z.string().optional(),
    })
    .refine(
      ({ category, product, service }) => category ?? product ?? service,
      'must have a category, product or service',
    ),
  detection,
  fields: unique(z.string()),
  falsepositives: unique(z.string().min(2)),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']),
});

const WORDS = ['and', 'or', 'not', 'of', 'them', 'all'];

/** What is wrong with searches and condition; empty where nothing is. */
function problemOf({ condition, ...searches }: SigmaDetection): string {
  const names = Object.keys(searches);
  if (names.length === 0) return 'must have a search';
  const text = names.find((name) => typeof searches[name] === 'string');
  if (text !== undefined) return `${text} must be a list or fields`;
  const asked = condition.match(/[^\s()|]+/g) ?? [];
  const terms = asked.filter((term) => !WORDS.includes(term.toLowerCase()) && !/^\d+$/.test(term));
  if (asked.length === 0) return 'condition must not be empty';
  const unknown = terms.find((term) => !names.some((name) => isMeant(term, name)));
  if (unknown !== undefined) return `condition names ${unknown}, which there is not`;
  const all = asked.some((term) => term.toLowerCase() === 'them');
  const unused = names.find((name) => !all && !terms.some((term) => isMeant(term, name)));
  return unused === undefined ? '' : `${unused} is not in the condition`;
}

/** Whether a condition's term, such as `filter_*`, means a search. */
function isMeant(term: string, name: string): boolean {
  if (!term.includes('*')) return term === name;
  const parts = term.split('*').map((part) => part.replace(/[^\w-]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}
