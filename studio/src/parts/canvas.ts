/** Canvases as sharp as the screen, in the page's colors. */

/** Clear a canvas and return its pen, which counts in the page's pixels. */
export function fresh(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = devicePixelRatio || 1;
  const pen = canvas.getContext("2d")!;
  const [across, down] = [Math.floor(width * ratio), Math.floor(height * ratio)];
  // A new size takes new memory; most are drawn again in the old one.
  if (canvas.width === across && canvas.height === down) pen.reset();
  else [canvas.width, canvas.height] = [across, down];
  pen.scale(ratio, ratio);
  return pen;
}
