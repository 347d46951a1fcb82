import { batchOf, takeWindows, type Windows } from '../features/window';
import { type Tensor, tensor } from './engine';
import { transpose } from './ops';

/** Some of the windows as a network takes them, shape `[length, indices.length, nFeatures]`. */
export function inputOf(windows: Windows, indices: Int32Array): Tensor {
  const { length, nFeatures } = windows;
  const batch = batchOf(takeWindows(windows, indices), 0, indices.length);
  return transpose(tensor([indices.length, length, nFeatures], batch), [1, 0, 2]);
}
