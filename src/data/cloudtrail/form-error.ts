const FORM_ERRORS = new WeakSet<Error>();

/** Marks an error as one of what a file holds, which is kept aside; every other error is a fault of reading itself. */
export function formError<Kind extends Error>(error: Kind): Kind {
  FORM_ERRORS.add(error);
  return error;
}

/** Whether an error tells of what a file holds. */
export function isFormError(error: unknown): error is Error {
  return error instanceof Error && FORM_ERRORS.has(error);
}
