import { readFileSync } from 'fs';
import { quoted } from '../../mesh/quoted';

/** @throws when there is no JSON in the file */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${quoted(path)} is not readable as JSON (${(error as Error).message}): expected what the CDK writes, synthesize it again`);
  }
}
