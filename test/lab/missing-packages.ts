/** Prints the packages of Debian that the lab needs and this machine lacks, a line each. */
import { missingPackagesHere } from './prerequisites';

for (const name of missingPackagesHere()) {
  console.log(name);
}
