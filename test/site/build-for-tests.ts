import { BASE } from './site-directory';
import { buildSite } from '../../website/build';

buildSite(process.argv[2]!, BASE).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
