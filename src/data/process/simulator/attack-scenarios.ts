import type { Target } from './offsets';
import type { PlantPoint } from './points';

/** How an attack hides a sensor: it repeats what was read before it, or holds the last reading. */
export type Hiding = 'replay' | 'hold';

/** One attack on one control loop. */
export interface SingleAttack {
  /** The loop of the manual: pressure, flow, level, speed control, level control of the water treatment. */
  readonly loop: 'P1-PC' | 'P1-FC' | 'P1-LC' | 'P2-SC' | 'P3-LC';
  /** Set-points (SP) that are moved; the recorded point does not show it. */
  readonly setPoints: readonly Target[];
  /** Control outputs (CO; the manual says CV) that are moved; the recorded command shows it. */
  readonly outputs: readonly Target[];
  /** -1: downwards, or closed; 1: upwards, or open. */
  readonly direction: -1 | 1;
  /** Whether the move rises and falls in a ramp, a trapezoid, or comes and goes at once. */
  readonly profile: 'trapezoid' | 'step';
  /** The process value (PV) that is hidden, and how. */
  readonly hidden?: { readonly point: PlantPoint; readonly how: Hiding };
}

/**
 * The 14 single attacks of HAI 20.07.
 *
 * Source: HAI technical manual 1.0, 2020, table "Attack scenario", SA1 to SA14.
 */
export const SINGLE_ATTACKS: Readonly<Record<string, SingleAttack>> = {
  SA01: setPoint('P1-PC', 'P1_B2016', -1),
  SA02: { ...setPoint('P1-PC', 'P1_B2016', -1), hidden: { point: 'P1_PIT01', how: 'hold' } },
  SA03: output('P1-PC', 'P1_PCV01D', -1, 'step'),
  SA04: {
    ...output('P1-PC', 'P1_PCV01D', -1, 'step'),
    hidden: { point: 'P1_PIT01', how: 'hold' },
  },
  SA05: setPoint('P1-FC', 'P1_B3005', -1),
  SA06: { ...setPoint('P1-FC', 'P1_B3005', -1), hidden: { point: 'P1_FT03', how: 'replay' } },
  SA07: setPoint('P1-LC', 'P1_B3004', 1),
  SA08: { ...setPoint('P1-LC', 'P1_B3004', 1), hidden: { point: 'P1_LIT01', how: 'replay' } },
  SA09: output('P1-LC', 'P1_LCV01D', 1, 'trapezoid'),
  SA10: {
    ...output('P1-LC', 'P1_LCV01D', 1, 'trapezoid'),
    hidden: { point: 'P1_LIT01', how: 'replay' },
  },
  SA11: { ...setPoint('P2-SC', 'P2_SD01', -1), profile: 'step' },
  SA12: {
    ...setPoint('P2-SC', 'P2_SD01', -1),
    profile: 'step',
    hidden: { point: 'P2_SIT01', how: 'replay' },
  },
  SA13: {
    loop: 'P3-LC',
    setPoints: ['P3_LL'],
    outputs: ['P3_LCV01D'],
    direction: 1,
    profile: 'step',
  },
  SA14: {
    loop: 'P3-LC',
    setPoints: ['P3_LH'],
    outputs: ['P3_LCP01D'],
    direction: 1,
    profile: 'step',
  },
};

/**
 * By how much a target is moved: one width of its normal range, the least that leaves the range from anywhere within it.
 *
 * Frozen: written down before any detector was run on the simulator; the manual has no sizes. Widths: set-points as the manual's
 * table "Normal situation" has them (B3004 100 mm, B3005 100 L/h, the speed demand 100 rpm); the pressure demand and the commands,
 * which it does not list, from the least to the largest value of the real rows. The water levels move to the ends of what the
 * manual allows: 10 % to 0 %, 70 % to 90 %.
 */
export const ATTACK_SIZES: Readonly<Record<Target, number>> = {
  P1_B2016: 0.509,
  P1_B3004: 100,
  P1_B3005: 100,
  P1_PCV01D: 27.8,
  P1_LCV01D: 18.1,
  P2_SD01: 100,
  P3_LH: 20,
  P3_LL: -10, // the manual lowers it while the valve opens
  P3_LCP01D: 13809,
  P3_LCV01D: 17912,
};

function setPoint(
  loop: SingleAttack['loop'],
  target: Target,
  direction: SingleAttack['direction'],
): SingleAttack {
  return { loop, setPoints: [target], outputs: [], direction, profile: 'trapezoid' };
}

function output(
  loop: SingleAttack['loop'],
  target: Target,
  direction: SingleAttack['direction'],
  profile: SingleAttack['profile'],
): SingleAttack {
  return { loop, setPoints: [], outputs: [target], direction, profile };
}
