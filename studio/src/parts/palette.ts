/** Colors of maps: diverging from blue over gray to orange, and one for each class. */

type Rgb = [number, number, number];

const ends: Record<"light" | "dark", [Rgb, Rgb, Rgb]> = {
  light: [[8, 103, 179], [238, 240, 242], [226, 116, 10]],
  dark: [[60, 150, 225], [32, 38, 45], [240, 150, 50]],
};

/** Okabe and Ito's colors: blue and orange first, as the map of two classes has them. */
export const classColors: Rgb[] = [
  [0, 114, 178], [230, 128, 0], [0, 158, 115], [204, 121, 167], [120, 94, 200], [190, 170, 20],
];

export function css([r, g, b]: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}

export function isDark(element: Element): boolean {
  return getComputedStyle(element).getPropertyValue("color-scheme").trim() === "dark" ||
    (!element.closest("[data-theme=light]") && matchMedia("(prefers-color-scheme: dark)").matches);
}

function between(a: Rgb, b: Rgb, t: number): Rgb {
  return a.map((start, i) => Math.round(start + (b[i] - start) * t)) as Rgb;
}

/** The color of a value from -1 to 1. */
export function diverging(value: number, dark = false): Rgb {
  const [low, middle, high] = ends[dark ? "dark" : "light"];
  return value < 0 ? between(middle, low, Math.min(1, -value)) : between(middle, high, Math.min(1, value));
}

function table(dark: boolean): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, level) => packed(diverging(level / 127.5 - 1, dark)));
}

function packed([r, g, b]: Rgb): number {
  return (255 << 24) | (b << 16) | (g << 8) | r;
}

const tables = { light: table(false), dark: table(true) };

/** Paint the map of this number into an image of its size. */
export function paint(image: ImageData, levels: Uint8Array, dark: boolean): void {
  const pixels = new Uint32Array(image.data.buffer);
  const colors = dark ? tables.dark : tables.light;
  for (let i = 0; i < pixels.length; i++) pixels[i] = colors[levels[i]];
}

/** Paint each place in its likeliest class's color, the paler the less sure. */
export function paintClasses(image: ImageData, levels: Uint8Array, count: number, dark: boolean): void {
  const pixels = new Uint32Array(image.data.buffer);
  const size = pixels.length;
  const middle = ends[dark ? "dark" : "light"][1];
  const shades = classColors.slice(0, count).map((color) =>
    Array.from({ length: 256 }, (_, level) => packed(between(middle, color, level / 255))),
  );
  for (let i = 0; i < size; i++) {
    let best = 0;
    for (let k = 1; k < count; k++) if (levels[k * size + i] > levels[best * size + i]) best = k;
    pixels[i] = shades[best][levels[best * size + i]];
  }
}
