/** Maps on a canvas that shows more than them: one canvas costs less than one for each. */

import type { Picture } from "../frame/wire";
import { paint } from "./palette";

export class Maps {
  private sheet = document.createElement("canvas");
  private image?: ImageData;

  /** Paint a picture's maps, one below the other, where nobody sees them. */
  take(picture: Picture, dark: boolean): void {
    const [count, height, width] = picture.shape;
    const { sheet } = this;
    if (!this.image || sheet.width !== width || sheet.height !== count * height) {
      [sheet.width, sheet.height] = [width, count * height];
      this.image = new ImageData(width, count * height);
    }
    paint(this.image, picture.data, dark);
    sheet.getContext("2d")!.putImageData(this.image, 0, 0);
  }

  /** Draw the map of this number, `size` wide and high. */
  draw(pen: CanvasRenderingContext2D, index: number, x: number, y: number, size: number): void {
    const { width } = this.sheet;
    pen.drawImage(this.sheet, 0, index * width, width, width, x, y, size, size);
  }
}
