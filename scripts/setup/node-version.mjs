const [MAJOR, MINOR] = [20, 19];

/** Returns what is wrong with this version of Node in one line, or undefined where nothing is. */
export function checkNodeVersion(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > MAJOR || (major === MAJOR && minor >= MINOR)) return undefined;
  return `Node must be ${MAJOR}.${MINOR} or newer, got ${version}; get one from https://nodejs.org`;
}
