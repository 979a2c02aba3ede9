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

/** Draw a straight line. */
export function line(pen: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}

/** Draw a line through points, from one number to before another; one that is nowhere leaves a gap. */
export function polyline(
  pen: CanvasRenderingContext2D,
  from: number,
  to: number,
  x: (point: number) => number,
  y: (point: number) => number,
): void {
  pen.beginPath();
  let down = false;
  for (let point = from; point < to; point++) {
    const across = x(point);
    const up = y(point);
    if (!Number.isFinite(across) || !Number.isFinite(up)) down = false;
    else if (down) pen.lineTo(across, up);
    else pen.moveTo(across, up), (down = true);
  }
  pen.stroke();
}
