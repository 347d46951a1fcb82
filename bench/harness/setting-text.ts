import type { Setting } from './results';

/** The names of packages that answer by another one. */
const NAMES: Readonly<Record<string, string>> = {
  node: 'Node',
  tensorflow: 'TensorFlow',
  python: 'Python',
  keras: 'Keras',
};

/** What a group was measured on, in words: ours, the peers' and the machine. */
export function settingText({
  machine,
  versions,
}: Setting): Record<'ours' | 'peer' | 'on', string> {
  const cores = machine.cores === 1 ? '1 core' : `${machine.cores} cores`;
  return {
    ours: listed(versions.ours),
    peer: listed(versions.peer),
    on: `${machine.cpu}, ${cores}, ${machine.os}`,
  };
}

function listed(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions)
    .map(([name, version]) => `${NAMES[name] ?? name} ${version}`)
    .join(', ');
}
