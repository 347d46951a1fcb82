import { checkProgram } from '../../scripts/maven';

/** What must be installed and is not, in words; undefined where nothing is missing. */
export function missingPrograms(): string | undefined {
  try {
    checkProgram('java', ['-version'], 'Java 17 or newer');
    checkProgram('mvn', ['--version'], 'Maven (mvn)');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
