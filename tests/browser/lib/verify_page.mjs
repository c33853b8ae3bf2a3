// The page that verifies tuples, as scripts/verify-page makes it: putting files into it, and reading what it shows.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { keygen } from '../../interop/lib/keygen.mjs';
import { scratch } from '../../interop/lib/scratch.mjs';
import { open } from './chromium.mjs';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

export const PAGE = resolve(process.env.VERIFY_PAGE ?? join(REPOSITORY, 'target/verify-page/verify.html'));
export const PAGE_URL = pathToFileURL(PAGE).href;

/** The page, when its module has run once. */
export async function openPage(browser, options) {
  const opened = await open(browser, PAGE_URL, options);
  await opened.page.waitForSelector('body[data-ready]');
  return opened;
}

let made = 0;

/** Files in a new directory, by their names; what is no text or bytes is written as JSON. */
export function written(contents) {
  const directory = join(scratch('dropped'), String(made++));
  mkdirSync(directory);
  return Object.entries(contents).map(([name, content]) => {
    const path = join(directory, name);
    const raw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(path, raw ? content : JSON.stringify(content));
    return path;
  });
}

/** Chooses the files, and waits until they are judged. */
export async function choose(page, paths) {
  await page.setInputFiles('#pick', paths);
  await page.waitForSelector('#verdict, #failed:not([hidden])', { timeout: 120_000 });
}

export const again = page => page.click('#clear');

/** All that is shown, every entry and every sentence of it. */
export async function shown(page) {
  for (const text of [/^Show all$/, /^Show [\d,]+ more/]) {
    for (let more = page.getByRole('button', { name: text }); (await more.count()) > 0; ) await more.first().click();
  }
  return page.evaluate(() => {
    const texts = (within, selector) => [...within.querySelectorAll(selector)].map(it => it.textContent);
    return {
      verdict: document.querySelector('#verdict h2')?.textContent,
      sentence: document.querySelector('#verdict p')?.textContent,
      files: [...document.querySelectorAll('.file')].map(file => {
        const about = [...file.querySelectorAll(':scope > div > .remarks > li')];
        const sentences = kind => about.filter(it => it.className === kind).map(it => it.textContent.replace(`${kind}: `, ''));
        return {
          name: file.querySelector('h3').textContent,
          verdict: file.querySelector(':scope > header .word').textContent,
          facts: Object.fromEntries([...file.querySelectorAll(':scope > dl > div')].map(it => [it.children[0].textContent, it.children[1].textContent])),
          calls: texts(file, '.calls li'),
          faults: sentences('fault'),
          warnings: sentences('warning'),
          rows: [...file.querySelectorAll('tbody tr:not(.below)')].map(row => [...row.cells].map(cell => cell.textContent)),
        };
      }),
    };
  });
}

/** What `keygen verify --json` says of the same files, with their names for their paths. */
export async function verified(paths, args = []) {
  const { stdout, output } = await keygen(['verify', '--json', ...args, ...paths]);
  // With a fault the report is on standard error, before the line that says how many there are.
  const text = stdout || output.slice(0, output.lastIndexOf('\n]') + 2);
  const directory = paths[0].slice(0, paths[0].lastIndexOf('/') + 1);
  return JSON.parse(text.replaceAll(directory, ''));
}
