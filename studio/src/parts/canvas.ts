/** Canvases as sharp as the screen, in the page's colors. */

/** Clear a canvas and return its pen, which counts in the page's pixels. */
export function fresh(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext("2d")!;
  pen.scale(ratio, ratio);
  return pen;
}
