/** An upright rectangle in pixels; y grows downwards. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The affine map x' = a x + c y + e, y' = b x + d y + f, as SVG's `matrix(a b c d e f)`. */
export type Transform = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const IDENTITY: Transform = [1, 0, 0, 1, 0, 0];

/** The smallest box around all of them; undefined if there are none. */
export function union(boxes: readonly (Box | undefined)[]): Box | undefined {
  return boxes.reduce((all, box) => {
    if (!all || !box) return all ?? box;
    return {
      left: Math.min(all.left, box.left),
      top: Math.min(all.top, box.top),
      right: Math.max(all.right, box.right),
      bottom: Math.max(all.bottom, box.bottom),
    };
  }, undefined);
}

/** The upright box around a transformed box. */
export function transformBox({ left, top, right, bottom }: Box, transform: Transform): Box {
  const [a, b, c, d, e, f] = transform;
  const xs = [left, right].flatMap((x) => [top, bottom].map((y) => a * x + c * y + e));
  const ys = [left, right].flatMap((x) => [top, bottom].map((y) => b * x + d * y + f));
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}

/** Reads an SVG `transform` attribute; what it does not know changes nothing. */
export function parseTransform(attribute: string): Transform {
  let all = IDENTITY;
  for (const [, name, list] of attribute.matchAll(/(\w+)\(([^)]*)\)/g)) {
    all = compose(
      all,
      simpleTransform(
        name,
        list
          .trim()
          .split(/[\s,]+/)
          .map(Number),
      ),
    );
  }
  return all;
}

/** What `getBBox` and `getBoundingClientRect` return: the box, or an empty one. */
export function boxOf(box: Box | undefined): Box & {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
} {
  const { left, top, right, bottom } = box ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const size = { width: right - left, height: bottom - top };
  return { x: left, y: top, left, top, right, bottom, ...size };
}

function simpleTransform(name: string, numbers: readonly number[]): Transform {
  const [first, second = 0, third = 0] = numbers;
  if (name === 'translate') return [1, 0, 0, 1, first, second];
  if (name === 'scale') return [first, 0, 0, numbers[1] ?? first, 0, 0];
  if (name === 'matrix') return numbers as unknown as Transform;
  if (name !== 'rotate') return IDENTITY;
  const [cos, sin] = [Math.cos((first * Math.PI) / 180), Math.sin((first * Math.PI) / 180)];
  const turn: Transform = [cos, sin, -sin, cos, 0, 0];
  return compose(compose([1, 0, 0, 1, second, third], turn), [1, 0, 0, 1, -second, -third]);
}

/** First the second, then the first. */
function compose([a, b, c, d, e, f]: Transform, [g, h, i, j, k, l]: Transform): Transform {
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
}
