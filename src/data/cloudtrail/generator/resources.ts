import type { Random } from '../../../random';

/** What calls are upon: how many of it a company has, and what its names look like; `#` stands for hexadecimal digits. */
const KINDS: Readonly<Record<ResourceKind, readonly [number, string]>> = {
  bucket: [40, 'WORD-WORD-######'],
  role: [30, 'WORD-WORD-role'],
  user: [80, 'WORD.WORD'],
  policy: [20, 'WORD-WORD-policy'],
  secret: [60, 'WORD/WORD-######'],
  parameter: [60, '/WORD/WORD/####'],
  instance: [60, 'i-0################'],
  image: [30, 'ami-0################'],
  volume: [60, 'vol-0################'],
  snapshot: [60, 'snap-0################'],
  vpc: [12, 'vpc-0################'],
  subnet: [30, 'subnet-0################'],
  routeTable: [20, 'rtb-0################'],
  securityGroup: [40, 'sg-0################'],
  flowLog: [10, 'fl-0################'],
  function: [40, 'WORD-WORD-fn'],
  database: [12, 'WORD-WORD-db'],
  dbSnapshot: [30, 'WORD-WORD-####'],
  trail: [4, 'WORD-trail'],
  logGroup: [40, '/aws/lambda/WORD-WORD-fn'],
  table: [20, 'WORD-WORD'],
  stack: [20, 'WORD-WORD-stack'],
};

/** A kind of thing that calls are upon. */
export type ResourceKind =
  | 'bucket'
  | 'role'
  | 'user'
  | 'policy'
  | 'secret'
  | 'parameter'
  | 'instance'
  | 'image'
  | 'volume'
  | 'snapshot'
  | 'vpc'
  | 'subnet'
  | 'routeTable'
  | 'securityGroup'
  | 'flowLog'
  | 'function'
  | 'database'
  | 'dbSnapshot'
  | 'trail'
  | 'logGroup'
  | 'table'
  | 'stack';

/** Everything that a company has, by kind. */
export type Resources = Readonly<Record<ResourceKind, readonly string[]>>;

const WORDS =
  'account alarm asset audit backup batch billing budget cache card cart catalog chart claim client cloud core customer data demand device edge event export fleet gate graph image index invoice item label ledger lake mail media metric mobile model news notify offer order page parcel payment photo plan point portal price quote rate relay report review route sales search sensor ship shop signal site stock store stream survey tag task team ticket token track trade user video visit vote web yard zone'.split(
    ' ',
  );

/** Draws names; all of one kind differ. */
export function drawResources(random: Random): Resources {
  const entries = Object.entries(KINDS).map(([kind, [count, form]]) => {
    const names = new Set<string>();
    while (names.size < count) names.add(drawName(random, form));
    return [kind, [...names]] as const;
  });
  return Object.fromEntries(entries) as unknown as Resources;
}

/** A name of a form, as `WORD-####`. */
function drawName(random: Random, form: string): string {
  return form
    .replaceAll('WORD', () => random.choice(WORDS))
    .replaceAll('#', () => random.integer(16).toString(16));
}
