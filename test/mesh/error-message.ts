/** The message of the error that `act` throws; fails when it throws none, or something else than an `Error`. */
export function errorMessage(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Error && error.constructor === Error) {
      return error.message;
    }
    throw new Error(`expected a plain Error, but ${String(error)} was thrown`);
  }
  throw new Error('expected an error, but nothing was thrown');
}
