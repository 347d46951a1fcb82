import type { Tensor } from '../engine';
import type { Forward, Layer, LayerMaker } from '../layer';

/** Layers one after another, as one layer. */
export function sequence(makers: readonly LayerMaker[]): LayerMaker {
  return {
    kind: 'sequence',
    make: (inputShape, random) => {
      const layers: Layer[] = [];
      for (const maker of makers) {
        layers.push(maker.make(layers.at(-1)?.outputShape ?? inputShape, random));
      }
      return {
        weights: layers.flatMap((layer, i) =>
          layer.weights.map((weight) => ({
            ...weight,
            name: `${i}-${makers[i].kind}/${weight.name}`,
          })),
        ),
        outputShape: layers.at(-1)?.outputShape ?? inputShape,
        parts: layers.map(({ outputShape, weights }, i) => {
          const { kind, config = {} } = makers[i];
          return { kind, config, outputShape, weights };
        }),
        forward: (input, weights, mode) => {
          const passes: Forward[] = [];
          let start = 0;
          for (const layer of layers) {
            const end = start + layer.weights.length;
            const from = passes.at(-1)?.output ?? input;
            passes.push(layer.forward(from, weights.slice(start, end), mode));
            start = end;
          }
          return {
            output: passes.at(-1)?.output ?? input,
            backward: (gradient) => backwardThrough(passes, gradient),
          };
        },
      };
    },
  };
}

function backwardThrough(passes: readonly Forward[], gradient: Tensor) {
  let back = gradient;
  const weights: (readonly Tensor[])[] = [];
  for (const pass of [...passes].reverse()) {
    const gradients = pass.backward(back);
    back = gradients.input;
    weights.push(gradients.weights);
  }
  return { input: back, weights: weights.reverse().flat() };
}
