// The pictures in docs/keywatch, taken of the real page: `node pictures.mjs [DIR [--whole]]`. With --whole, in
// their whole length, and in the dark as well.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { launch, open } from '../browser/lib/chromium.mjs';
import { watched } from './lib/watched.mjs';

const directory = process.argv[2] ?? fileURLToPath(new URL('../../docs/keywatch/', import.meta.url));
mkdirSync(directory, { recursive: true });

const { service, stop } = await watched();
const browser = await launch();
try {
  const whole = process.argv.includes('--whole');
  const pictures = [
    ['page', 1280, 1400, 'light'],
    ['page-phone', 390, 1320, 'light'],
  ];
  if (whole) pictures.push(['page-dark', 1280, 1400, 'dark'], ['page-tablet', 820, 1180, 'light']);
  for (const [name, width, height, colorScheme] of pictures) {
    const { page, close } = await open(browser, `${service.page}/`, { width, height, colorScheme });
    await page.screenshot({ path: join(directory, `${name}.png`), fullPage: whole });
    await close();
  }
} finally {
  await browser.close();
  await stop();
}
