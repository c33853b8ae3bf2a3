// Screenshots as pixels. With SCREENSHOTS=DIR in the environment they are kept, to be looked at.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PNG } from 'pngjs';

const KEPT = process.env.SCREENSHOTS;

export async function picture(target, name, options = {}) {
  const bytes = await target.screenshot(options);
  if (KEPT) {
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(join(KEPT, `${name}.png`), bytes);
  }
  return new Picture(PNG.sync.read(bytes));
}

class Picture {
  constructor({ width, height, data }) {
    Object.assign(this, { width, height, data });
  }

  /** Red, green and blue of a pixel, from 0 to 255. */
  at(x, y) {
    const start = (Math.round(y) * this.width + Math.round(x)) * 4;
    return [...this.data.subarray(start, start + 3)];
  }

  /** The share of pixels that differ from the one in the corner, and the mean lightness from 0 to 1. */
  ink() {
    const corner = this.at(0, 0).join();
    let [different, sum] = [0, 0];
    for (let i = 0; i < this.data.length; i += 4) {
      const [red, green, blue] = this.data.subarray(i, i + 3);
      if (`${red},${green},${blue}` !== corner) different++;
      sum += (red + green + blue) / 765;
    }
    const pixels = this.data.length / 4;
    return { share: different / pixels, lightness: sum / pixels };
  }
}
