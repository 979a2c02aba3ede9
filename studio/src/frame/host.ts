/** The page around a cell: a notebook has a theme of its own, whatever the system's. */

/** Take the notebook's light or dark, and follow it; return how to stop. */
export function followTheme(cell: HTMLElement): () => void {
  const look = () => {
    const color = colorBehind(cell);
    if (color) cell.dataset.theme = isDark(color) ? "dark" : "light";
    else delete cell.dataset.theme;
  };
  const watch = new MutationObserver(look);
  for (const node of [document.documentElement, document.body]) watch.observe(node, { attributes: true });
  look();
  return () => watch.disconnect();
}

/** What the first thing behind the cell that one cannot see through is painted with; a shadow's host is behind it, too. */
function colorBehind(cell: HTMLElement): Color | null {
  const behind = (node: Element) => node.parentElement ?? ((node.getRootNode() as ShadowRoot).host as Element | undefined);
  for (let node = behind(cell); node; node = behind(node)) {
    const color = painted(getComputedStyle(node).backgroundColor);
    if (color[3] > 127) return color;
  }
  return null;
}

type Color = ArrayLike<number>;

/** Notebooks write colors in many ways; a pixel has red, green, blue and how much covers. */
function painted(color: string): Color {
  const context = new OffscreenCanvas(1, 1).getContext("2d")!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}

/** Whether a color is nearer to black than to white. */
function isDark({ 0: red, 1: green, 2: blue }: Color): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
