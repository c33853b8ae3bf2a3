// How the page prints: what is signed on one sheet, the table with its head on every sheet, no row in two parts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, open } from './lib/chromium.mjs';
import { sheets } from './lib/paper.mjs';
import { Record, groups, rowOf } from './lib/record.mjs';

const SIZES = { A4: /^595\.\d* x 84[12]/, Letter: /^612 x 792/ };

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** How many rows of the table a sheet has room for, roughly. */
const [FEWEST, MOST] = [25, 60];

for (const count of [1, 3, 100, 300]) {
  for (const format of Object.keys(SIZES)) {
    test(`${count} keys on ${format}`, async () => {
      const { url, manifest, digest } = await Record.make(count);
      const { page, complaints, close } = await open(browser, url, { colorScheme: 'dark' });
      const { texts, size, pages } = await sheets(page, format);
      assert.match(size, SIZES[format]);
      assert.equal(texts.length, pages);
      assert.ok(pages >= 2 + (count - 20) / MOST && pages <= 2 + count / FEWEST, `${pages} sheets`);

      // What the witnesses sign: the digest and the lines, on the first sheet and on no other.
      const [first, ...others] = texts;
      const inGroups = groups(digest);
      for (const line of [0, 1, 2, 3]) {
        assert.match(first, new RegExp(`${line + 1} +${inGroups.slice(4 * line, 4 * line + 4).join(' +')}`));
      }
      assert.equal(first.match(/^ *(Operator|Witness)$/gm).length, 4);
      assert.ok(others.every(text => !text.includes('Witness')));

      // Each sheet says of which batch it is.
      for (const [number, text] of texts.entries()) {
        assert.match(text, new RegExp(`${inGroups.join(' ')} +${number + 1} ?/ ?${pages}\\s*$`));
      }

      let rows = [];
      for (const text of others) {
        const lines = text.split('\n').map(line => line.trim().split(/ {2,}/));
        const head = lines.findIndex(([index, attester]) => index === 'Index' && attester === 'Attester');
        const found = lines.flatMap(([index, attester, ...rest], line) => {
          if (!attester?.startsWith('0x')) return [];
          assert.ok(head >= 0 && head < line, 'the head of the table stands above its rows');
          return [[index, attester.replaceAll(' ', ''), ...rest.map(cell => cell.replaceAll(' ', ''))]];
        });
        rows = rows.concat(found);
      }
      assert.deepEqual(rows, manifest.keys.map(rowOf), 'each row in one piece');
      for (const [name, sha256] of Object.entries(manifest.files)) {
        assert.ok(others.join('').includes(`${groups(sha256).join(' ')}`), name);
      }
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}
