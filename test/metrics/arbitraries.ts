import fc from 'fast-check';

/** Labels and scores with many ties and both classes. */
export const ranked = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: -6, max: 6 })), {
    minLength: 2,
    maxLength: 60,
  })
  .map((pairs) => ({
    labels: [0, 1, ...pairs.map(([label]) => label)],
    scores: [0, 1, ...pairs.map(([, score]) => score / 4)],
  }));

/** Labels and predictions, one class at least. */
export const predicted = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 1 })), {
    minLength: 1,
    maxLength: 60,
  })
  .map((pairs) => ({
    labels: pairs.map(([label]) => label),
    predictions: pairs.map(([, prediction]) => prediction),
  }));
