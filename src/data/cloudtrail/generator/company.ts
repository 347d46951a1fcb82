import type { Random } from '../../../random';
import { drawMachine } from './machines';
import { drawLines } from './network';
import { drawPeople } from './people';
import type { Principal } from './principal';
import { drawResources, type Resources } from './resources';

/** Everyone in an account, and everything that is called upon. */
export interface Company {
  readonly accountId: string;
  readonly principals: readonly Principal[];
  readonly resources: Resources;
}

/** People at scale 1. */
const N_PEOPLE = 8;
const FEWEST_PEOPLE = 5;

/** Draws a company; people, pipelines, functions and instances grow with the scale. */
export function drawCompany(random: Random, scale: number): Company {
  const accountId = String(100_000_000_000 + random.integer(2 ** 32) * 200);
  const resources = drawResources(random);
  const lines = drawLines(random);
  const nPeople = Math.max(FEWEST_PEOPLE, Math.round(N_PEOPLE * scale));
  const several = (kind: 'pipeline' | 'function' | 'instance', perScale: number) =>
    Array.from({ length: Math.max(1, Math.round(perScale * scale)) }, (_, i) =>
      drawMachine(random, kind, `${kind}-${i + 1}`, resources),
    );
  const principals = [
    ...drawPeople(random, nPeople, resources, lines),
    ...several('pipeline', 1),
    ...several('function', 3),
    ...several('instance', 2),
    drawMachine(random, 'service', 'aws', resources, scale),
  ];
  return { accountId, principals, resources };
}
