declare module 'ml-isolation-forest' {
  export class IsolationForest {
    constructor(options?: { nEstimators?: number });
    readonly forest: readonly unknown[];
    train(trainingSet: readonly (readonly number[])[]): void;
    predict(data: readonly (readonly number[])[]): number[];
  }
}
