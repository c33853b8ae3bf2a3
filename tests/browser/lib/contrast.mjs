// Whether a text stands out from what is behind it.

/** The texts that do not, and how many there are. Those that are folded away are looked at as well. */
export const faintTexts = page =>
  page.evaluate(() => {
    const channels = color => color.match(/[\d.]+/g).map(Number);
    const light = color => {
      const [red, green, blue] = channels(color).map(value => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = element => {
      for (let at = element; at; at = at.parentElement) {
        const color = getComputedStyle(at).backgroundColor;
        if (channels(color)[3] !== 0) return color;
      }
      return 'rgb(255, 255, 255)';
    };
    const texts = [...document.body.querySelectorAll('*')].filter(
      element =>
        !['title', 'desc'].includes(element.tagName) &&
        [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()),
    );
    const contrast = element => {
      const style = getComputedStyle(element);
      const ink = light(element instanceof SVGElement ? style.fill : style.color);
      const paper = light(behind(element));
      return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    };
    // Source: WCAG 2.2, 1.4.3, the contrast of text at level AA.
    const faint = texts.filter(element => contrast(element) < 4.5).map(element => [element.outerHTML, contrast(element)]);
    return { faint, count: texts.length };
  });
