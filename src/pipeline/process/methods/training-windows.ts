import type { ProcessRecording } from '../../../data/process/recording';
import { recordingWindows } from '../../../features/process-windows';
import type { Windows } from '../../../features/window';
import type { ProcessTraining } from './method';

/**
 * Windows that networks train on, and those that decide when to stop: at one stride, so many that training has no more than
 * `trainWindows`.
 */
export function trainingWindows(
  {
    train,
    validation,
    trainWindows,
  }: Pick<ProcessTraining, 'train' | 'validation' | 'trainWindows'>,
  length: number,
): { readonly train: Windows; readonly validation: Windows; readonly stride: number } {
  const nAll = train.reduce((sum, { times }) => sum + Math.max(0, times.length - length + 1), 0);
  const stride = Math.max(1, Math.ceil(nAll / trainWindows));
  const windows = (recordings: readonly ProcessRecording[]) =>
    recordingWindows(recordings, { length, stride }).windows;
  return { train: windows(train), validation: windows(validation), stride };
}
