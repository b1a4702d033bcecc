const missing = new WeakSet<Error>();

/** The error for an output of a deployment that the outputs file does not hold, or not yet. */
export function missingOutput(message: string): Error {
  const error = new Error(message);
  missing.add(error);
  return error;
}

export function isMissingOutput(error: unknown): error is Error {
  return error instanceof Error && missing.has(error);
}
