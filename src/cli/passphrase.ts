import { readFileSync, statSync } from 'fs';
import { Command, Option } from 'commander';
import { read } from 'read';
import { errorText } from './error-text';
import { isOpenToOthers } from './file-mode';
import { printNote, Terminal } from './terminal';
import { quoted } from '../mesh/quoted';

/** Where the passphrase of the root's key comes from; never the command line, which every process of the machine can read. */
export interface PassphraseOptions {
  readonly passphraseFile?: string;
  readonly passphraseEnv?: string;
  readonly passphrasePrompt?: boolean;
}

/** OpenSSL derives the key with few rounds, so the passphrase itself has to be long: docs/trust.md. */
export const MIN_PASSPHRASE = 12;

/** What Node's OpenSSL takes. */
const MAX_PASSPHRASE_BYTES = 1024;

export function addPassphraseOptions(command: Command, purpose: string): Command {
  return command
    .addOption(new Option('--passphrase-file <file>', `${purpose}: the first line of a file`).conflicts(['passphraseEnv', 'passphrasePrompt']))
    .addOption(new Option('--passphrase-env <variable>', `${purpose}: an environment variable`).conflicts('passphrasePrompt'))
    .addOption(new Option('--passphrase-prompt', `${purpose}: ask for it on the terminal`));
}

/**
 * The passphrase for a new key.
 *
 * @returns undefined when no option asks for one
 * @throws when the passphrase cannot be had, is short, or is typed differently the second time
 */
export async function newPassphrase(options: PassphraseOptions, terminal: Terminal): Promise<string | undefined> {
  if (!isGiven(options)) {
    return undefined;
  }
  const passphrase = await givenPassphrase(options, terminal, 'passphrase for the new root key:');
  if ([...passphrase].length < MIN_PASSPHRASE) {
    throw new Error(`the passphrase has ${[...passphrase].length} characters: at least ${MIN_PASSPHRASE} are needed, it is all that protects a copied file`);
  }
  if (options.passphrasePrompt && await ask(terminal, 'the same passphrase again:') !== passphrase) {
    throw new Error('the passphrases differ: run the command again');
  }
  return passphrase;
}

/**
 * The passphrase of an existing key that is encrypted: asked for on the terminal, if no option says where it is.
 *
 * @param file what the file of the key is called in messages
 * @throws when the passphrase cannot be had
 */
export async function existingPassphrase(options: PassphraseOptions, terminal: Terminal, file: string): Promise<string> {
  if (!isGiven(options) && !canAsk(terminal)) {
    throw new Error(`the private key in ${quoted(file)} is encrypted, and there is no terminal to ask on: give --passphrase-file or --passphrase-env`);
  }
  return givenPassphrase(isGiven(options) ? options : { passphrasePrompt: true }, terminal, `passphrase of ${quoted(file)}:`);
}

function isGiven({ passphraseFile, passphraseEnv, passphrasePrompt }: PassphraseOptions): boolean {
  return passphraseFile !== undefined || passphraseEnv !== undefined || passphrasePrompt === true;
}

/** Messages do not repeat what was given: some will give the passphrase itself. */
async function givenPassphrase(options: PassphraseOptions, terminal: Terminal, prompt: string): Promise<string> {
  const { passphraseFile, passphraseEnv } = options;
  if (passphraseFile !== undefined) {
    return checked(firstLine(passphraseFile, terminal), 'the first line of the file given with --passphrase-file');
  }
  if (passphraseEnv !== undefined) {
    return checked(terminal.env[passphraseEnv] ?? '', 'the environment variable named with --passphrase-env');
  }
  return checked(await ask(terminal, prompt), 'the passphrase');
}

function checked(passphrase: string, where: string): string {
  if (passphrase === '') {
    throw new Error(`${where} is empty or not there: expected a passphrase`);
  }
  if (Buffer.byteLength(passphrase) > MAX_PASSPHRASE_BYTES) {
    throw new Error(`${where} is longer than ${MAX_PASSPHRASE_BYTES} bytes: give a shorter passphrase`);
  }
  return passphrase;
}

function firstLine(file: string, terminal: Terminal): string {
  try {
    const text = readFileSync(file, 'utf8');
    if (isOpenToOthers(statSync(file).mode)) {
      printNote(terminal, 'others may read the passphrase file: run chmod 600 on it');
    }
    return text.split(/\r?\n/, 1)[0];
  } catch (error) {
    throw new Error(`the file given with --passphrase-file cannot be read (${(error as NodeJS.ErrnoException).code}): give the path of a file`);
  }
}

function canAsk({ stdin, stderr }: Terminal): boolean {
  // Without a terminal for the output, the input would be echoed.
  return stdin.isTTY === true && stderr.isTTY === true;
}

async function ask(terminal: Terminal, prompt: string): Promise<string> {
  if (!canAsk(terminal)) {
    throw new Error('there is no terminal to ask for the passphrase on: give --passphrase-file or --passphrase-env');
  }
  let refuse = () => {};
  // At the end of the input (Ctrl-D) nothing is read and nothing more happens.
  const ended = new Promise<never>((_, reject) => {
    refuse = () => reject(new Error('no passphrase was given'));
    process.once('beforeExit', refuse);
  });
  try {
    return await Promise.race([read({ prompt, silent: true, input: terminal.stdin, output: terminal.stderr }), ended]);
  } catch (error) {
    throw errorText(error) === 'canceled' ? new Error('canceled: no passphrase was given') : error;
  } finally {
    // The newline that was typed is not echoed either.
    terminal.stderr.write('\n');
    process.removeListener('beforeExit', refuse);
  }
}
