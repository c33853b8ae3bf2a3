// The pictures of our pages in docs/, and the text that is in each, as a file beside it: `node pictures.mjs DIR`. scripts/screens
// puts the two together.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Batch } from '../interop/lib/keygen.mjs';
import { launch, open } from './lib/chromium.mjs';
import { sheets, sheetAsPng } from './lib/paper.mjs';
import { JUNK, Record } from './lib/record.mjs';
import { choose, openPage, written } from './lib/verify_page.mjs';

const directory = process.argv[2];
const browser = await launch();

function keep(name, png, text) {
  writeFileSync(join(directory, `${name}.png`), png);
  writeFileSync(join(directory, `${name}.txt`), text);
}

try {
  // The first sheet of the record, as it comes out of a printer.
  const record = new Record(await Batch.encrypted(3, [], JUNK));
  const { page, close } = await open(browser, record.url);
  const paper = await sheets(page, 'A4');
  keep('ceremony', await sheetAsPng(paper.file, 1), paper.texts[0]);
  await close();

  // Somebody else's staker output, with a fault of each kind.
  const [first, second, third] = (await Batch.plain(3, [], JUNK)).stakerOutput;
  const feedback = (await Batch.plain(1, ['--address-index', '1', '--proof', 'feedback'], JUNK)).stakerOutput[0];
  const off = { ...third.publicKeyG1, x: `${third.publicKeyG1.x.slice(0, -1)}0` };
  const faulty = [first, { ...second, proofOfPossession: feedback.proofOfPossession }, { ...third, publicKeyG1: off }, first, { attester: '0x' }];
  const verify = await openPage(browser, { width: 900 });
  await choose(verify.page, written({ 'their_staker_output.json': faulty }));
  // Down to the foot, which names the commit: the picture would be another with each.
  const { y: height } = await verify.page.locator('footer').boundingBox();
  const clip = { x: 0, y: 0, width: 900, height };
  const [all, foot] = await Promise.all(['body', 'footer'].map(part => verify.page.innerText(part)));
  keep('verify-in-a-browser', await verify.page.screenshot({ fullPage: true, clip }), all.replace(foot, '').trimEnd());
  await verify.close();
} finally {
  await browser.close();
}
