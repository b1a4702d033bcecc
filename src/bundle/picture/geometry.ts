export interface Rectangle { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export interface Point { readonly x: number; readonly y: number }

/** The height of the middle of a box. */
export function middle({ y, height }: Rectangle): number {
  return y + height / 2;
}

/** The height of a way of straight lines at `x`. */
export function heightAt(points: readonly Point[], x: number): number {
  const after = points.findIndex(point => point.x >= x);
  if (after <= 0) {
    return points[after === 0 ? 0 : points.length - 1].y;
  }
  const [a, b] = [points[after - 1], points[after]];
  return a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x);
}
