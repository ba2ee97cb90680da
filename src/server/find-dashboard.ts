// Where the built page is: beside the folder of whatever compiled file this has become part of.
import { fileURLToPath } from 'node:url';

export function findDashboard(): string {
  return fileURLToPath(new URL('../dashboard', import.meta.url));
}
