// The pictures in docs/keywatch, taken of the real page: `node pictures.mjs [DIR [--whole]]`.

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
  for (const [name, width, height, colorScheme] of [
    ['page', 1280, 1400, 'light'],
    ['page-dark', 1280, 1400, 'dark'],
    ['page-phone', 390, 1320, 'light'],
  ]) {
    const { page, close } = await open(browser, `${service.page}/`, { width, height, colorScheme });
    await page.screenshot({ path: join(directory, `${name}.png`), fullPage: process.argv.includes('--whole') });
    await close();
  }
} finally {
  await browser.close();
  await stop();
}
