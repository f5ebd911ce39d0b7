// Finds what a reader would stumble over in a document of a frame: text that is wider than the
// window, too faint for its background, or on top of other text, and colors that are not those of the
// system.

function luminance([red, green, blue]) {
  const part = (value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

// A canvas knows every notation of colors.
const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
function rgba(color) {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function over([red, green, blue, alpha], below) {
  return [red, green, blue].map((value, index) => value * alpha + below[index] * (1 - alpha));
}

function isSystemDark() {
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

function background(element, style) {
  const layers = [];
  for (let it = element; it; it = it.parentElement) {
    const box = it.closest("svg") && it.parentElement.querySelector(":scope > rect");
    const color = rgba(box ? style(box).fill : style(it).backgroundColor);
    layers.push(color);
    if (color[3] === 1) break;
  }
  // What has no background is on the color of the system.
  const page = isSystemDark() ? [18, 18, 18] : [255, 255, 255];
  return layers.reverse().reduce((below, color) => over(color, below), page);
}

function isShown(element, style) {
  for (let it = element; it; it = it.parentElement) {
    const { display, visibility, opacity, position } = style(it);
    if (display === "none" || visibility === "hidden" || opacity === "0") return false;
    // What stays in place is over what is scrolled on purpose.
    if (position === "sticky" || position === "fixed") return false;
  }
  return true;
}

export function troubles(frame, selector) {
  const { document } = frame.contentWindow;
  const style = (element) => frame.contentWindow.getComputedStyle(element);
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth + 1) {
    found.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth} pixels`);
  }
  const isDark = luminance(background(document.querySelector(selector), style)) < 0.5;
  if (isDark !== isSystemDark()) found.push(isDark ? "dark on a light system" : "light on a dark system");
  const boxes = [];
  const texts = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  let count = 0;
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("script,style,option,title") || !isShown(element, style)) continue;
    count += 1;
    const { color, fill, fontSize, fontWeight } = style(element);
    const behind = background(element, style);
    const ink = over(rgba(element.closest("svg") ? fill : color), behind);
    const isLarge = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.6 : 24);
    const ratio = contrast(ink, behind);
    const words = node.data.trim().slice(0, 40);
    if (ratio < (isLarge ? 3 : 4.5)) found.push(`faint, ${ratio.toFixed(1)} to 1: ${words}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) boxes.push({ box, words });
  }
  if (count < 10) found.push(`only ${count} texts were found`);
  boxes.sort((a, b) => a.box.top - b.box.top);
  boxes.forEach(({ box, words }, index) => {
    for (let next = index + 1; next < boxes.length; next += 1) {
      const other = boxes[next];
      if (other.box.top > box.bottom - 4) break;
      const isBeside = other.box.left > box.right - 2 || other.box.right < box.left + 2;
      if (!isBeside) found.push(`overlap: ${words} | ${other.words}`);
    }
  });
  return found;
}
