/** Writes the list of public names from the compiled assembly. */
import { LIST, writeList } from './list';

writeList();
process.stdout.write(`${LIST} is written: read the diff before you commit it\n`);
