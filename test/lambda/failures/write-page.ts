// Writes docs/failures.md. A test fails when the page is out of date.
import { writeFileSync } from 'node:fs';
import { page } from './page';

writeFileSync('docs/failures.md', page());
