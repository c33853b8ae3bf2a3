// Printing to PDF, and reading what is on the sheets. Poppler reads, so that Chromium does not judge itself.

import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { scratch } from '../../interop/lib/scratch.mjs';

const run = promisify(execFile);
let printed = 0;

/** Prints, and resolves with the text of each sheet, in the places where it stands. */
export async function sheets(page, format) {
  const file = join(scratch('paper'), `${printed++}.pdf`);
  writeFileSync(file, await page.pdf({ format, displayHeaderFooter: false, printBackground: false }));
  const { stdout } = await run('pdftotext', ['-layout', file, '-'], { maxBuffer: 1 << 26 });
  const texts = stdout.split('\f').slice(0, -1);
  const { stdout: info } = await run('pdfinfo', [file]);
  return { file, texts, size: info.match(/Page size: +(.*)/)[1], pages: Number(info.match(/Pages: +(\d+)/)[1]) };
}

/** One sheet as a picture, 72 dots an inch, in shades of grey. */
export async function sheetAsPng(file, number) {
  const args = ['-png', '-gray', '-r', '72', '-f', String(number), '-l', String(number), file];
  return (await run('pdftoppm', args, { encoding: 'buffer', maxBuffer: 1 << 26 })).stdout;
}
