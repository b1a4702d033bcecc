import { CallerKind } from './callers';

/** One request, as its caller saw it. */
export interface CallRecord {
  /** Callers make one request at a time; each has a number of its own. */
  readonly caller: string;
  readonly kind: CallerKind;
  /** When it ended, in milliseconds of the test's clock. */
  readonly end: number;
  /** From the first attempt to the end, what the proxy repeats included. */
  readonly seconds: number;
  /** 000 where there was no answer. */
  readonly status: string;
  /** What curl says. */
  readonly error: string;
}

/** What a load saw of a fault. */
export interface LoadReport {
  readonly requests: number;
  readonly failed: number;
  /** The longest time that a caller was without an answer: between two that it got one after the other. */
  readonly withoutAnswerSeconds: number;
  /** How often each kind of failure happened. */
  readonly failures: { readonly [failure: string]: number };
}

/** Whether a service answered a request. */
export function isAnswered({ status }: CallRecord): boolean {
  return status === '200';
}

/** @throws if there is a caller that was never answered, because it tells nothing of a recovery */
export function loadReport(records: readonly CallRecord[]): LoadReport {
  const failed = records.filter(record => !isAnswered(record));
  const failures: { [failure: string]: number } = {};
  for (const { kind, status, error } of failed) {
    // Without the milliseconds, which differ each time.
    const failure = `${kind} ${status}${error && ` ${error.replace(/ after \d+ milliseconds.*/, '')}`}`;
    failures[failure] = (failures[failure] ?? 0) + 1;
  }
  const callers = [...new Set(records.map(({ caller }) => caller))];
  if (callers.length === 0) {
    throw new Error('there was no request');
  }
  const withoutAnswerSeconds = Math.max(...callers.map(caller => longestGap(caller, records)));
  return { requests: records.length, failed: failed.length, withoutAnswerSeconds, failures };
}

function longestGap(caller: string, records: readonly CallRecord[]): number {
  const answers = records.filter(record => record.caller === caller && isAnswered(record)).map(({ end }) => end);
  if (answers.length < 2) {
    throw new Error(`caller ${caller} had ${answers.length} answers`);
  }
  return Math.max(...answers.slice(1).map((end, index) => end - answers[index]!)) / 1000;
}

/** A report on one line. */
export function describeReport({ requests, failed, withoutAnswerSeconds, failures }: LoadReport): string {
  const kinds = Object.entries(failures).map(([failure, count]) => `${count} x ${failure}`).join(', ');
  return `${requests} requests, ${failed} failed${kinds && ` (${kinds})`}, no caller without an answer for more than ${withoutAnswerSeconds.toFixed(1)} s`;
}
